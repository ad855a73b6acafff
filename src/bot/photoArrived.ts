import { Photo } from '../../entities';
import type { Tx } from '../core/database';
import { refreshCards } from '../core/outbox';
import { checkLater } from '../evidence';
import { photoHeld, photoLost, redrawForPhoto } from '../problem';

/**
 * A photo was stored, and will be looked at, or is lost for good or cannot be had for now, which its sender is told:
 * the cards of its matter are drawn anew.
 */
export async function photoArrived(tx: Tx, photoId: number, at: Date): Promise<void> {
  const photo = await tx.findOne(Photo, { id: photoId });
  if (photo?.state === 'stored') {
    await checkLater(tx, photoId, at);
    // Whoever was told that it takes long sees that it is there now.
    await refreshCards(tx, { subject: { type: 'photo', id: photoId }, at });
  }
  if (photo?.state === 'lost') await photoLost(tx, photo, at);
  if (photo?.state === 'waiting') await photoHeld(tx, photo, at);
  if (!photo?.subjectType || photo.subjectId === null) return;
  await redrawForPhoto(tx, { type: photo.subjectType, id: photo.subjectId }, photo.side, at);
}
