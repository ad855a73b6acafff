import { Person } from '../../entities';
import type { Tx } from '../core/database';
import { enqueueMany } from '../core/outbox';

/** 告知书 on first contact, once a person: asked for when somebody is matched or opens the chat. */
export async function welcome(tx: Tx, people: readonly Person[], at: Date): Promise<number> {
  const fresh = people.filter((person) => person.openId && !person.privacySentAt);
  if (fresh.length === 0) return 0;
  await tx.update(Person, { id: fresh.map(({ id }) => id), privacySentAt: null }, { privacySentAt: at });
  await enqueueMany(
    tx,
    fresh.map((person) => ({
      kind: 'privacyNotice',
      subject: { type: 'person', id: person.id },
      recipientId: person.id,
      messageClass: 'task',
      at,
    })),
  );
  return fresh.length;
}
