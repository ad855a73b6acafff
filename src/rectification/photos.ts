import type { Photo } from '../../entities';
import { instantOf, marks, type Reader, sqlInstant, type Tx } from '../core/database';
import { dayInFull } from '../core/days';
import { Fault } from '../core/errors';
import type { Standing } from './record';
import { needsPhotos } from './rules';

/** A photo of this round, and what its camera says. */
export interface RectificationPhoto {
  id: number;
  personId: number;
  side: Photo['side'];
  mediaId: number | null;
  /** Null until Feishu knows it. */
  imageKey: string | null;
  occurredAt: Date;
  /** By the camera's own clock, `YYYY-MM-DD HH:MM:SS`; null when it says nothing. */
  takenAt: string | null;
}

/** The photos of this round that are not lost, in the order in which they came. */
export async function photosOfRound(
  reader: Reader,
  { outfall, record }: Standing,
): Promise<RectificationPhoto[]> {
  const rows = await reader.query<Omit<RectificationPhoto, 'occurredAt'> & { occurredAt: unknown }>(
    `SELECT p.id, p.personId, p.side, p.mediaId, m.imageKey, p.occurredAt, c.takenAt
       FROM photo p LEFT JOIN media_file m ON m.id = p.mediaId LEFT JOIN photo_check c ON c.photoId = p.id
      WHERE p.subjectType = 'outfall' AND p.subjectId = ? AND p.state <> 'lost' AND p.recordedAt >= ? ORDER BY p.id`,
    [outfall.id, sqlInstant(record.roundAt ?? new Date(0))],
  );
  return rows.map((row) => ({ ...row, occurredAt: instantOf(row.occurredAt) }));
}

/** The side that the next photo shows: as it was, until there is one of that or work was reported; then as it is. */
export const nextSide = (
  { record }: Standing,
  photos: readonly Pick<RectificationPhoto, 'side'>[],
): 'before' | 'after' =>
  record.startedDay === null && record.returns === 0 && !photos.some(({ side }) => side === 'before')
    ? 'before'
    : 'after';

/** 照片放反了: what there is of one side goes to the other, when there is only one of them. */
export async function turnPhotos(tx: Tx, standing: Standing): Promise<'before' | 'after'> {
  const photos = await photosOfRound(tx, standing);
  const [first] = photos;
  if (!first || photos.some(({ side }) => side !== first.side)) throw new Fault('press.stale');
  const side = first.side === 'before' ? 'after' : 'before';
  const ids = photos.map(({ id }) => id);
  await tx.run(`UPDATE photo SET side = ? WHERE id IN (${marks(ids)})`, [side, ...ids]);
  return side;
}

/** Photos of the end that are the very file of one of the beginning: of them nothing of the end is to be seen. */
export function sameFiles(photos: readonly RectificationPhoto[]): RectificationPhoto[] {
  const before = photos.flatMap(({ side, mediaId }) => (side === 'before' ? (mediaId ?? []) : []));
  return photos.filter(
    ({ side, mediaId }) => side === 'after' && mediaId !== null && before.includes(mediaId),
  );
}

/** What whoever signs should look at twice, in sentences; nothing that accuses anybody. */
export async function photoFlags(
  reader: Reader,
  { outfall, record }: Standing,
  photos: readonly RectificationPhoto[],
): Promise<string[]> {
  const before = photos.filter(({ side }) => side === 'before');
  const after = photos.filter(({ side }) => side === 'after');
  if (after.length === 0) return needsPhotos(outfall) ? ['没有收到整治后的照片，请退回补发。'] : [];
  const { startedDay } = record;
  const old = after.find(
    ({ takenAt }) => startedDay !== null && takenAt !== null && takenAt.slice(0, 10) < startedDay,
  );
  return [
    ...(before.length === 0 ? ['没有整治前的照片，请到现场看看。'] : []),
    ...(old?.takenAt && startedDay
      ? [
          `整治后的照片，相机记的是${dayInFull(old.takenAt.slice(0, 10))}拍的，比开始整治的${dayInFull(startedDay)}还早。相机的时间可能不准，请核实。`,
        ]
      : []),
    ...(sameFiles(photos).length > 0 || (await samePicture(reader, before, after))
      ? ['整治前后的照片像是同一张，请核实。']
      : []),
  ];
}

async function samePicture(
  reader: Reader,
  before: readonly RectificationPhoto[],
  after: readonly RectificationPhoto[],
): Promise<boolean> {
  if (before.length === 0 || after.length === 0) return false;
  const [b, a] = [before, after].map((photos) => photos.map(({ id }) => id)) as [number[], number[]];
  const rows = await reader.query(
    `SELECT id FROM photo_pair WHERE (photoId IN (${marks(a)}) AND earlierId IN (${marks(b)}))
        OR (photoId IN (${marks(b)}) AND earlierId IN (${marks(a)})) LIMIT 1`,
    [...a, ...b, ...b, ...a],
  );
  return rows.length > 0;
}
