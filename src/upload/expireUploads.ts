import { Upload } from '../../entities';
import { type Database, sqlInstant } from '../core/database';
import { refreshCards } from '../core/outbox';
import { step, subjectOf } from './step';

const DAY_MS = 86_400_000;
/** Long enough to ask somebody and to come back from a weekend. */
const KEEP_DAYS = 5;

/**
 * What nobody decided on for five days is cancelled, and says so on its card. Its bytes, which may be full of phone
 * numbers, are forgotten, and so are those of workbooks that could not be imported.
 *
 * @returns how many were done with
 */
export async function expireUploads({ db }: { db: Database }, at: Date): Promise<number> {
  const before = sqlInstant(new Date(at.getTime() - KEEP_DAYS * DAY_MS));
  const old = await db.read.query<object>(
    `SELECT * FROM upload WHERE state IN ('preview', 'faults', 'failed') AND sha256 IS NOT NULL AND receivedAt < ?
      ORDER BY id`,
    [before],
  );
  let done = 0;
  for (const upload of old.map((raw) => db.read.hydrate(Upload, raw))) {
    done += await db.transaction(async (tx) => {
      const open = upload.state === 'preview';
      const change = {
        state: open ? ('cancelled' as const) : upload.state,
        set: { sha256: null, ...(open && { decidedAt: at }) },
        action: 'expired',
        actor: 'job:uploads',
        at,
      };
      if (!(await step(tx, upload, change))) return 0;
      await refreshCards(tx, { subject: subjectOf(upload), at });
      return 1;
    });
  }
  return done;
}
