import { Person, type Role, Unit } from '../../../entities';
import type { Reader } from '../../core/database';
import type { Policy } from '../../core/policy';
import { isTown } from '../../core/workbook/lookups';
import { standInsOn } from '../../patrol';
import { acting, officeHands, peopleWith } from '../../roster';

/** Who answers for a unit, in the order of the policy, and who keeps its papers. */
export const unitRoles = (
  { type }: Pick<Unit, 'type'>,
  { reminder }: Pick<Policy, 'reminder'>,
): { heads: readonly Role[]; copies: readonly Role[] } =>
  isTown(type)
    ? { heads: reminder.headRoles, copies: reminder.copyRoles }
    : { heads: ['部门负责人'], copies: ['部门联络员'] };

/** Whether somebody acts for the unit with those roles: a head or whoever keeps its papers. */
export async function actsFor(
  reader: Reader,
  policy: Policy,
  {
    unitId,
    person,
    roles,
  }: { unitId: number; person: Pick<Person, 'id' | 'unitId'>; roles: readonly Role[] },
): Promise<boolean> {
  if (person.unitId !== unitId) return false;
  const unit = await reader.findOne(Unit, { id: unitId });
  if (!unit) return false;
  const { heads, copies } = unitRoles(unit, policy);
  return roles.some((role) => heads.includes(role) || copies.includes(role));
}

/**
 * Who is sent what a unit gets on `day`: its heads and whoever keeps its papers. For a head who is away the deputy of
 * the same unit gets it, if there is one; an empty post is left to the others. When all are away it goes to them all
 * the same, since a letter to the unit must not be lost.
 *
 * @returns nobody for a unit in which nobody holds such a post
 */
export async function recipientsOf(
  reader: Reader,
  policy: Policy,
  unitId: number,
  day: string,
): Promise<Person[]> {
  const unit = await reader.findOne(Unit, { id: unitId });
  if (!unit) return [];
  const { heads, copies } = unitRoles(unit, policy);
  const people = await peopleWith(reader, { roles: [...heads, ...copies], unitId });
  const away = new Map(
    (await standInsOn(reader, day)).flatMap(({ chiefId, deputyId, reachId }) =>
      reachId === null ? [[chiefId, deputyId] as const] : [],
    ),
  );
  const here = people.filter(({ id }) => !away.has(id));
  const deputies = people.flatMap(({ id }) => away.get(id) ?? []);
  const standIns = (await reader.find(Person, { id: deputies })).filter((one) => one.unitId === unitId);
  const told = [...here, ...standIns];
  const reached = (told.some(({ openId }) => openId !== null) ? told : people).filter(
    ({ openId }) => openId !== null,
  );
  return [...new Map(reached.map((person) => [person.id, person])).values()];
}

/** Who may sign now; empty when the role is held by nobody whom Feishu reaches. */
export const signersOf = async (reader: Reader, issuer: Role): Promise<Person[]> =>
  (await peopleWith(reader, { roles: [issuer] })).filter(({ openId }) => openId !== null);

/** Whom somebody who may sign can ask to sign for them: their own unit's people in Feishu who do not hold the role. */
export async function standInsFor(
  reader: Reader,
  issuer: Role,
  { id, unitId }: Pick<Person, 'id' | 'unitId'>,
): Promise<Person[]> {
  const signers = new Set((await peopleWith(reader, { roles: [issuer] })).map((one) => one.id));
  const unit = await reader.find(Person, { unitId }, { order: { id: 'ASC' } });
  return unit.filter((one) => one.id !== id && one.openId !== null && !signers.has(one.id));
}

/** Who has a draft on the desk: its signers; where there are none 县河长办, to see that nobody can sign. */
export async function deskOf(reader: Reader, issuer: Role): Promise<readonly Person[]> {
  const signers = await signersOf(reader, issuer);
  return signers.length > 0 ? signers : acting([await officeHands(reader)]);
}
