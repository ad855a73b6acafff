import { type Level, Patrol, type PatrolKind, PatrolTask } from '../../entities';
import { audit } from '../core/audit';
import { type Reader, sqlInstant, type Tx } from '../core/database';
import { addDays, dayOf, instantAt } from '../core/days';
import { Fault } from '../core/errors';
import { entryDaysOf, longestHoursOf, patrolKindsOf } from '../core/policy';
import { takeTurnOf } from '../core/turn';
import { type Claim, claimed, earliestEntry } from './claims';
import type { PatrolDeps } from './deps';
import { type PatrolRecord, recordPatrol } from './recordPatrol';
import { standsIn } from './standIns';
import { type HeldTask, heldTask, taskToWalk, type WalkableTask } from './taskToWalk';

/** A post for which somebody may walk: their own, or that of a chief for whom they stand in. */
export interface WalkablePost {
  reachId: number;
  level: Level;
  river: string;
  name: string;
  /** 代巡: the chief. */
  standInFor: number | null;
}

/** The posts for which a person may walk on `day`, their own first. */
export const walkablePosts = (
  reader: Reader,
  { personId, day }: { personId: number; day: string },
): Promise<WalkablePost[]> =>
  reader.query<WalkablePost>(
    `SELECT p.reachId, p.level, r.river, r.name, NULL AS standInFor FROM post p JOIN reach r ON r.id = p.reachId
      WHERE p.personId = ? AND p.fromDay <= ? AND (p.toDay IS NULL OR p.toDay >= ?)
      UNION ALL
     SELECT p.reachId, p.level, r.river, r.name, s.chiefId AS standInFor
       FROM stand_in s JOIN post p ON p.personId = s.chiefId AND p.fromDay <= ? AND (p.toDay IS NULL OR p.toDay >= ?)
       JOIN reach r ON r.id = p.reachId WHERE s.deputyId = ? AND ${standsIn('p.reachId')}`,
    [personId, day, day, day, day, personId, day, day],
  );

export interface Entry extends Claim {
  personId: number;
  at: Date;
  kind: PatrolKind | null;
  words: string;
  /** The pressed card. */
  messageId?: string | null;
}

/** The kind as the level allows it; the usual one when none was said. @throws Fault `press.form` */
function kindOf(
  { policies }: Pick<PatrolDeps, 'policies'>,
  level: Level,
  { kind, words }: Entry,
): PatrolKind {
  const kinds = patrolKindsOf(policies.current)[level];
  const chosen = kind ?? (kinds[0] as PatrolKind);
  if (!kinds.includes(chosen))
    throw new Fault('press.form', { what: '这一级河长不能用这种方式巡河，请重新选' });
  if ((chosen === 'meeting' || chosen === 'onsite') && words === '') {
    throw new Fault('press.form', { what: '现场处置、会议协调，请写一句办成了什么' });
  }
  return chosen;
}

/** A walk as it was said to have been, checked; kept with the form of what was found on it. */
export interface Walk {
  reachId: number;
  level: Level;
  kind: PatrolKind;
  words: string | null;
  startedAt: Date | null;
  occurredAt: Date;
}

/** @throws Fault `press.form` for what cannot be */
function walkOf(
  deps: PatrolDeps,
  { reachId, level }: Pick<Walk, 'reachId' | 'level'>,
  { entry, earliest }: { entry: Entry; earliest: string },
): Walk {
  const longestHours = longestHoursOf(deps.policies.current);
  const times = claimed(entry, { at: entry.at, earliest, longestHours });
  return { reachId, level, kind: kindOf(deps, level, entry), words: entry.words || null, ...times };
}

/**
 * The walk of a task as somebody says afterwards that it was.
 *
 * @throws Fault of `walkable`; `press.stale` for a card of an older version; `press.form` for what cannot be
 */
export async function walkOfTask(
  tx: Tx,
  deps: PatrolDeps,
  { taskId, version, ...entry }: Entry & { taskId: number; version: number },
): Promise<WalkableTask & { walk: Walk }> {
  const walkable = await taskToWalk(tx, { ...entry, taskId });
  const { task } = walkable;
  if (task.version !== version) throw new Fault('press.stale');
  return { ...walkable, walk: walkOf(deps, task, { entry, earliest: task.startDay }) };
}

/**
 * 补记: the patrol of a task as it was walked, in another way or at another time. What is said to have been and when
 * it was received are kept apart.
 *
 * @throws Fault as `walkOfTask`
 */
