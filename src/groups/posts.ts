import { type ChatGroup, GroupPost, type Role } from '../../entities';
import { audit } from '../core/audit';
import type { Tx } from '../core/database';
import { Fault } from '../core/errors';
import { enqueue, enqueueMany, refreshCards } from '../core/outbox';
import { servingGroups } from './queries';
import { mayRunGroups } from './rules';

/** A 通知 as it was written: shown to its writer, sent nowhere yet. @returns its id */
export async function draftPost(
  tx: Tx,
  { words, personId, at }: { words: string; personId: number; at: Date },
): Promise<number> {
  const { firstId: id } = await tx.insert(GroupPost, {
    personId,
    words,
    state: 'draft',
    groupIds: null,
    at,
    decidedAt: null,
    version: 1,
  });
  const subject = { type: 'groupPost', id };
  await enqueue(tx, { kind: 'groupPost', subject, recipientId: personId, messageClass: 'answer', at });
  return id;
}

export interface PostDecision {
  postId: number;
  /** The version that the card was drawn from. */
  version: number;
  person: { id: number; roles: readonly Role[] };
  at: Date;
  /** The pressed card; its new state is the answer to the press. */
  messageId?: string | null;
}

/**
 * 发到群: in the hours of notices, to one group or to all that serve.
 *
 * @param input.groupId null = all of them
 * @returns how many groups it goes to
 * @throws Fault `press.notYours`, `matter.gone`, `press.stale`, `group.none` when the group does not serve any more
 */
export async function sendPost(tx: Tx, input: PostDecision & { groupId: number | null }): Promise<number> {
  const serving = await servingGroups(tx);
  const groups: ChatGroup[] =
    input.groupId === null ? serving : serving.filter(({ id }) => id === input.groupId);
  if (groups.length === 0) throw new Fault('group.none');
  const groupIds = groups.map(({ id }) => id);
  await decide(tx, input, { state: 'sent', groupIds });
  const subject = { type: 'groupPost', id: input.postId };
  await enqueueMany(
    tx,
    groupIds.map((recipientId) => ({
      kind: 'groupNotice',
      subject,
      recipientId,
      messageClass: 'notice',
      at: input.at,
    })),
  );
  return groups.length;
}

/** 不发. @throws Fault as `sendPost` */
export const dropPost = (tx: Tx, input: PostDecision): Promise<void> =>
  decide(tx, input, { state: 'dropped' });

async function decide(tx: Tx, input: PostDecision, to: Pick<GroupPost, 'state'> & Partial<GroupPost>) {
  const { postId: id, version, person, at } = input;
  const post = await tx.findOne(GroupPost, { id });
  if (!post) throw new Fault('matter.gone');
  if (!mayRunGroups(person.roles) || post.personId !== person.id) throw new Fault('press.notYours');
  const won = await tx.update(
    GroupPost,
    { id, version, state: 'draft' },
    { ...to, decidedAt: at, version: version + 1 },
  );
  if (won === 0) throw new Fault('press.stale');
  const actor = `person:${person.id}`;
  const { groupIds = null } = to;
  const action = `group.post.${to.state}`;
  audit(tx, { at, actor, action, subjectType: 'groupPost', subjectId: id, detail: { groupIds } });
  await refreshCards(tx, { subject: { type: 'groupPost', id }, at, exceptMessageId: input.messageId });
}
