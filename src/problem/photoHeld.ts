import { HistoryEntry, type Photo } from '../../entities';
import type { Tx } from '../core/database';
import { enqueue } from '../core/outbox';

/**
 * A photo that cannot be had or kept for now: its sender, who was told that it was taken, is told that it takes
 * longer and need not be sent again. Said once, however often it is called.
 */
export async function photoHeld(tx: Tx, photo: Photo, at: Date): Promise<void> {
  // The unique history row is what makes it once; 0, because 1 is the end of one that is lost.
  const held = {
    subjectType: 'photo',
    subjectId: photo.id,
    version: 0,
    at,
    actor: 'job:photos',
    action: 'held',
    state: 'waiting',
    reason: photo.error,
    data: null,
  };
  const { affected } = await tx.insert(HistoryEntry, held, { ignore: true });
  if (affected === 0) return;
  await enqueue(tx, {
    kind: 'photoLost',
    subject: { type: 'photo', id: photo.id },
    recipientId: photo.personId,
    messageClass: 'answer',
    at,
  });
}
