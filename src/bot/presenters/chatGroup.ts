import { type ChatGroupView, renderChatGroup } from '../../../cards/chatGroup';
import { ChatGroup } from '../../../entities';
import type { Reader } from '../../core/database';
import type { Policy } from '../../core/policy';
import { mayRunGroups, membersOf, servedBy, townsOf } from '../../groups';
import { postNames, rolesHeld } from '../../roster';
import type { Presenter } from '../frame';

/** A group, to 县河长办. */
export const chatGroup: Presenter = async ({ policies }, reader, { subject, recipient }) => {
  const group = await reader.findOne(ChatGroup, { id: subject.id });
  if (!group) return null;
  const roles = await rolesHeld(reader, recipient.id);
  const { id, version, name } = group;
  const state: State = mayRunGroups(roles)
    ? await stateOf(reader, group, policies.current)
    : { state: 'notYours' };
  return { card: renderChatGroup({ id, version, name, ...state }), pictures: [] };
};

type State = ChatGroupView extends infer V
  ? V extends unknown
    ? Omit<V, 'id' | 'version' | 'name'>
    : never
  : never;

async function stateOf(reader: Reader, group: ChatGroup, policy: Policy): Promise<State> {
  const { state } = group;
  if (state === 'failed') return { state, why: group.why ?? '' };
  if (state === 'asked' || state === 'unused') return { state, ...(await choosing(reader, group)) };
  if (state !== 'serving') return { state };
  const serves = (await servedBy(reader, group)) ?? '';
  if (group.origin === 'added') {
    return { state, serves, members: null, choosing: await choosing(reader, group) };
  }
  const { inside, missing } = await membersOf(reader, group, policy);
  const names = await postNames(reader, missing);
  return {
    state,
    serves,
    members: { inside, missing: missing.map((id) => names.get(id) ?? '') },
    choosing: null,
  };
}

async function choosing(reader: Reader, { unitId, decidedAt }: ChatGroup) {
  const towns = (await townsOf(reader)).map(({ id, name }) => ({ id, name }));
  return { towns, chosen: decidedAt === null ? null : String(unitId ?? 'county') };
}
