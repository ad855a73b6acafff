import { type Database, sqlInstant } from '../core/database';
import { refreshCards } from '../core/outbox';

const DAY_MS = 86_400_000;

/**
 * The job: 超标告知 whose problem has ended since it last ran say so. A press that ends a problem is not held up by it.
 *
 * @returns how many were drawn again
 */
export async function refreshExceedances(
  { db }: { db: Database },
  at: Date,
  since: Date | null,
): Promise<number> {
  const ended = await db.read.query<{ id: number }>(
    `SELECT e.id FROM exceedance e JOIN problem p ON p.id = e.problemId
      WHERE p.closedAt >= ? AND p.closedAt <= ? ORDER BY e.id`,
    [sqlInstant(since ?? new Date(at.getTime() - DAY_MS)), sqlInstant(at)],
  );
  if (ended.length === 0) return 0;
  await db.transaction(async (tx) => {
    for (const { id } of ended) await refreshCards(tx, { subject: { type: 'exceedance', id }, at });
  });
  return ended.length;
}
