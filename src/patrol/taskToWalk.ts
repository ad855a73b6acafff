import { PatrolTask } from '../../entities';
import type { Reader } from '../core/database';
import { dayOf } from '../core/days';
import { Fault } from '../core/errors';
import { HOLDS_TASK } from './queries';

/**
 * The task, if this person may walk it now.
 *
 * @throws Fault `matter.gone`, `press.notYours` when the person holds no such post today, `task.missed` after the
 *   last day of late entry, `task.void`, `press.stale` when it was done already
 */
export async function taskToWalk(
  reader: Reader,
  { taskId, personId, at }: { taskId: number; personId: number; at: Date },
): Promise<PatrolTask> {
  const day = dayOf(at);
  const [row] = await reader.query<{ holds: number }>(
    `SELECT t.*, ${HOLDS_TASK} AS holds FROM patrol_task t WHERE t.id = ?`,
    [personId, day, day, taskId],
  );
  if (!row) throw new Fault('matter.gone');
  if (!row.holds) throw new Fault('press.notYours');
  const task = reader.hydrate(PatrolTask, row);
  if (task.state === 'void') throw new Fault('task.void');
  if (task.state === 'done') throw new Fault('press.stale');
  if (task.state === 'missed' || task.lateDay < day) throw new Fault('task.missed');
  return task;
}
