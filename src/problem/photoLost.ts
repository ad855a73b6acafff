import { HistoryEntry, type Photo, Problem } from '../../entities';
import { audit } from '../core/audit';
import type { Tx } from '../core/database';
import { enqueue } from '../core/outbox';
import { advance } from './advance';
import { nextState } from './lifecycle';
import { photosOfRound } from './round';

const JOB = 'photos';

/**
 * A photo that will never come: its sender, who was told that it was taken, is told so; and a handling that
 * nothing proves any more goes back to its handler. Said once, however often it is called.
 */
export async function photoLost(tx: Tx, photo: Photo, at: Date): Promise<void> {
  // The unique history row is what makes it once.
  const lost = {
    subjectType: 'photo',
    subjectId: photo.id,
    version: 1,
    at,
    actor: `job:${JOB}`,
    action: 'lost',
    state: 'lost',
    reason: photo.error,
    data: null,
  };
  const { affected } = await tx.insert(HistoryEntry, lost, { ignore: true });
  if (affected === 0) return;
  const { subjectType, subjectId, actor } = lost;
  audit(tx, { at, actor, action: 'photo.lost', subjectType, subjectId });
  await enqueue(tx, {
    kind: 'photoLost',
    subject: { type: 'photo', id: photo.id },
    recipientId: photo.personId,
    messageClass: 'answer',
    at,
  });
  await reopenUnproven(tx, photo, at);
}

/** Answered, and the last photo of this round is gone: the verifier has nothing to judge by. */
async function reopenUnproven(tx: Tx, photo: Photo, at: Date): Promise<void> {
  if (photo.subjectType !== 'problem' || photo.subjectId === null || photo.side !== 'after') return;
  const problem = await tx.findOne(Problem, { id: photo.subjectId });
  if (!problem || nextState(problem, 'reopen') === null || (await photosOfRound(tx, problem.id)) > 0) return;
  const reason = '处理后的照片没有收到';
  const { handlerId } = await advance(tx, problem, {
    at,
    job: JOB,
    step: 'reopen',
    // A photo sent on the spot stood for the signature too.
    set: { acceptedAt: problem.acceptedAt ?? at },
    reason,
  });
  // The sender's own message opens the matter; a colleague who reported it gets its card.
  if (handlerId === null || handlerId === photo.personId) return;
  const subject = { type: 'problem', id: problem.id };
  await enqueue(tx, { kind: 'problemWork', subject, recipientId: handlerId, messageClass: 'task', at });
}
