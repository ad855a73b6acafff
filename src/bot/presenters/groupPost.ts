import { type GroupPostView, renderGroupPost } from '../../../cards/groupPost';
import { ChatGroup, Delivery, GroupPost, Person } from '../../../entities';
import type { Reader } from '../../core/database';
import { namesIn, servingGroups } from '../../groups';
import type { Presenter } from '../frame';

/** 发到群, to whoever wrote it: before it is sent, then what became of it. */
export const groupPost: Presenter = async (_deps, reader, { subject, recipient }) => {
  const post = await reader.findOne(GroupPost, { id: subject.id });
  if (!post) return null;
  const { id, version, words } = post;
  return {
    card: renderGroupPost({ id, version, words, ...(await stateOf(reader, post, recipient)) }),
    pictures: [],
  };
};

type State = GroupPostView extends infer V
  ? V extends unknown
    ? Omit<V, 'id' | 'version' | 'words'>
    : never
  : never;

async function stateOf(reader: Reader, post: GroupPost, recipient: Person): Promise<State> {
  if (post.personId !== recipient.id) return { state: 'notYours' };
  if (post.state === 'dropped') return { state: 'dropped' };
  if (post.state === 'sent') return { state: 'sent', groups: await becameOf(reader, post) };
  const [groups, people] = await Promise.all([servingGroups(reader), reader.find(Person)]);
  const names = namesIn(
    post.words,
    people.map(({ name }) => name),
  );
  return { state: 'draft', groups: groups.map(({ id, name }) => ({ id, name })), names };
}

const STATES = { sent: 'posted', refused: 'refused', unknown: 'unknown' } as const;

/** The newest try for each group; sent again after a refusal it has several. */
async function becameOf(reader: Reader, { id, groupIds }: GroupPost) {
  const groups = await reader.find(ChatGroup, { id: groupIds ?? [] }, { order: { id: 'ASC' } });
  const tries = await reader.find(
    Delivery,
    {
      kind: 'groupNotice',
      subjectType: 'groupPost',
      subjectId: id,
      mode: 'send',
      state: Object.keys(STATES) as (keyof typeof STATES)[],
    },
    { order: { id: 'ASC' } },
  );
  return groups.map(({ id: groupId, name: group }) => {
    const last = tries.filter(({ recipientId }) => recipientId === groupId).at(-1);
    const state = last ? STATES[last.state as keyof typeof STATES] : ('waiting' as const);
    return {
      group,
      state,
      why: state === 'refused' ? `${last?.lastError ?? ''}。改好后再写一次“发到群”。` : null,
    };
  });
}
