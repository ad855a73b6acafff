import { OutfallPage } from '../../entities';
import type { Database, Reader } from '../core/database';
import { newPublicId } from './publicId';

const PATIENCE_MS = 30_000;
/** Rows of one transaction: on SQLite they hold up presses. */
const CHUNK = 500;

const without = (reader: Reader): Promise<{ id: number }[]> =>
  reader.query(
    `SELECT o.id FROM outfall o LEFT JOIN outfall_page p ON p.outfallId = o.id
      WHERE p.id IS NULL ORDER BY o.id LIMIT ${CHUNK}`,
  );

/**
 * The job: every outfall has a public name. A second or a concurrent run gives none a second one.
 *
 * @returns how many were given
 */
export async function ensurePages({ db }: { db: Database }, at: Date): Promise<number> {
  for (let given = 0; ; ) {
    const outfalls = await without(db.read);
    if (outfalls.length === 0) return given;
    const { affected } = await db.transaction(
      (tx) =>
        tx.insert(
          OutfallPage,
          outfalls.map(({ id }) => ({ outfallId: id, publicId: newPublicId(), createdAt: at })),
          { ignore: true },
        ),
      { patienceMs: PATIENCE_MS },
    );
    given += affected;
    if (affected === 0) return given;
  }
}
