import type { PatrolTask, Role } from '../../entities';
import type { Reader } from '../core/database';
import { type OpenTask, openTasksWhere } from './queries';

/*
 * 镇代办: a chief whom Feishu does not reach hands what they wrote on paper to their town's liaison, who enters it for
 * them. Only where none of those who hold the post can enter it themselves.
 */

const LIAISON: Role = '镇联络员';

const HELD = 'p.fromDay <= ? AND (p.toDay IS NULL OR p.toDay >= ?)';

/** The town whose liaison this person is; null when they are none. */
async function townOf(reader: Reader, personId: number): Promise<number | null> {
  const [row] = await reader.query<{ unitId: number }>(
    `SELECT h.unitId FROM person h JOIN person_role pr ON pr.personId = h.id AND pr.role = ? WHERE h.id = ?`,
    [LIAISON, personId],
  );
  return row?.unitId ?? null;
}

/**
 * The chief for whom this person may enter the task on `day`: the assignee while they hold the post, else who has held
 * it longest.
 *
 * @returns null when somebody who holds the post is reached, nobody holds it, or this is not the town's liaison
 */
export async function chiefActedFor(
  reader: Reader,
  {
    task,
    personId,
    day,
  }: {
    task: Pick<PatrolTask, 'reachId' | 'level' | 'townId' | 'assigneeId'>;
    personId: number;
    day: string;
  },
): Promise<number | null> {
  if ((await townOf(reader, personId)) !== task.townId) return null;
  const holders = await reader.query<{ personId: number; openId: string | null }>(
    `SELECT p.personId, h.openId FROM post p JOIN person h ON h.id = p.personId
      WHERE p.reachId = ? AND p.level = ? AND ${HELD} ORDER BY p.fromDay, p.id`,
    [task.reachId, task.level, day, day],
  );
  if (holders.some(({ openId }) => openId !== null)) return null;
  const own = holders.find((holder) => holder.personId === task.assigneeId);
  return (own ?? holders[0])?.personId ?? null;
}

/** The open tasks that this person may enter for others, the most pressing first; none but for a town's liaison. */
export async function tasksActedFor(
  reader: Reader,
  { personId, day }: { personId: number; day: string },
): Promise<OpenTask[]> {
  const townId = await townOf(reader, personId);
  if (townId === null) return [];
  const held = (joined: string, reached: string) =>
    `EXISTS (SELECT 1 FROM post p ${joined} WHERE p.reachId = t.reachId AND p.level = t.level AND ${HELD}${reached})`;
  return openTasksWhere(
    reader,
    day,
    `t.townId = ? AND ${held('', '')}
        AND NOT ${held('JOIN person h ON h.id = p.personId', ' AND h.openId IS NOT NULL')}`,
    [townId, day, day, day, day],
  );
}
