import { PatrolTask } from '../../entities';
import type { Reader } from '../core/database';
import { dayOf } from '../core/days';
import { Fault } from '../core/errors';
import { HELD_POST } from './queries';

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
  const [row] = await reader.query<{ holds: number | null }>(
    `SELECT t.*, held.id AS holds FROM patrol_task t ${HELD_POST} WHERE t.id = ?`,
    [personId, day, day, taskId],
  );
  if (!row) throw new Fault('matter.gone');
  if (row.holds === null) throw new Fault('press.notYours');
  const task = reader.hydrate(PatrolTask, row);
  if (task.state === 'void') throw new Fault('task.void');
  if (task.state === 'done') throw new Fault('press.stale');
  if (task.state === 'missed' || task.lateDay < day) throw new Fault('task.missed');
  return task;
}
