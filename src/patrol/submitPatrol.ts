import { type FlowState, type OldProblemAnswer, type PatrolTask, Problem, REPORTED } from '../../entities';
import type { Reader, Tx } from '../core/database';
import { dayOf, instantAt } from '../core/days';
import { Fault } from '../core/errors';
import { reachesUnder } from '../roster';
import { keyOutfallsAmong, knownAbnormal } from './queries';
import { type Look, recordPatrol, type Seen } from './recordPatrol';
import { heldTask, type WalkableTask, walkable } from './taskToWalk';

/** A press of 一切正常，提交, as it came in: the rows that the card showed, and what they say now. */
export interface PatrolSubmission {
  taskId: number;
  version: number;
  personId: number;
  at: Date;
  /** The pressed card. */
  messageId?: string | null;
  /** `was` the prefilled answer, `now` the one that came back (null: untouched or not sent). */
  outfalls: readonly { id: number; was: FlowState | null; now: FlowState | null }[];
  problems: readonly { id: number; now: OldProblemAnswer | null }[];
  /** The day on which it was walked, as a late entry says; null in time. */
  walkedOn: string | null;
}

/** Either the patrol is recorded, or nothing is and the rows that stand against 一切正常 are named. */
export type PatrolOutcome =
  | { done: true }
  | {
      done: false;
      task: PatrolTask;
      /** When it was walked, as a late entry says. */
      occurredAt: Date;
      seen: Seen[];
      looks: Look[];
      /** Outfalls that are 异常 without a problem open on them. */
      abnormal: number[];
      /** Earlier problems that are 还在. */
      still: number[];
    };

/** What has to be known before the press is answered, whoever pressed: asked together, it is one round trip. */
export async function askForPatrol(
  reader: Reader,
  { taskId, at, outfalls, problems }: Pick<PatrolSubmission, 'taskId' | 'at' | 'outfalls' | 'problems'>,
) {
  const ids = problems.map(({ id }) => id);
  const [held, keyOutfalls, running] = await Promise.all([
    heldTask(reader, taskId, dayOf(at)),
    keyOutfallsAmong(
      reader,
      outfalls.map(({ id }) => id),
    ),
    ids.length === 0 ? [] : reader.find(Problem, { id: ids, state: REPORTED }),
  ]);
  return { held, keyOutfalls, running };
}
type Asked = Awaited<ReturnType<typeof askForPatrol>>;

/** The rows that the press may speak of: those on the task's reach or below it. What the client carried proves nothing. */
async function readRows(tx: Tx, task: PatrolTask, input: PatrolSubmission, { keyOutfalls, running }: Asked) {
  const carried = new Map(input.outfalls.map((row) => [row.id, row]));
  const answers = new Map(input.problems.map((row) => [row.id, row.now]));
  const elsewhere = [...keyOutfalls, ...running].some(({ reachId }) => reachId !== task.reachId);
  const reaches = elsewhere ? await reachesUnder(tx, task.reachId) : [task.reachId];
  const within = <R extends { reachId: number | null }>(rows: readonly R[]) =>
    rows.filter(({ reachId }) => reachId !== null && reaches.includes(reachId));
  const rows = within(keyOutfalls).map(({ id }) => ({ id, was: null, now: null, ...carried.get(id) }));
  const known = await knownAbnormal(
    tx,
    rows.filter(({ was }) => was === 'abnormal').map(({ id }) => id),
  );
  const seen = rows.map(({ id, was, now }): Seen => {
    // What was 异常 when the card was drawn may have been dealt with since.
    const prefilled = was === 'abnormal' && !known.has(id) ? null : was;
    // Nobody ever looked and nobody touched the row: 无水, as the ledger would have it, and no evidence.
    return { outfallId: id, flow: now ?? prefilled ?? 'dry', unchanged: now === null || now === was };
  });
  const looks = within(running).flatMap(({ id }): Look[] => {
    const answer = answers.get(id);
    return answer ? [{ problemId: id, answer }] : [];
  });
  const abnormal = seen
    .filter(({ outfallId, flow, unchanged }) => flow === 'abnormal' && !(unchanged && known.has(outfallId)))
    .map(({ outfallId }) => outfallId);
  return { seen, looks, abnormal };
}

/** A late entry, and one for somebody else, says when it was walked; else it is now. @throws Fault `press.form` */
function walkedAt({ task, enteredById }: WalkableTask, at: Date, walkedOn: string | null): Date {
  const today = dayOf(at);
  const { startDay, dueDay } = task;
  const asked = today > dueDay || enteredById !== null;
  if (!asked || walkedOn === null || walkedOn === today) return at;
  if (walkedOn < startDay || walkedOn > today) {
    throw new Fault('press.form', { what: '巡河日期要在这一期开始以后、今天以前，请重新选' });
  }
  return instantAt(walkedOn, '12:00');
}

/**
 * 一切正常，提交. With an 异常 that no open problem explains, or a 还在, nothing is recorded: the caller opens
 * the problem form with what was answered.
 *
 * @param asking what was asked ahead
 * @throws Fault of `walkable`; `press.stale` for a card of an older version; `press.form`
 */
export async function submitPatrol(
  tx: Tx,
  input: PatrolSubmission,
  asking: Promise<Asked> = askForPatrol(tx, input),
): Promise<PatrolOutcome> {
  const { at, messageId } = input;
  const asked = await asking;
  const walk = await walkable(tx, asked.held, input);
  const { held, task, walkerId, enteredById, standInFor } = walk;
  if (task.version !== input.version) throw new Fault('press.stale');
  const occurredAt = walkedAt(walk, at, input.walkedOn);
  const { seen, looks, abnormal } = await readRows(tx, task, input, asked);
  const still = looks.filter(({ answer }) => answer === 'still').map(({ problemId }) => problemId);
  if (abnormal.length + still.length > 0)
    return { done: false, task, occurredAt, seen, looks, abnormal, still };
  recordPatrol(tx, {
    held,
    personId: walkerId,
    enteredById,
    standInFor,
    result: 'normal',
    occurredAt,
    at,
    seen,
    looks,
    messageId,
  });
  return { done: true };
}
