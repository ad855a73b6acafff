import type { MessageClass } from '../../../entities';
import type { Calendar } from '../../core/calendar';
import { type Database, sqlInstant } from '../../core/database';
import { dayOf, instantAt } from '../../core/days';
import type { Policy } from '../../core/policy';
import { earliest, MESSAGE_CLASSES } from '../hours';

/** A digest of an earlier day lets the day's own go first, and goes only if there was none. */
const LATE_DIGEST_MS = 15 * 60_000;

interface Move {
  messageClass: MessageClass;
  /** Of the requests due in [from, before). */
  from: Date;
  before: Date;
  to: Date;
}

/** Which classes may reach people now. */
export const openClasses = (at: Date, messages: Policy['messages'], calendar: Calendar): MessageClass[] =>
  MESSAGE_CLASSES.filter((messageClass) => earliest(messageClass, at, messages, calendar) <= at);

/** Where requests that are due now have to go instead. Pure. */
export function movesAt(at: Date, messages: Policy['messages'], calendar: Calendar): Move[] {
  const always = new Date(0);
  const justAfter = new Date(at.getTime() + 1);
  return MESSAGE_CLASSES.flatMap((messageClass): Move[] => {
    const to = earliest(messageClass, at, messages, calendar);
    if (messageClass !== 'digest') {
      return to > at ? [{ messageClass, from: always, before: justAfter, to }] : [];
    }
    const day = instantAt(dayOf(to), '00:00');
    const late = new Date(instantAt(dayOf(to), messages.digestAt).getTime() + LATE_DIGEST_MS);
    const overnight = new Date(Math.min(day.getTime(), justAfter.getTime()));
    return [
      ...(late > at ? [{ messageClass, from: always, before: overnight, to: late }] : []),
      ...(to > at && justAfter > day ? [{ messageClass, from: day, before: justAfter, to }] : []),
    ];
  });
}

/** Moves requests that are due outside their class's hours on to those hours. @returns how many */
export async function moveToHours(
  db: Database,
  at: Date,
  messages: Policy['messages'],
  calendar: Calendar,
): Promise<number> {
  let moved = 0;
  for (const { messageClass, from, before, to } of movesAt(at, messages, calendar)) {
    const where = `state = 'pending' AND mode <> 'replace' AND messageClass = ? AND dueAt >= ? AND dueAt < ?`;
    const params = [messageClass, sqlInstant(from), sqlInstant(before)];
    // Looking first keeps the every-second round free of write transactions.
    const [some] = await db.read.query(`SELECT id FROM outbox_message WHERE ${where} LIMIT 1`, params);
    if (!some) continue;
    const { affected } = await db.transaction((tx) =>
      tx.run(`UPDATE outbox_message SET dueAt = ? WHERE ${where}`, [sqlInstant(to), ...params]),
    );
    moved += affected;
  }
  return moved;
}
