import { CardMessage } from '../../entities';
import type { Tx } from '../core/database';
import { dayOf } from '../core/days';
import { enqueue, refreshCards } from '../core/outbox';
import { recall, remember } from '../core/state';
import { unreachedPatrols } from '../escalation';
import { peopleWith } from '../roster';

const TOLD = 'unmatched.told';

/** What the list says: who is on it, and which of their patrols are overdue. */
async function listed(tx: Tx, at: Date): Promise<string[]> {
  const people = await tx.query<{ id: number }>(
    'SELECT id FROM person WHERE openId IS NULL AND matchedAt IS NOT NULL ORDER BY id',
  );
  const today = dayOf(at);
  const overdue = (await unreachedPatrols(tx, { today })).filter(({ dueDay }) => dueDay < today);
  return [...people.map(({ id }) => String(id)), ...overdue.map(({ id }) => `task:${id}`)];
}

/**
 * Tells 县河长办 whom Feishu does not know, when somebody new is among them or a patrol of theirs has become
 * overdue; when the list only got shorter, the card they have is drawn anew.
 */
export async function tellUnmatched(tx: Tx, at: Date): Promise<void> {
  const now = await listed(tx, at);
  const told = new Set(((await recall(tx, TOLD)) ?? '').split(',').filter(Boolean));
  const fresh = now.some((one) => !told.has(one));
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
