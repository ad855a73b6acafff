import { PatrolTask } from '../../entities';
import type { Reader } from '../core/database';
import { dayOf } from '../core/days';
import { Fault } from '../core/errors';
import { chiefActedFor } from './actedFor';
import { standsIn } from './standIns';

/** A task and who may walk it that day. */
export interface HeldTask {
  task: PatrolTask;
  holders: number[];
  /** Who walks for a holder that day (代巡). */
  deputies: { personId: number; chiefId: number }[];
}

/** The task with the holders of its post on `day`; null when there is no such task. */
export async function heldTask(reader: Reader, taskId: number, day: string): Promise<HeldTask | null> {
  const rows = await reader.query<{ holder: number | null; deputy: number | null }>(
    `SELECT t.*, held.personId AS holder, s.deputyId AS deputy
       FROM patrol_task t LEFT JOIN post held ON held.reachId = t.reachId AND held.level = t.level
        AND held.fromDay <= ? AND (held.toDay IS NULL OR held.toDay >= ?)
       LEFT JOIN stand_in s ON s.chiefId = held.personId AND ${standsIn('t.reachId')}
      WHERE t.id = ?`,
    [day, day, day, day, taskId],
  );
  if (!rows[0]) return null;
  return {
    task: reader.hydrate(PatrolTask, rows[0]),
    holders: rows.flatMap(({ holder }) => holder ?? []),
    deputies: rows.flatMap(({ holder, deputy }) =>
      holder === null || deputy === null ? [] : [{ personId: deputy, chiefId: holder }],
    ),
  };
}

/** For whom somebody walks a task: null for themself, who holds the post; undefined when they may not walk it. */
export function walksFor({ holders, deputies }: HeldTask, personId: number): number | null | undefined {
  if (holders.includes(personId)) return null;
  return deputies.find((deputy) => deputy.personId === personId)?.chiefId;
}

/** A task that somebody may enter now, and whose patrol it will be. */
export interface WalkableTask {
  held: HeldTask;
  task: PatrolTask;
  walkerId: number;
  /** 镇代办: who enters it for the walker; null when the walker does. */
  enteredById: number | null;
  /** 代巡: the chief for whom it is walked; null when it is the walker's own. */
  standInFor: number | null;
}

/**
 * The task, if this person may walk it now, or enter it for a chief whom Feishu does not reach.
 *
 * @throws Fault `matter.gone`, `press.notYours` when the person neither holds such a post today nor walks for somebody
 *   who does, `task.missed` after the last day of late entry, `task.void`, `press.stale` when it was done already
 */
export async function walkable(
  reader: Reader,
  found: HeldTask | null,
  walker: { personId: number; at: Date },
): Promise<WalkableTask> {
  const walk = await reportable(reader, found, walker);
  if (walk.task.state === 'done') throw new Fault('press.stale');
  return walk;
}

/** The same, walked already or not: what is found on the river afterwards can still be reported. */
async function reportable(
  reader: Reader,
  found: HeldTask | null,
  { personId, at }: { personId: number; at: Date },
): Promise<WalkableTask> {
  if (!found) throw new Fault('matter.gone');
  const { task } = found;
  const own = walksFor(found, personId);
  // Nothing is asked for a holder or their deputy, who are nearly everybody.
  const walkerId =
    own === undefined ? await chiefActedFor(reader, { task, personId, day: dayOf(at) }) : personId;
  if (walkerId === null) throw new Fault('press.notYours');
  if (task.state === 'void') throw new Fault('task.void');
  if (task.state === 'missed' || task.lateDay < dayOf(at)) throw new Fault('task.missed');
  return {
    held: found,
    task,
    walkerId,
    enteredById: walkerId === personId ? null : personId,
    standInFor: own ?? null,
  };
}

interface Walking {
  taskId: number;
  personId: number;
  at: Date;
}

/** The task, if this person may enter it now. @throws Fault of `walkable` */
export const taskToWalk = async (reader: Reader, { taskId, ...walker }: Walking): Promise<WalkableTask> =>
  walkable(reader, await heldTask(reader, taskId, dayOf(walker.at)), walker);

/** The task, if this person may report a problem on its reach now, walked already or not. @throws as `taskToWalk` */
export const taskToReport = async (reader: Reader, { taskId, ...walker }: Walking): Promise<WalkableTask> =>
  reportable(reader, await heldTask(reader, taskId, dayOf(walker.at)), walker);

/** Whether `taskToReport` would let this person. */
export async function mayReport(reader: Reader, walking: Walking): Promise<boolean> {
  try {
    await taskToReport(reader, walking);
    return true;
  } catch (error) {
    if (error instanceof Fault) return false;
    throw error;
  }
}
