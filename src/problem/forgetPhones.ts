import { auditMany } from '../core/audit';
import { type Database, marks, sqlInstant } from '../core/database';
import { type Policies, retentionOf } from '../core/policy';

const PART = 500;
const DAY_MS = 86_400_000;
const PATIENCE = { patienceMs: 30_000 };

/**
 * The job: how to call back whoever complained is kept until they were told how it ended, and
 * `retention.complaintPhoneDays` from the end on; then nobody needs it. A form that was taken back counts from when it
 * was opened. What was said, done and told stays.
 *
 * @returns how many phones were forgotten
 */
export async function forgetPhones(
  { db, policies }: { db: Database; policies: Pick<Policies, 'current'> },
  at: Date,
): Promise<number> {
  const { complaintPhoneDays } = retentionOf(policies.current);
  const before = sqlInstant(new Date(at.getTime() - complaintPhoneDays * DAY_MS));
  for (let forgotten = 0; ; ) {
    const found = await db.read.query<{ id: number; problemId: number }>(
      `SELECT c.id, c.problemId FROM complaint c JOIN problem p ON p.id = c.problemId
         LEFT JOIN problem m ON m.id = p.mergedIntoId
        WHERE c.contactCipher IS NOT NULL AND c.tellDueDay IS NULL
          AND (COALESCE(m.closedAt, p.closedAt) < ? OR (p.state = 'withdrawn' AND p.recordedAt < ?))
        ORDER BY c.id LIMIT ${PART}`,
      [before, before],
    );
    if (found.length === 0) return forgotten;
    await db.transaction(async (tx) => {
      const ids = found.map(({ id }) => id);
      await tx.run(
        `UPDATE complaint SET contactCipher = NULL, contactMasked = NULL WHERE id IN (${marks(ids)})`,
        ids,
      );
      await auditMany(
        tx,
        found.map(({ problemId }) => ({
          at,
          actor: 'job:phones',
          action: 'complaint.phoneForgotten',
          subjectType: 'problem',
          subjectId: problemId,
        })),
      );
    }, PATIENCE);
    forgotten += found.length;
  }
}
