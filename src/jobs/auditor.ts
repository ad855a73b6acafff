import type { BotDeps } from '../bot';
import { marks, sqlInstant } from '../core/database';
import { dayOf } from '../core/days';
import { OFFICE_ROLES } from '../roster';

export interface Finding {
  what: 'task-past-late-day' | 'problem-without-hand' | 'suggestion-without-hand' | 'message-stuck';
  id: number;
}

/** A message that is due this long has met more than a weekend. */
const STUCK_MS = 3 * 86_400_000;

/**
 * Watches the engine from outside: an open matter that nothing will move any more is a lost reminder, and a lost
 * reminder hurts a person. Every finding is logged as an error; a healthy county has none.
 *
 * @param since when it last looked; what waited while nobody was there to send it is not stuck
 */
export async function findStuck(
  { db }: Pick<BotDeps, 'db'>,
  at: Date,
  since: Date | null,
): Promise<Finding[]> {
  const find = async (what: Finding['what'], sql: string, params: string[] = []): Promise<Finding[]> =>
    (await db.read.query<{ id: number }>(sql, params)).map(({ id }) => ({ what, id }));
  const stuckSince = new Date((since?.getTime() ?? 0) - STUCK_MS);
  return [
    ...(await find('task-past-late-day', "SELECT id FROM patrol_task WHERE state = 'open' AND lateDay < ?", [
      dayOf(at),
    ])),
    ...(await find(
      'problem-without-hand',
      `SELECT id FROM problem WHERE (state IN ('assigned', 'accepted') AND handlerId IS NULL)
          OR (state = 'answered' AND verifierId IS NULL)`,
    )),
    ...(await find(
      'suggestion-without-hand',
      `SELECT id FROM suggestion WHERE answeredAt IS NULL
          AND NOT EXISTS (SELECT 1 FROM person_role WHERE role IN (${marks(OFFICE_ROLES)}))`,
      [...OFFICE_ROLES],
    )),
    ...(await find(
      'message-stuck',
      `SELECT o.id FROM outbox_message o JOIN person p ON p.id = o.recipientId
        WHERE o.state IN ('pending', 'sending') AND o.dueAt < ? AND p.openId IS NOT NULL`,
      [sqlInstant(stuckSince)],
    )),
  ];
}
