import { type ProblemWorkView, renderProblemWork } from '../../../cards/problemWork';
import type { Reader } from '../../core/database';
import { dayOf } from '../../core/days';
import { actorOf, isHandled, mayHandle, photosOfRound, progressWords, unitOf } from '../../problem';
import type { BotDeps, Presenter } from '../frame';
import { deadlineOf } from '../words';
import { askWords, handlingUnits, otherProblems, type ProblemOnCards, problemOnCards } from './problemParts';

type State<S extends ProblemWorkView['state']> = Extract<ProblemWorkView, { state: S }>;
type Standing = { [S in ProblemWorkView['state']]: Omit<State<S>, keyof Common> }[ProblemWorkView['state']];
type Common = Omit<State<'notYours'>, 'state'>;

async function standing(
  reader: Reader,
  known: ProblemOnCards,
  { calendar }: Pick<BotDeps, 'calendar'>,
): Promise<Standing | null> {
  const { problem, answer, returned, named, unit } = known;
  const verifier = named(problem.verifierId);
  const signed = problem.acceptedAt !== null;
  if (isHandled(problem.state)) {
    const asking = await askingOf(reader, known, calendar);
    if (!signed) return { state: 'new', returned, asking };
    return { state: 'accepted', photos: await photosOfRound(reader, problem.id), returned, asking };
  }
  if (problem.state === 'answered') return answer && { state: 'waiting', answer, verifier };
  const closedOn = dayOf(problem.closedAt ?? problem.recordedAt);
  if (problem.state === 'closed') return answer && { state: 'closed', answer, verifier, closedOn };
  return { state: 'elsewhere', progress: progressWords(problem, unit) };
}

/** What can be asked for instead of handling it, and what was. */
async function askingOf(
  reader: Reader,
  { problem, named }: ProblemOnCards,
  calendar: BotDeps['calendar'],
): Promise<State<'new'>['asking']> {
  const { ask, progressDueDay } = problem;
  const [units, others] = await Promise.all([
    handlingUnits(reader, unitOf(problem)),
    otherProblems(reader, problem),
  ]);
  const refused = ask?.refused ?? null;
  return {
    ask: ask && {
      what: await askWords(reader, problem),
      reason: ask.reason,
      refused: refused && {
        by: named(refused.byId),
        on: dayOf(new Date(refused.at)),
        reason: refused.reason,
      },
    },
    units,
    others,
    progressDue: progressDueDay === null ? null : calendar.due(progressDueDay),
  };
}

/** 交办单, to the unit that handles a problem. */
export const problemWork: Presenter = async ({ policies, calendar }, reader, { subject, recipient, at }) => {
  const [known, actor] = await Promise.all([problemOnCards(reader, subject.id), actorOf(reader, recipient)]);
  if (!known) return null;
  const { problem, facts, pictures } = known;
  const today = dayOf(at);
  const common: Common = {
    id: problem.id,
    version: problem.version,
    ...deadlineOf(calendar, today, problem.dueDay ?? today),
    facts,
  };
  if (!mayHandle(problem, actor, policies.current)) {
    return { card: renderProblemWork({ ...common, state: 'notYours' }), pictures: [] };
  }
  const now = await standing(reader, known, { calendar });
  return now && { card: renderProblemWork({ ...common, ...now }), pictures };
};
