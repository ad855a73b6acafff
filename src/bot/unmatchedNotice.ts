import { CardMessage } from '../../entities';
import type { Tx } from '../core/database';
import { enqueue, refreshCards } from '../core/outbox';
import { recall, remember } from '../core/state';
import { peopleWith } from '../roster';

const TOLD = 'unmatched.told';

/**
 * Tells 县河长办 whom Feishu does not know, when somebody new is among them; when the list only got shorter, the
 * card they have is drawn anew.
 */
export async function tellUnmatched(tx: Tx, at: Date): Promise<void> {
  const rows = await tx.query<{ id: number }>(
    'SELECT id FROM person WHERE openId IS NULL AND matchedAt IS NOT NULL ORDER BY id',
  );
  const now = rows.map(({ id }) => id);
  const told = new Set(((await recall(tx, TOLD)) ?? '').split(',').filter(Boolean).map(Number));
  const fresh = now.some((id) => !told.has(id));
  if (!fresh && now.length === told.size) return;
  await remember(tx, TOLD, now.join(','));
  for (const person of await peopleWith(tx, { roles: ['县河长办'] })) {
    const subject = { type: 'person', id: person.id };
    if (fresh)
      await enqueue(tx, { kind: 'unmatched', subject, recipientId: person.id, messageClass: 'task', at });
    else if (await tx.findOne(CardMessage, { kind: 'unmatched', recipientId: person.id, retiredAt: null })) {
      await refreshCards(tx, { subject, at });
    }
  }
}
