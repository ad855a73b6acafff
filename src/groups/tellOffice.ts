import type { ChatGroup, MessageClass, Person } from '../../entities';
import type { Tx } from '../core/database';
import { enqueueMany } from '../core/outbox';
import { peopleWith } from '../roster';

/** The group's card, to everybody of 县河长办: whoever decides first. */
export async function tellOffice(
  tx: Tx,
  { id }: Pick<ChatGroup, 'id'>,
  at: Date,
  messageClass: MessageClass = 'task',
): Promise<void> {
  const office: Person[] = await peopleWith(tx, { roles: ['县河长办'] });
  await enqueueMany(
    tx,
    office.map((person) => ({
      kind: 'chatGroup',
      subject: { type: 'chatGroup', id },
      recipientId: person.id,
      messageClass,
      at,
    })),
  );
}
