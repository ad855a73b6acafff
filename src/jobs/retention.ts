import type { OutboxState } from '../../entities';
import { type Database, marks, type SqlValue, sqlInstant } from '../core/database';
import { type Policies, retentionOf } from '../core/policy';

/** Rows of one transaction: on SQLite they hold up presses. */
const CHUNK = 500;
const DAY_MS = 86_400_000;

const FINISHED: OutboxState[] = ['sent', 'refused', 'unknown', 'dropped'];

export interface RetentionDeps {
  db: Database;
  policies: Pick<Policies, 'current'>;
}

/**
 * Forgets what the policy says is kept long enough: events that were handled (their keys guard against repeats until
 * then), events that nothing could be made of, and what became of each message. What counts for anybody (patrols,
 * problems, photos, history, audit) is not touched.
 *
 * @returns how many rows were forgotten
 */
export async function forgetOld({ db, policies }: RetentionDeps, at: Date): Promise<number> {
  const { inboxDays, parkedDays, deliveryDays, locationDays } = retentionOf(policies.current);
  const before = (days: number) => sqlInstant(new Date(at.getTime() - days * DAY_MS));
  let forgotten = 0;
  forgotten += await forget(db, 'inbox_event', "state = 'done' AND receivedAt < ?", [before(inboxDays)]);
  forgotten += await forget(db, 'inbox_event', "state = 'parked' AND receivedAt < ?", [before(parkedDays)]);
  // By state, as its index goes.
  for (const state of FINISHED) {
    forgotten += await forget(db, 'delivery', 'state = ? AND finishedAt < ?', [state, before(deliveryDays)]);
  }
  return forgotten + (await forgetCameraPlaces(db, before(locationDays)));
}

/** Where somebody's camera was is a hint for as long as a photo may be asked about, and then nobody's business; in a case of 分局's until that has ended for as long. */
async function forgetCameraPlaces(db: Database, before: string): Promise<number> {
  const { affected } = await db.transaction((tx) =>
    tx.run(
      `UPDATE photo_check SET lonE6 = NULL, latE6 = NULL WHERE lonE6 IS NOT NULL AND checkedAt < ?
          AND NOT EXISTS (SELECT 1 FROM photo f JOIN enforcement_case c ON c.problemId = f.subjectId
                           WHERE f.id = photo_check.photoId AND f.subjectType = 'problem'
                             AND (c.endedAt IS NULL OR c.endedAt >= ?))`,
      [before, before],
    ),
  );
  return affected;
}

async function forget(db: Database, table: string, where: string, params: SqlValue[]): Promise<number> {
  for (let forgotten = 0; ; ) {
    const found = await db.read.query<{ id: number }>(
      `SELECT id FROM ${table} WHERE ${where} LIMIT ${CHUNK}`,
      params,
    );
    if (found.length === 0) return forgotten;
    const ids = found.map(({ id }) => id);
    // The condition again: what was found may have been taken up anew meanwhile.
    const { affected } = await db.transaction((tx) =>
      tx.run(`DELETE FROM ${table} WHERE id IN (${marks(ids)}) AND ${where}`, [...ids, ...params]),
    );
    if (affected === 0) return forgotten;
    forgotten += affected;
  }
}
