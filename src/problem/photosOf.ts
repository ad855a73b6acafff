import type { Photo } from '../../entities';
import { instantOf, type Reader } from '../core/database';

/** A photo of a matter, as far as we have it. */
export interface BoundPhoto {
  id: number;
  side: Photo['side'];
  state: Photo['state'];
  mediaId: number | null;
  /** The key under which a card may show it; null until it was uploaded for us. */
  imageKey: string | null;
  recordedAt: Date;
  /** What its sender wrote beside it. */
  words: string | null;
}

/** The photos of a problem that are not lost, in the order in which they came. */
export async function photosOf(reader: Reader, problemId: number): Promise<BoundPhoto[]> {
  const rows = await reader.query<Omit<BoundPhoto, 'recordedAt'> & { recordedAt: unknown }>(
    `SELECT p.id, p.side, p.state, p.mediaId, m.imageKey, p.recordedAt, p.words
       FROM photo p LEFT JOIN media_file m ON m.id = p.mediaId
      WHERE p.subjectType = 'problem' AND p.subjectId = ? AND p.state <> 'lost' ORDER BY p.id`,
    [problemId],
  );
  return rows.map((row) => ({ ...row, recordedAt: instantOf(row.recordedAt) }));
}
