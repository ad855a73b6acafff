import { type ListedProblem, renderMyProblems } from '../../../cards/myProblems';
import { Complaint, Problem } from '../../../entities';
import type { Reader } from '../../core/database';
import { dayOf } from '../../core/days';
import { actorOf, ownProblems, type Part, problemTitle, type Waiting, waitingFor } from '../../problem';
import type { Presenter } from '../frame';
import { CARD_OF } from '../openings';

/** As many as the card lists at all. */
const MOST = 24;

const ASKS: Record<Part, string> = {
  finish: '请填完',
  handle: '请办理',
  verify: '请核查',
  decide: '请交办或批复',
  tell: '请告知投诉人',
};

async function listed(
  reader: Reader,
  waiting: readonly Waiting[],
): Promise<(ListedProblem & { problemId: number })[]> {
  const told = waiting.flatMap(({ id, part }) => (part === 'tell' ? [id] : []));
  const complaints = new Map(
    (await reader.find(Complaint, { id: told })).map(({ id, problemId }) => [id, problemId]),
  );
  const idOf = ({ id, part }: Waiting): number => (part === 'tell' ? (complaints.get(id) ?? 0) : id);
  const problems = new Map(
    (await reader.find(Problem, { id: waiting.map(idOf) })).map((problem) => [problem.id, problem]),
  );
  return waiting.flatMap((one) => {
    const problem = problems.get(idOf(one));
    if (!problem) return [];
    const { version, occurredAt } = problem;
    const card = { type: CARD_OF[one.part], id: one.id, version };
    const says = ASKS[one.part];
    return [{ ...card, title: problemTitle(problem), says, on: dayOf(occurredAt), problemId: problem.id }];
  });
}

/** 我的问题, to whoever asked for it. */
export const myProblems: Presenter = async ({ policies }, reader, { recipient, at }) => {
  const day = dayOf(at);
  const policy = policies.current;
  const actor = await actorOf(reader, recipient);
  const [waits, { reported, ended }] = await Promise.all([
    waitingFor(reader, actor, { policy, day, most: MOST }),
    ownProblems(reader, recipient.id, { policy, day }),
  ]);
  const waiting = await listed(reader, waits);
  // One that waits for them is listed once.
  const known = new Set(waiting.map(({ problemId }) => problemId));
  return {
    card: renderMyProblems({
      today: day,
      waiting: waiting.map(({ problemId: _, ...row }) => row),
      reported: reported
        .filter(({ id }) => !known.has(id))
        .map(({ id, version, title, progress, foundOn }) => ({
          type: 'problemForm',
          id,
          version,
          title,
          says: progress,
          on: foundOn,
        })),
      ended: ended.map(({ id, version, title, progress, found, closedOn }) => ({
        type: found ? 'problemForm' : 'problemVerify',
        id,
        version,
        title,
        says: progress,
        on: closedOn,
      })),
    }),
    pictures: [],
  };
};
