import { type Level, Patrol, type PatrolKind, PatrolTask } from '../../entities';
import { audit } from '../core/audit';
import { type Reader, sqlInstant, type Tx } from '../core/database';
import { addDays, dayOf, instantAt } from '../core/days';
import { Fault } from '../core/errors';
import { entryDaysOf, longestHoursOf, patrolKindsOf } from '../core/policy';
import { takeTurnOf } from '../core/turn';
import { type Claim, claimed, earliestEntry } from './claims';
import type { PatrolDeps } from './deps';
import { recordPatrol } from './recordPatrol';
import { standsIn } from './standIns';
import { type HeldTask, heldTask, taskToWalk } from './taskToWalk';

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

/**
 * 补记: the patrol of a task as it was walked, in another way or at another time. What is said to have been and when
 * it was received are kept apart.
 *
 * @throws Fault of `walkable`; `press.stale` for a card of an older version; `press.form` for what cannot be
 */
export async function enterForTask(
  tx: Tx,
  deps: PatrolDeps,
  { taskId, version, ...entry }: Entry & { taskId: number; version: number },
): Promise<void> {
  const { held, walkerId, enteredById, standInFor } = await taskToWalk(tx, { ...entry, taskId });
  if (held.task.version !== version) throw new Fault('press.stale');
  end(tx, deps, { ...entry, personId: walkerId, enteredById, standInFor, held });
}

function end(
  tx: Tx,
  deps: PatrolDeps,
  {
    held,
    enteredById,
    standInFor,
    ...entry
  }: Entry & {
    held: HeldTask;
    enteredById?: number | null;
    standInFor: number | null;
  },
): void {
  const times = claimed(entry, {
    at: entry.at,
    earliest: held.task.startDay,
    longestHours: longestHoursOf(deps.policies.current),
  });
  const kind = kindOf(deps, held.task.level, entry);
  recordPatrol(tx, {
    ...entry,
    ...times,
    held,
    enteredById,
    standInFor,
    kind,
    words: entry.words || null,
    result: 'normal',
    seen: [],
    looks: [],
  });
}

/**
 * 另记一次巡河: a walk without a task. Where an open task asks for just that, it ends the task, so that nobody enters
 * the same walk twice.
 *
 * @returns whether it ended a task
 * @throws Fault `press.notYours` without the post; `press.form` for what cannot be, or was entered before
 */
export async function enterFree(
  tx: Tx,
  deps: PatrolDeps,
  { reachId, level, ...entry }: Entry & { reachId: number; level: Level },
): Promise<boolean> {
  const { personId, at } = entry;
  await takeTurnOf(tx, personId);
  const policy = deps.policies.current;
  const today = dayOf(at);
  const posts = await walkablePosts(tx, { personId, day: today });
  const post = posts.find((one) => one.reachId === reachId && one.level === level);
  if (!post) throw new Fault('press.notYours');
  const earliest = earliestEntry(today, entryDaysOf(policy));
  const times = claimed(entry, { at, earliest, longestHours: longestHoursOf(policy) });
  const kind = kindOf(deps, level, entry);
  const day = dayOf(times.occurredAt);
  const open = await tx.find(PatrolTask, { reachId, level, state: 'open' }, { order: { dueDay: 'ASC' } });
  // The period of that day before an earlier one that can still be entered late.
  const task =
    open.find(({ startDay, dueDay }) => startDay <= day && day <= dueDay) ??
    open.find(({ startDay, lateDay }) => startDay <= day && lateDay >= today);
  const held = task && (await heldTask(tx, task.id, today));
  if (held) {
    end(tx, deps, { ...entry, held, standInFor: post.standInFor });
    return true;
  }
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
  if (same.length > 0) throw new Fault('press.form', { what: '这一天这段河你已经记过一次了' });
  const { firstId } = await tx.insert(Patrol, {
    taskId: null,
    reachId,
    level,
    personId,
    standInFor: post.standInFor,
    result: 'normal',
    channel: 'card',
    kind,
    words: entry.words || null,
    ...times,
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
  return false;
}
