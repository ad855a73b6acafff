import { Photo } from '../../entities';
import type { Tx } from '../core/database';
import { checkLater } from '../evidence';
import { photoLost, redrawForPhoto } from '../problem';

/**
 * A photo was stored, and will be looked at, or is lost for good, which its sender is told: the cards of its matter
 * are drawn anew.
 */
export async function photoArrived(tx: Tx, photoId: number, at: Date): Promise<void> {
  const photo = await tx.findOne(Photo, { id: photoId });
  if (photo?.state === 'stored') await checkLater(tx, photoId, at);
  if (photo?.state === 'lost') await photoLost(tx, photo, at);
  if (!photo?.subjectType || photo.subjectId === null) return;
  await redrawForPhoto(tx, { type: photo.subjectType, id: photo.subjectId }, photo.side, at);
}
