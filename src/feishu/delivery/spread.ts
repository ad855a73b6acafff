import type { MessageClass } from '../../../entities';
import { type Database, marks, sqlInstant } from '../../core/database';

/** What is made by a job for many people; an answer or an alert never waits. */
const ROUTINE: MessageClass[] = ['task', 'digest', 'notice'];
/** As many as Feishu takes in a second: fewer are no crowd. */
const CROWD = 50;
const HALF_HOUR_MS = 1_800_000;
const MINUTE_MS = 60_000;

/** The last :00 or :30; Shanghai's offset is whole half hours. */
const sharpBefore = (at: Date): Date => new Date(Math.floor(at.getTime() / HALF_HOUR_MS) * HALF_HOUR_MS);

/** The same person's minute each time: 1 … `minutes` after the sharp one. */
export const minuteOf = (personId: number, minutes: number): number => 1 + (personId % minutes);

/**
 * Everybody's bots push at :00 and :30 sharp, and Feishu asks to keep away from it (feishu.md 2.9). What is due for
 * a crowd in such a minute goes over the minutes after it, a part of the people in each.
 *
 * @returns how many were put off
 */
export async function spreadCrowd(db: Database, at: Date, minutes: number): Promise<number> {
  const sharp = sharpBefore(at);
  if (minutes === 0 || at.getTime() - sharp.getTime() >= (minutes + 1) * MINUTE_MS) return 0;
  const where = `state = 'pending' AND mode = 'send' AND firstTriedAt IS NULL
    AND messageClass IN (${marks(ROUTINE)}) AND dueAt >= ? AND dueAt < ?`;
  const params = [...ROUTINE, sqlInstant(sharp), sqlInstant(new Date(sharp.getTime() + MINUTE_MS))];
  const [crowd] = await db.read.query<{ n: number }>(
    `SELECT COUNT(*) AS n FROM outbox_message WHERE ${where}`,
    params,
  );
  if (Number(crowd?.n ?? 0) <= CROWD) return 0;
  return db.transaction(async (tx) => {
    let put = 0;
    for (let rest = 0; rest < minutes; rest += 1) {
      const dueAt = new Date(sharp.getTime() + minuteOf(rest, minutes) * MINUTE_MS);
      const { affected } = await tx.run(
        `UPDATE outbox_message SET dueAt = ? WHERE ${where} AND recipientId % ? = ?`,
        [sqlInstant(dueAt), ...params, minutes, rest],
      );
      put += affected;
    }
    return put;
  });
}
