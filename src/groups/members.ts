import { createHash } from 'node:crypto';
import { ChatGroup, GroupMember, Person } from '../../entities';
import type { Database, Tx } from '../core/database';
import { dayOf, timeOf } from '../core/days';
import { later } from '../core/later';
import { refreshCards } from '../core/outbox';
import type { ChatCalls, GroupDeps } from './deps';
import { membersWanted } from './queries';
import { memberChanges } from './rules';

/** Feishu takes so many in one request. */
const TOGETHER = 50;

const fingerprint = (changes: object): string =>
  createHash('sha256').update(JSON.stringify(changes)).digest('hex').slice(0, 16);

async function changesOf(reader: Tx | Database['read'], { policies }: GroupDeps, group: ChatGroup) {
  const wanted = await membersWanted(reader, group, policies.current);
  const brought = await reader.find(GroupMember, { groupId: group.id });
  return memberChanges(
    wanted,
    brought.map(({ personId }) => personId),
  );
}

/**
 * Asks for the members of the groups that the bot made to follow the roster: done from the inbox. Whom Feishu does not
 * let in is tried again with the next match of people, at most once a minute. Groups that people made keep the members that people gave them.
 */
export async function bringMembersLater(tx: Tx, deps: GroupDeps, at: Date): Promise<void> {
  for (const group of await tx.find(ChatGroup, { origin: 'made', state: 'serving' })) {
    const { add, remove } = await changesOf(tx, deps, group);
    if (add.length + remove.length === 0) continue;
    const key = `group-members:${group.id}:${dayOf(at)} ${timeOf(at)}:${fingerprint({ add, remove })}`;
    await later(tx, { key, type: 'groupMembers', payload: { groupId: group.id }, at });
  }
}

/** Brings in who belongs there and takes out who does no longer, of those whom it had brought. */
export async function bringMembers(
  { db, calls, ...deps }: GroupDeps & { db: Database; calls: ChatCalls },
  groupId: number,
  at: Date,
): Promise<void> {
  const group = await db.read.findOne(ChatGroup, { id: groupId });
  if (group?.state !== 'serving' || group.chatId === null) return;
  const { chatId } = group;
  const { add, remove } = await changesOf(db.read, deps, group);
  for (const people of await inBatches(db, add)) {
    const openIds = people.map(({ openId }) => openId);
    const refused = new Set(await calls.addToChat({ chatId, openIds }));
    const came = people.filter(({ openId }) => !refused.has(openId));
    await db.transaction((tx) =>
      tx.insert(
        GroupMember,
        came.map(({ id }) => ({ groupId, personId: id, at })),
        { ignore: true },
      ),
    );
  }
  for (const people of await inBatches(db, remove)) {
    await calls.removeFromChat({ chatId, openIds: people.map(({ openId }) => openId) });
  }
  await db.transaction(async (tx) => {
    if (remove.length > 0) await tx.remove(GroupMember, { groupId, personId: remove });
    await refreshCards(tx, { subject: { type: 'chatGroup', id: groupId }, at });
  });
}

/** Those of them whom Feishu knows. */
async function inBatches(
  { read }: Database,
  ids: readonly number[],
): Promise<{ id: number; openId: string }[][]> {
  const people = await read.find(Person, { id: [...ids] }, { order: { id: 'ASC' } });
  const known = people.flatMap(({ id, openId }) => (openId === null ? [] : [{ id, openId }]));
  return Array.from({ length: Math.ceil(known.length / TOGETHER) }, (_, n) =>
    known.slice(n * TOGETHER, (n + 1) * TOGETHER),
  );
}
