import { PatrolTask } from '../../entities';
import type { Reader } from '../core/database';
import { dayOf } from '../core/days';
import { Fault } from '../core/errors';
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

/**
 * The task, if this person may walk it now.
 *
 * @throws Fault `matter.gone`, `press.notYours` when the person neither holds such a post today nor
 *   walks for somebody who does, `task.missed` after the
 *   last day of late entry, `task.void`, `press.stale` when it was done already
 */
export function walkable(found: HeldTask | null, walker: { personId: number; at: Date }): PatrolTask {
  const task = reportable(found, walker);
  if (task.state === 'done') throw new Fault('press.stale');
  return task;
}

/** The same, walked already or not: what is found on the river afterwards can still be reported. */
function reportable(found: HeldTask | null, { personId, at }: { personId: number; at: Date }): PatrolTask {
  if (!found) throw new Fault('matter.gone');
  const { task } = found;
  if (walksFor(found, personId) === undefined) throw new Fault('press.notYours');
  if (task.state === 'void') throw new Fault('task.void');
  if (task.state === 'missed' || task.lateDay < dayOf(at)) throw new Fault('task.missed');
  return task;
}

/** The task, if this person may walk it now. @throws Fault of `walkable` */
export const taskToWalk = async (
  reader: Reader,
  { taskId, personId, at }: { taskId: number; personId: number; at: Date },
): Promise<PatrolTask> => walkable(await heldTask(reader, taskId, dayOf(at)), { personId, at });

/** The task, if this person may report a problem on its reach now, walked already or not. @throws as `taskToWalk` */
export const taskToReport = async (
  reader: Reader,
  { taskId, personId, at }: { taskId: number; personId: number; at: Date },
): Promise<PatrolTask> => reportable(await heldTask(reader, taskId, dayOf(at)), { personId, at });
