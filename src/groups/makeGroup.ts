import { ChatGroup, Unit } from '../../entities';
import { audit } from '../core/audit';
import type { Database, Tx } from '../core/database';
import { newUuid } from '../core/ids';
import { later } from '../core/later';
import { refreshCards } from '../core/outbox';
import { takeTurn } from '../core/turn';
import type { ChatCalls, GroupDeps } from './deps';
import { bringMembersLater } from './members';
import { sayHello } from './takeChange';
import { tellOffice } from './tellOffice';

/** Feishu takes 60 characters. */
const LONGEST_NAME = 60;

export interface NewGroup {
  /** A town; null the whole county. */
  unitId: number | null;
  /** `person:12`, `cli`. */
  actor: string;
  at: Date;
}

/**
 * Asks for a group of the county or of a town: it is made from the inbox (`makeChat`). One that is there or under way
 * is not made twice, one that could not be made is tried again.
 *
 * @returns its id
 */
export async function makeGroup(
  tx: Tx,
  { policies }: GroupDeps,
  { unitId, actor, at }: NewGroup,
): Promise<{ id: number; fresh: boolean }> {
  await takeTurn(tx, 'groups', at);
  const made = await tx.find(ChatGroup, { unitId, origin: 'made' });
  const there = made.find(({ state }) => state === 'making' || state === 'serving');
  if (there) return { id: there.id, fresh: false };
  const failed = made.find(({ state }) => state === 'failed');
  const id = failed ? await again(tx, failed) : await insert(tx, policies.current.county.name, unitId, at);
  audit(tx, { at, actor, action: 'group.make', subjectType: 'chatGroup', subjectId: id, detail: { unitId } });
  const key = `group-make:${id}:${(failed?.version ?? 0) + 1}`;
  await later(tx, { key, type: 'groupMake', payload: { groupId: id }, at });
  return { id, fresh: true };
}

async function insert(tx: Tx, county: string, unitId: number | null, at: Date): Promise<number> {
  const unit = unitId === null ? null : await tx.findOne(Unit, { id: unitId });
  const { firstId } = await tx.insert(ChatGroup, {
    chatId: null,
    name: `${unit?.name ?? county}河长制工作群`.slice(-LONGEST_NAME),
    origin: 'made',
    state: 'making',
    unitId,
    decidedAt: at,
    heardAt: null,
    uuid: newUuid(),
    why: null,
    createdAt: at,
    version: 1,
  });
  return firstId;
}

async function again(tx: Tx, { id, version }: ChatGroup): Promise<number> {
  await tx.update(ChatGroup, { id }, { state: 'making', why: null, version: version + 1 });
  return id;
}

/** Makes it at Feishu, from the inbox; done twice it is one group. */
export async function makeChat(
  { db, calls, ...deps }: GroupDeps & { db: Database; calls: ChatCalls },
  groupId: number,
  at: Date,
): Promise<void> {
  const group = await db.read.findOne(ChatGroup, { id: groupId });
  if (group?.state !== 'making') return;
  const chatId = await calls.makeChat({ name: group.name, uuid: group.uuid });
  await db.transaction(async (tx) => {
    const won = await tx.update(
      ChatGroup,
      { id: groupId, state: 'making' },
      { chatId, state: 'serving', version: group.version + 1 },
    );
    if (won === 0) return;
    await sayHello(tx, groupId, at);
    await bringMembersLater(tx, deps, at);
    await tellOffice(tx, group, at, 'answer');
  });
}

/** Feishu did not make it, however often it was asked: 县河长办 sees why. */
export async function giveUpMaking(db: Database, groupId: number, why: string, at: Date): Promise<void> {
  await db.transaction(async (tx) => {
    const group = await tx.findOne(ChatGroup, { id: groupId, state: 'making' });
    if (!group) return;
    await tx.update(
      ChatGroup,
      { id: groupId },
      { state: 'failed', why: why.slice(0, 255), version: group.version + 1 },
    );
    await refreshCards(tx, { subject: { type: 'chatGroup', id: groupId }, at });
    await tellOffice(tx, group, at, 'answer');
  });
}
