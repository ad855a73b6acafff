import type { BotDeps } from '../bot';
import { marks, sqlInstant } from '../core/database';
import { dayOf } from '../core/days';
import { REACHED } from '../core/outbox';
import { unheardTowns } from '../escalation';
import { LEDGER_KEEPERS } from '../ledger';
import { vacantTasks } from '../patrol';
import { OFFICE_ROLES } from '../roster';

export interface Finding {
  what:
    | 'task-past-late-day'
    | 'outfall-task-past-late-day'
    | 'task-of-nobody'
    | 'problem-without-hand'
    | 'found-outfall-without-hand'
    | 'suggestion-without-hand'
    | 'suspicion-without-hand'
    | 'setting-without-hand'
    | 'message-stuck'
    | 'town-unheard';
  id: number;
}

/** A message that is due this long has met more than a weekend. */
const STUCK_MS = 3 * 86_400_000;

/**
 * Watches the engine from outside: an open matter that nothing will move any more is a lost reminder, and a lost
 * reminder hurts a person; so does one that nobody of a town would get. Every finding is logged; a healthy county
 * has none. What is nobody's (an empty post) closes by itself and is counted for the office.
 *
 * @param since when it last looked; what waited while nobody was there to send it is not stuck
 */
export async function findStuck(
  { db, policies }: Pick<BotDeps, 'db' | 'policies'>,
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
      'outfall-task-past-late-day',
      "SELECT id FROM outfall_task WHERE state = 'open' AND lateDay < ?",
      [dayOf(at)],
    )),
    ...(await vacantTasks(db.read, dayOf(at))).map((id) => ({ what: 'task-of-nobody' as const, id })),
    ...(await find(
      'problem-without-hand',
      `SELECT id FROM problem WHERE (state IN ('assigned', 'accepted') AND handlerId IS NULL)
          OR (state = 'answered' AND verifierId IS NULL)
          OR (state = 'registered'
              AND NOT EXISTS (SELECT 1 FROM person_role WHERE role IN (${marks(OFFICE_ROLES)})))`,
      [...OFFICE_ROLES],
    )),
    ...(await find(
      'found-outfall-without-hand',
      `SELECT id FROM found_outfall WHERE state = 'waiting'
          AND NOT EXISTS (SELECT 1 FROM person_role WHERE role IN (${marks(LEDGER_KEEPERS)}))`,
      [...LEDGER_KEEPERS],
    )),
    ...(await find(
      'suggestion-without-hand',
      `SELECT id FROM suggestion WHERE answeredAt IS NULL
          AND NOT EXISTS (SELECT 1 FROM person_role WHERE role IN (${marks(OFFICE_ROLES)}))`,
      [...OFFICE_ROLES],
    )),
    ...(await find(
      'suspicion-without-hand',
      `SELECT s.id FROM suspicion s WHERE s.state = 'toSettle' AND NOT EXISTS (
          SELECT 1 FROM person_role o WHERE o.role IN (${marks(OFFICE_ROLES)}) AND o.personId <> s.personId)`,
      [...OFFICE_ROLES],
    )),
    ...(await find(
      'setting-without-hand',
      `SELECT id FROM setting_application WHERE state IN ('submitted', 'accepted', 'forwarded')
          AND NOT EXISTS (SELECT 1 FROM person_role WHERE role = '分局')`,
    )),
    ...(await find(
      'message-stuck',
      `SELECT o.id FROM outbox_message o LEFT JOIN person p ON p.id = o.recipientId
        WHERE o.state IN ('pending', 'sending') AND o.dueAt < ? AND ${REACHED}`,
      [sqlInstant(stuckSince)],
    )),
    ...(await unheardTowns(db.read, policies.current)).map((id) => ({ what: 'town-unheard' as const, id })),
  ];
}
