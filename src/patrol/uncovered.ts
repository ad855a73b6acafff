import type { Level } from '../../entities';
import type { Reader } from '../core/database';
import { type AskedTask, answerableFor, type Term, whyNobody } from './answerable';
import type { Leave } from './leaves';
import { postKey, termsByPost } from './terms';

/** An open task that falls due during a 请假 and that nobody else answers for. */
export interface Uncovered {
  id: number;
  river: string;
  reachName: string;
  periodKey: string;
  dueDay: string;
}

/** What nobody will walk because of a 请假, the most pressing first: the tasks that are there already. */
export async function uncoveredBy(
  reader: Reader,
  { chiefId, reachId, fromDay, toDay }: Leave,
): Promise<Uncovered[]> {
  const tasks = await reader.query<Uncovered & { reachId: number; level: Level; assigneeId: number }>(
    `SELECT t.id, r.river, r.name AS reachName, t.periodKey, t.dueDay, t.reachId, t.level, t.assigneeId
       FROM patrol_task t JOIN reach r ON r.id = t.reachId
      WHERE t.state = 'open' AND t.dueDay >= ? AND t.dueDay <= ?${reachId === null ? '' : ' AND t.reachId = ?'}
        AND EXISTS (SELECT 1 FROM post p WHERE p.reachId = t.reachId AND p.level = t.level AND p.personId = ?
                     AND p.fromDay <= t.dueDay AND (p.toDay IS NULL OR p.toDay >= t.dueDay))
      ORDER BY t.dueDay, t.id`,
    [fromDay, toDay, ...(reachId === null ? [] : [reachId]), chiefId],
  );
  const terms = await termsByPost(reader, [...new Set(tasks.map((task) => task.reachId))]);
  return tasks.filter((task) => isAwayFrom(task, terms.get(postKey(task)) ?? []));
}

const isAwayFrom = (task: AskedTask, terms: readonly Term[]): boolean =>
  answerableFor(task, terms) === null && whyNobody(task, terms) === 'away';
