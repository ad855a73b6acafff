import { PatrolTask, type Photo, Problem } from '../../entities';
import type { Tx } from '../core/database';
import { refreshCards, type Subject } from '../core/outbox';

/**
 * Draws the cards of a matter anew because a photo came to it, unless one of them is a form that is being filled
 * in: a redrawn form forgets what was typed. Such a card shows the photo after its next press, and the answer in
 * the chat has said already that it came.
 */
export async function redrawForPhoto(tx: Tx, subject: Subject, side: Photo['side'], at: Date): Promise<void> {
  if (!(await isBeingFilledIn(tx, subject, side))) await refreshCards(tx, { subject, at });
}

async function isBeingFilledIn(tx: Tx, { type, id }: Subject, side: Photo['side']): Promise<boolean> {
  if (type === 'task') return (await tx.findOne(PatrolTask, { id }))?.state === 'open';
  const problem = type === 'problem' ? await tx.findOne(Problem, { id }) : null;
  if (!problem) return false;
  if (problem.state === 'draft') return true;
  return side === 'after' && (problem.state === 'assigned' || problem.state === 'accepted');
}
