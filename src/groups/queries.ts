import { ChatGroup, GroupMember, type Person, Unit } from '../../entities';
import type { Reader } from '../core/database';
import { groupRolesOf, type Policy } from '../core/policy';
import { isTown } from '../core/workbook/lookups';
import { peopleWith } from '../roster';

/** Every town, in the order of the roster. */
export const townsOf = async (reader: Reader): Promise<Unit[]> =>
  (await reader.find(Unit, {}, { order: { id: 'ASC' } })).filter(({ type }) => isTown(type));

/** 全县, or the town that a group serves; null while nobody has decided. */
export async function servedBy(
  reader: Reader,
  { unitId, decidedAt }: Pick<ChatGroup, 'unitId' | 'decidedAt'>,
): Promise<string | null> {
  if (decidedAt === null) return null;
  return unitId === null ? '全县' : ((await reader.findOne(Unit, { id: unitId }))?.name ?? null);
}

/** The groups to which something can be posted. */
export const servingGroups = (reader: Reader): Promise<ChatGroup[]> =>
  reader.find(ChatGroup, { state: 'serving' }, { order: { id: 'ASC' } });

/** Who belongs into a group that the bot made, by the roster and the policy. */
export function membersWanted(
  reader: Reader,
  { unitId }: Pick<ChatGroup, 'unitId'>,
  policy: Policy,
): Promise<Person[]> {
  const { county, town } = groupRolesOf(policy);
  return peopleWith(reader, unitId === null ? { roles: county } : { roles: town, unitId });
}

/** How many of those who belong into it are in, and who could not be brought. */
export async function membersOf(
  reader: Reader,
  group: ChatGroup,
  policy: Policy,
): Promise<{ inside: number; missing: number[] }> {
  const wanted = await membersWanted(reader, group, policy);
  const brought = await reader.find(GroupMember, { groupId: group.id });
  const inside = new Set(brought.map(({ personId }) => personId));
  return { inside: inside.size, missing: wanted.map(({ id }) => id).filter((id) => !inside.has(id)) };
}
