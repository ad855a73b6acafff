import { Photo } from '../../entities';
import type { Tx } from '../core/database';
import { photoLost, redrawForPhoto } from '../problem';

/** A photo was stored, or is lost for good, which its sender is told: the cards of its matter are drawn anew. */
export async function photoArrived(tx: Tx, photoId: number, at: Date): Promise<void> {
  const photo = await tx.findOne(Photo, { id: photoId });
  if (photo?.state === 'lost') await photoLost(tx, photo, at);
  if (!photo?.subjectType || photo.subjectId === null) return;
  await redrawForPhoto(tx, { type: photo.subjectType, id: photo.subjectId }, photo.side, at);
}
