import { LadderCase, type LadderReply, type Person, type Role } from '../../../entities';
import type { Reader } from '../../core/database';
import { officeHands, peopleWith } from '../../roster';
import { casesOfOutfalls } from './ofOutfalls';

/** Who decides about an answer to 提醒. */
export type DeciderRole = Extract<Role, '分局' | '县河长办'>;

/** 分局 for what is about outfalls, 县河长办 for the rest. A reply speaks of cases of one of the two only. */
export async function deciderOf(
  reader: Reader,
  { caseIds }: Pick<LadderReply, 'caseIds'>,
): Promise<DeciderRole> {
  const cases = await reader.find(LadderCase, { id: caseIds });
  const [first] = cases;
  const ofOutfalls = await casesOfOutfalls(reader, cases);
  return first && ofOutfalls.has(first.id) ? '分局' : '县河长办';
}

/** Those who may decide, never who asked; where 分局 has nobody, 县河长办 does. */
export async function decidersOf(
  reader: Reader,
  reply: Pick<LadderReply, 'caseIds' | 'byId'>,
): Promise<readonly Person[]> {
  const role = await deciderOf(reader, reply);
  const others = (people: readonly Person[]) => people.filter(({ id }) => id !== reply.byId);
  const branch = role === '分局' ? others(await peopleWith(reader, { roles: [role] })) : [];
  return branch.length > 0 ? branch : others(await officeHands(reader));
}
