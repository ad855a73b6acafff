import { Photo } from '../../entities';
import type { Tx } from '../core/database';
import { refreshCards } from '../core/outbox';

/** A photo was stored (or is lost for good): every card of the matter it belongs to is drawn anew. */
export async function photoArrived(tx: Tx, photoId: number, at: Date): Promise<void> {
  const photo = await tx.findOne(Photo, { id: photoId });
  if (!photo?.subjectType || photo.subjectId === null) return;
  await refreshCards(tx, { subject: { type: photo.subjectType, id: photo.subjectId }, at });
}
