import { InboxEvent, MediaFile, Photo, PhotoCheck } from '../../entities';
import type { Tx } from '../core/database';
import { later } from '../core/later';
import { comparePhoto } from './comparePhoto';
import type { EvidenceDeps } from './deps';
import { toText } from './fingerprint';
import type { Look } from './look';

/** Bytes that ended the thread, or the process, so often are not decoded again. */
const MOST_TRIES = 3;

const keyOf = (photoId: number): string => `look:${photoId}`;

/** Asks for a photo that was stored to be looked at, once, after this transaction. */
export const checkLater = (tx: Tx, photoId: number, at: Date): Promise<void> =>
  later(tx, { key: keyOf(photoId), type: 'look', payload: { photoId }, at });

/** A county that was there before photos were looked at, or whose inbox was cleared: some each night. */
const A_NIGHT = 500;

/** Asks for photos that nobody has asked to be looked at. @returns how many */
export async function checkUnchecked({ db }: Pick<EvidenceDeps, 'db'>, at: Date): Promise<number> {
  const found = await db.read.query<{ id: number }>(
    `SELECT p.id FROM photo p LEFT JOIN photo_check c ON c.photoId = p.id
      WHERE p.state = 'stored' AND c.id IS NULL ORDER BY p.id DESC LIMIT ${A_NIGHT}`,
  );
  if (found.length === 0) return 0;
  await db.transaction(async (tx) => {
    for (const { id } of found) await checkLater(tx, id, at);
  });
  return found.length;
}

/** What became of a check. `useless`: nobody can see anything on it, and its sender must be told. */
export type Checked = 'checked' | 'useless' | 'gone';

/**
 * Looks at a stored photo and compares it with every earlier one. Done again, and taken up again after a process was
 * killed, it ends the same: what was seen is written once, what was found is written once.
 *
 * @throws when trying again may help
 */
export async function checkPhoto(deps: EvidenceDeps, photoId: number): Promise<Checked> {
  const { db } = deps;
  const photo = await db.read.findOne(Photo, { id: photoId });
  if (!photo?.mediaId) return 'gone';
  const check = (await db.read.findOne(PhotoCheck, { photoId })) ?? (await see(deps, photoId, photo.mediaId));
  if (!check) return 'gone';
  if (check.comparedAt === null) await comparePhoto(deps, check);
  return (await loseUseless(deps, check)) ? 'useless' : 'checked';
}

type Seen = Partial<PhotoCheck> & Pick<PhotoCheck, 'verdict'>;

async function see(deps: EvidenceDeps, photoId: number, mediaId: number): Promise<PhotoCheck | null> {
  const { db, clock, log } = deps;
  const media = await db.read.findOne(MediaFile, { id: mediaId });
  if (!media) return null;
  const seen = (await seenBefore(deps, mediaId)) ?? (await lookAt(deps, photoId, media));
  if (seen.verdict !== 'photo' && seen.verdict !== 'animated') {
    log.warn({ photoId, verdict: seen.verdict }, 'a photo cannot be compared');
  }
  const row = { ...seen, photoId, mediaId, checkedAt: clock.now(), comparedAt: null };
  await db.transaction((tx) => tx.insert(PhotoCheck, row, { ignore: true }));
  return db.read.findOne(PhotoCheck, { photoId });
}

/** The same bytes look the same. */
async function seenBefore({ db }: EvidenceDeps, mediaId: number): Promise<Seen | null> {
  const [check] = await db.read.find(PhotoCheck, { mediaId }, { order: { id: 'ASC' }, limit: 1 });
  if (!check) return null;
  const { verdict, format, width, height, coarse, fine, takenAt, lonE6, latE6 } = check;
  return { verdict, format, width, height, coarse, fine, takenAt, lonE6, latE6 };
}

async function lookAt(deps: EvidenceDeps, photoId: number, { sha256, mime }: MediaFile): Promise<Seen> {
  // The event counts its tries before each, so that those count too that ended the process.
  const event = await deps.db.read.findOne(InboxEvent, { key: keyOf(photoId) });
  if (event && event.attempts > MOST_TRIES) return { verdict: 'failed' };
  return rowOf(await deps.look(deps.fileOf(sha256), mime));
}

const rowOf = ({ verdict, format, width, height, fingerprint, hints }: Look): Seen => ({
  verdict,
  format,
  width,
  height,
  coarse: fingerprint && toText(fingerprint.coarse),
  fine: fingerprint && toText(fingerprint.fine),
  ...hints,
});

const MOST_SIDE_WORDS = '长或宽超过 12000 像素';

/** Of what nobody can see, why; null for what can be shown, compared or not. */
function uselessBecause({ verdict, width, height }: PhotoCheck): string | null {
  if (verdict === 'broken') return '图片打不开，文件是坏的，或者不是照片';
  if (verdict === 'bomb') return `图片太大，${MOST_SIDE_WORDS}（${width}×${height}），显示不了`;
  return null;
}

/** It is evidence of nothing: the photo counts as lost, with the reason; its bytes are kept. */
async function loseUseless({ db }: EvidenceDeps, check: PhotoCheck): Promise<boolean> {
  const error = uselessBecause(check);
  if (!error) return false;
  await db.transaction((tx) =>
    tx.update(Photo, { id: check.photoId, state: 'stored' }, { state: 'lost', error }),
  );
  return true;
}
