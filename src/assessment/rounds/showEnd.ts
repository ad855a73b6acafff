import { dayOf } from '../../core/days';
import { refreshCards } from '../../core/outbox';
import type { Deps } from '../deps';
import { ROUND } from './advance';
import { waitingRounds } from './queries';

/**
 * Once 公示 is over and nothing is left to review, 定稿 stands on the cards of 县河长办: nobody's press draws them anew
 * when a day passes. A card that shows it already stays as it is.
 */
export async function showEnd(deps: Deps, at: Date): Promise<void> {
  const { db } = deps;
  const waiting = await waitingRounds(db.read, deps, { today: dayOf(at) });
  const over = waiting.filter(({ duty }) => duty === 'finalise');
  if (over.length === 0) return;
  await db.transaction(async (tx) => {
    for (const { round } of over) await refreshCards(tx, { subject: { type: ROUND, id: round.id }, at });
  });
}
