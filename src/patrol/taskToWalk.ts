import { PatrolTask } from '../../entities';
import type { Reader } from '../core/database';
import { dayOf } from '../core/days';
import { Fault } from '../core/errors';
import { chiefActedFor } from './actedFor';

/** A task and who may walk it that day. */
export interface HeldTask {
  task: PatrolTask;
  holders: number[];
}

/** The task with the holders of its post on `day`; null when there is no such task. */
export async function heldTask(reader: Reader, taskId: number, day: string): Promise<HeldTask | null> {
  const rows = await reader.query<{ holder: number | null }>(
    `SELECT t.*, held.personId AS holder
       FROM patrol_task t LEFT JOIN post held ON held.reachId = t.reachId AND held.level = t.level
        AND held.fromDay <= ? AND (held.toDay IS NULL OR held.toDay >= ?)
      WHERE t.id = ?`,
    [day, day, taskId],
  );
  if (!rows[0]) return null;
  return { task: reader.hydrate(PatrolTask, rows[0]), holders: rows.flatMap(({ holder }) => holder ?? []) };
}

/** A task that somebody may enter now, and whose patrol it will be. */
export interface WalkableTask {
  task: PatrolTask;
  walkerId: number;
  /** 镇代办: who enters it for the walker; null when the walker does. */
  enteredById: number | null;
}

/**
 * The task, if this person may walk it now, or enter it for a chief whom Feishu does not reach.
 *
 * @throws Fault `matter.gone`, `press.notYours` when the person holds no such post today, `task.missed` after the
 *   last day of late entry, `task.void`, `press.stale` when it was done already
 */
export async function walkable(
  reader: Reader,
  found: HeldTask | null,
  { personId, at }: { personId: number; at: Date },
): Promise<WalkableTask> {
  if (!found) throw new Fault('matter.gone');
  const { task, holders } = found;
  // Nothing is asked for a holder, who is nearly everybody.
  const walkerId = holders.includes(personId)
    ? personId
    : await chiefActedFor(reader, { task, personId, day: dayOf(at) });
  if (walkerId === null) throw new Fault('press.notYours');
  if (task.state === 'void') throw new Fault('task.void');
  if (task.state === 'done') throw new Fault('press.stale');
  if (task.state === 'missed' || task.lateDay < dayOf(at)) throw new Fault('task.missed');
  return { task, walkerId, enteredById: walkerId === personId ? null : personId };
}

/** The task, if this person may enter it now. @throws Fault of `walkable` */
export const taskToWalk = async (
  reader: Reader,
  { taskId, personId, at }: { taskId: number; personId: number; at: Date },
): Promise<WalkableTask> => walkable(reader, await heldTask(reader, taskId, dayOf(at)), { personId, at });
