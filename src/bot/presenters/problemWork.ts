import { type ProblemWorkView, renderProblemWork } from '../../../cards/problemWork';
import type { Reader } from '../../core/database';
import { dayOf } from '../../core/days';
import { actorOf, mayHandle, photosOfRound } from '../../problem';
import type { Presenter } from '../frame';
import { deadlineOf } from '../words';
import { type ProblemOnCards, problemOnCards } from './problemParts';

type State<S extends ProblemWorkView['state']> = Extract<ProblemWorkView, { state: S }>;
type Standing = { [S in ProblemWorkView['state']]: Omit<State<S>, keyof Common> }[ProblemWorkView['state']];
type Common = Omit<State<'new'>, 'state'>;

async function standing(reader: Reader, known: ProblemOnCards): Promise<Standing | null> {
  const { problem, answer, returned, named } = known;
  const verifier = named(problem.verifierId);
  if (problem.state === 'assigned' && problem.returns === 0) return { state: 'new' };
  if (problem.state === 'assigned' || problem.state === 'accepted') {
    return { state: 'accepted', photos: await photosOfRound(reader, problem.id), returned };
  }
  if (!answer) return null;
  if (problem.state === 'answered') return { state: 'waiting', answer, verifier };
  const closedOn = dayOf(problem.closedAt ?? problem.recordedAt);
  return problem.state === 'closed' ? { state: 'closed', answer, verifier, closedOn } : null;
}

/** 交办单, to the town that handles a problem. */
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
  const now = await standing(reader, known);
  return now && { card: renderProblemWork({ ...common, ...now }), pictures };
};
