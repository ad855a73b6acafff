import { PhotoCheck, PhotoPair } from '../../entities';
import { marks, type Reader } from '../core/database';
import type { EvidenceDeps } from './deps';
import { FINE_MOST, fineDistance, fromText } from './fingerprint';

/** Of the photos that are the same as one, so many are written down, the likest first: one is enough to ask about. */
const MOST_PAIRS = 10;

/** Rows read at a time. */
const PAGE = 500;

type Found = Pick<PhotoPair, 'kind' | 'distance'> & { other: number };

/**
 * Compares a photo that was looked at with all others and writes down which are the same. What it was looked at as is
 * committed before: of two that are checked at the same time, the one that compares last finds the other.
 */
export async function comparePhoto(deps: EvidenceDeps, check: PhotoCheck): Promise<void> {
  const { db, clock } = deps;
  const found = [...(await sameFiles(db.read, check)), ...(await samePictures(deps, check))];
  found.sort((a, b) => a.distance - b.distance || a.other - b.other);
  const at = clock.now();
  const rows = found.slice(0, MOST_PAIRS).map(({ other, kind, distance }) => ({
    photoId: Math.max(check.photoId, other),
    earlierId: Math.min(check.photoId, other),
    kind,
    distance,
    foundAt: at,
  }));
  await db.transaction(async (tx) => {
    await tx.insert(PhotoPair, rows, { ignore: true });
    await tx.update(PhotoCheck, { id: check.id, comparedAt: null }, { comparedAt: at });
  });
}

async function sameFiles(reader: Reader, { photoId, mediaId }: PhotoCheck): Promise<Found[]> {
  const rows = await reader.query<{ photoId: number }>(
    `SELECT photoId FROM photo_check WHERE mediaId = ? AND photoId <> ? ORDER BY photoId LIMIT ${MOST_PAIRS}`,
    [mediaId, photoId],
  );
  return rows.map((row) => ({ other: row.photoId, kind: 'same-file', distance: 0 }));
}

async function samePictures({ db, gallery }: EvidenceDeps, check: PhotoCheck): Promise<Found[]> {
  const { photoId, mediaId, coarse, fine } = check;
  if (coarse === null || fine === null) return [];
  await gallery.catchUp(db.read);
  const maybe = gallery.like(fromText(coarse)).filter((id) => id !== photoId);
  if (maybe.length === 0) return [];
  const mine = fromText(fine);
  return (await finesOf(db.read, maybe))
    .filter((other) => other.mediaId !== mediaId && other.fine !== null)
    .map((other) => ({
      other: other.photoId,
      kind: 'same-picture' as const,
      distance: fineDistance(mine, fromText(other.fine as string)),
    }))
    .filter(({ distance }) => distance <= FINE_MOST);
}

type Fine = Pick<PhotoCheck, 'photoId' | 'mediaId' | 'fine'>;

async function finesOf(reader: Reader, photoIds: readonly number[]): Promise<Fine[]> {
  const found: Fine[] = [];
  for (let at = 0; at < photoIds.length; at += PAGE) {
    const ids = photoIds.slice(at, at + PAGE);
    found.push(
      ...(await reader.query<Fine>(
        `SELECT photoId, mediaId, fine FROM photo_check WHERE photoId IN (${marks(ids)})`,
        ids,
      )),
    );
  }
  return found;
}
