import type { PatrolTask } from '../../entities';
import type { Reader } from '../core/database';
import { answerableFor } from './answerable';
import { postKey, termsByPost } from './terms';

type Row = Pick<PatrolTask, 'id' | 'reachId' | 'level' | 'dueDay' | 'assigneeId'>;

/** The open tasks past their due day that are nobody's (无人任职): they will be closed as `void`. */
export async function vacantTasks(reader: Reader, today: string): Promise<number[]> {
  const tasks = await reader.query<Row>(
    `SELECT id, reachId, level, dueDay, assigneeId FROM patrol_task
      WHERE state = 'open' AND dueDay < ? ORDER BY id`,
    [today],
  );
  if (tasks.length === 0) return [];
  const terms = await termsByPost(reader);
  return tasks
    .filter((task) => answerableFor(task, terms.get(postKey(task)) ?? []) === null)
    .map(({ id }) => id);
}