export async function enterForTask(
  tx: Tx,
  deps: PatrolDeps,
  entry: Entry & { taskId: number; version: number },
): Promise<void> {
  const { held, walkerId, enteredById, standInFor, walk } = await walkOfTask(tx, deps, entry);
  end(tx, entry, { held, enteredById, standInFor, walk, personId: walkerId });
}

function end(
  tx: Tx,
  { at, messageId }: Entry,
  {
    walk,
    ...record
  }: Pick<PatrolRecord, 'held' | 'enteredById' | 'standInFor' | 'personId'> & { walk: Walk },
): void {
  const { kind, words, startedAt, occurredAt } = walk;
  const how = { kind, words, startedAt, occurredAt };
  recordPatrol(tx, { ...record, ...how, at, messageId, result: 'normal', seen: [], looks: [] });
}

type FreeEntry = Entry & { reachId: number; level: Level };

/**
 * A walk that no card asked for, as it is said to have been, and the open task that asks for just that: whoever enters
 * it ends the task with it, and enters no walk twice.
 *
 * @throws Fault `press.notYours` without the post; `press.form` for what cannot be
 */
export async function freeWalk(
  tx: Tx,
  deps: PatrolDeps,
  { reachId, level, ...entry }: FreeEntry,
): Promise<{ walk: Walk; standInFor: number | null; held: HeldTask | null }> {
  const { personId, at } = entry;
  await takeTurnOf(tx, personId);
  const today = dayOf(at);
  const post = await postFor(tx, { reachId, level, personId, day: today });
  if (!post) throw new Fault('press.notYours');
  const earliest = earliestEntry(today, entryDaysOf(deps.policies.current));
  const walk = walkOf(deps, post, { entry, earliest });
  const day = dayOf(walk.occurredAt);
  const open = await tx.find(PatrolTask, { reachId, level, state: 'open' }, { order: { dueDay: 'ASC' } });
  // The period of that day before an earlier one that can still be entered late.
  const task =
    open.find(({ startDay, dueDay }) => startDay <= day && day <= dueDay) ??
    open.find(({ startDay, lateDay }) => startDay <= day && lateDay >= today);
  return { walk, standInFor: post.standInFor, held: task ? await heldTask(tx, task.id, today) : null };
}

const postFor = async (
  reader: Reader,
  { reachId, level, ...of }: Pick<Walk, 'reachId' | 'level'> & { personId: number; day: string },
): Promise<WalkablePost | undefined> =>
  (await walkablePosts(reader, of)).find((post) => post.reachId === reachId && post.level === level);

/**
 * 另记一次巡河, everything normal.
 *
 * @returns whether it ended a task
 * @throws Fault as `freeWalk`; `press.form` for what was entered before
 */
export async function enterFree(tx: Tx, deps: PatrolDeps, entry: FreeEntry): Promise<boolean> {
  const { personId, at } = entry;
  const { walk, standInFor, held } = await freeWalk(tx, deps, entry);
  if (held) {
    end(tx, entry, { held, standInFor, walk, personId });
    return true;
  }
  if (!(await recordFreeWalk(tx, walk, { personId, at, result: 'normal' }))) {
    throw new Fault('press.form', { what: '这一天这段河你已经记过一次了' });
  }
  return false;
}

/**
 * Records a walk without a task, one a day: whoever does not hold the post any more (nor walks for who does) has made
 * none.
 *
 * @returns whether it was recorded
 */
export async function recordFreeWalk(
  tx: Tx,
  { reachId, level, kind, words, startedAt, occurredAt }: Walk,
  { personId, at, result }: { personId: number; at: Date; result: Patrol['result'] },
): Promise<boolean> {
  // Two forms of one walk, sent at once, record it once.
  await takeTurnOf(tx, personId);
  const post = await postFor(tx, { reachId, level, personId, day: dayOf(at) });
  const day = dayOf(occurredAt);
  const same = await tx.query(
    'SELECT id FROM patrol WHERE reachId = ? AND level = ? AND personId = ? AND occurredAt >= ? AND occurredAt < ? LIMIT 1',
    [
      reachId,
      level,
      personId,
      sqlInstant(instantAt(day, '00:00')),
      sqlInstant(instantAt(addDays(day, 1), '00:00')),
    ],
  );
  if (!post || same.length > 0) return false;
  const { firstId } = await tx.insert(Patrol, {
    taskId: null,
    reachId,
    level,
    personId,
    standInFor: post.standInFor,
    result,
    channel: 'card',
    kind,
    words,
    startedAt,
    occurredAt,
    recordedAt: at,
  });
  audit(tx, {
    at,
    actor: `person:${personId}`,
    action: 'patrol.enter',
    subjectType: 'patrol',
    subjectId: firstId,
    detail: { reachId, level, kind },
  });
  return true;
}
