import { ChatGroup } from '../../entities';
import { audit } from '../core/audit';
import type { Tx } from '../core/database';
import { newUuid } from '../core/ids';
import type { GroupChange } from '../core/messages';
import { enqueue, refreshCards } from '../core/outbox';
import { tellOffice } from './tellOffice';

/**
 * Feishu says that the bot came into a group, was taken out, or that the group is no more. Said twice or late, it
 * changes nothing.
 *
 * @param at business time
 */
export async function takeChange(tx: Tx, change: GroupChange, at: Date): Promise<void> {
  const group = await tx.findOne(ChatGroup, { chatId: change.chatId });
  if (!group) {
    if (change.what === 'added') await comeIn(tx, change, at);
    return;
  }
  if (group.heardAt && change.at < group.heardAt) return;
  const inside = !['out', 'ended'].includes(group.state);
  if (group.state === 'ended' || (change.what === 'added') === inside) {
    await tx.update(ChatGroup, { id: group.id }, { heardAt: change.at });
    return;
  }
  const back = group.decidedAt === null ? 'asked' : 'serving';
  const state = change.what === 'added' ? back : change.what === 'removed' ? 'out' : 'ended';
  await tx.update(ChatGroup, { id: group.id }, { state, heardAt: change.at, version: group.version + 1 });
  written(tx, group.id, `group.${change.what}`, at);
  await refreshCards(tx, { subject: { type: 'chatGroup', id: group.id }, at });
  if (change.what === 'added') await sayHello(tx, group.id, at);
  await tellOffice(tx, group, at);
}

async function comeIn(tx: Tx, { chatId, name, at: heardAt }: GroupChange, at: Date): Promise<void> {
  const { firstId: id } = await tx.insert(ChatGroup, {
    chatId,
    name,
    origin: 'added',
    state: 'asked',
    unitId: null,
    decidedAt: null,
    heardAt,
    uuid: newUuid(),
    why: null,
    createdAt: at,
    version: 1,
  });
  written(tx, id, 'group.added', at);
  await sayHello(tx, id, at);
  await tellOffice(tx, { id }, at);
}

/** Whoever added the bot is answered in the group. */
export const sayHello = (tx: Tx, id: number, at: Date): Promise<void> =>
  enqueue(tx, {
    kind: 'groupHello',
    subject: { type: 'chatGroup', id },
    recipientId: id,
    messageClass: 'answer',
    at,
  });

const written = (tx: Tx, id: number, action: string, at: Date): void =>
  audit(tx, { at, actor: 'feishu', action, subjectType: 'chatGroup', subjectId: id });
