import { SentPlace } from '../../entities';
import { audit, auditMany } from '../core/audit';
import { type Database, marks, sqlInstant } from '../core/database';
import { type Policies, retentionOf } from '../core/policy';

/** Problems of one transaction: on SQLite they hold up presses. */
const PART = 500;
const DAY_MS = 86_400_000;
/** A place that went to no problem serves until its sender can no longer say which it is of: their card is dead by then. */
const UNCLAIMED_DAYS = 14;
const PATIENCE = { patienceMs: 30_000 };

/**
 * The job: where somebody's messenger said that they were is kept for `retention.locationDays` and then rounded to the
 * reach (domain.md §8: whereabouts are sensitive personal data, PIPL art. 28), which the problem names anyway: the
 * point and its name are forgotten. What the finder wrote as the place is the finding itself and stays. These are the
 * only coordinates of people that are kept: patrols and observations have none, and what a phone wrote into a photo
 * leaves the house with no export (`src/evidence`). What is evidence in a case of 分局's stays until the case has ended
 * for as long.
 *
 * @returns how many places were forgotten
 */
export async function forgetPlaces(
  { db, policies }: { db: Database; policies: Pick<Policies, 'current'> },
  at: Date,
): Promise<number> {
  const { locationDays } = retentionOf(policies.current);
  const daysAgo = (days: number) => sqlInstant(new Date(at.getTime() - days * DAY_MS));
  const before = daysAgo(locationDays);
  const ofProblems = await forgetHints(db, before, at);
  return ofProblems + (await forgetSent(db, { before, unclaimed: daysAgo(UNCLAIMED_DAYS) }, at));
}

async function forgetHints(db: Database, before: string, at: Date): Promise<number> {
  for (let forgotten = 0; ; ) {
    const found = await db.read.query<{ id: number; reachId: number }>(
      `SELECT id, reachId FROM problem
        WHERE recordedAt < ? AND (hintLonE6 IS NOT NULL OR hintLatE6 IS NOT NULL OR hintName IS NOT NULL
              OR afterLonE6 IS NOT NULL OR afterLatE6 IS NOT NULL)
          AND NOT EXISTS (SELECT 1 FROM enforcement_case c
                           WHERE c.problemId = problem.id AND (c.endedAt IS NULL OR c.endedAt >= ?))
        ORDER BY id LIMIT ${PART}`,
      [before, before],
    );
    if (found.length === 0) return forgotten;
    const ids = found.map(({ id }) => id);
    await db.transaction(async (tx) => {
      await tx.run(
        `UPDATE problem SET hintLonE6 = NULL, hintLatE6 = NULL, hintName = NULL, afterLonE6 = NULL, afterLatE6 = NULL
          WHERE id IN (${marks(ids)})`,
        ids,
      );
      await auditMany(
        tx,
        found.map(({ id, reachId }) => ({
          at,
          actor: 'job:places',
          action: 'problem.placeForgotten',
          subjectType: 'problem',
          subjectId: id,
          detail: { left: { reachId } },
        })),
      );
    }, PATIENCE);
    forgotten += found.length;
  }
}

/** The places themselves, as they were sent: what a case of 分局's needs of them its problem carries. */
async function forgetSent(
  db: Database,
  { before, unclaimed }: { before: string; unclaimed: string },
  at: Date,
): Promise<number> {
  for (let forgotten = 0; ; ) {
    const found = await db.read.query<{ id: number }>(
      `SELECT id FROM sent_place WHERE recordedAt < ? OR (subjectId IS NULL AND recordedAt < ?)
        ORDER BY id LIMIT ${PART}`,
      [before, unclaimed],
    );
    if (found.length === 0) return forgotten;
    const ids = found.map(({ id }) => id);
    await db.transaction(async (tx) => {
      await tx.remove(SentPlace, { id: ids });
      audit(tx, {
        at,
        actor: 'job:places',
        action: 'place.forgotten',
        subjectType: 'place',
        subjectId: null,
        detail: { places: ids.length },
      });
    }, PATIENCE);
    forgotten += found.length;
  }
}
