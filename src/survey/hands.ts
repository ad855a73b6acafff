import type { Person } from '../../entities';
import type { Reader } from '../core/database';
import { type Policy, townRoles } from '../core/policy';
import { acting, peopleWith } from '../roster';

/** Who of a town goes and looks: its liaison, else its heads. */
export async function lookersOf(reader: Reader, policy: Policy, townId: number): Promise<readonly Person[]> {
  const { copyRoles, headRoles } = policy.reminder;
  const byRole = await Promise.all(
    [...copyRoles, ...headRoles].map((role) => peopleWith(reader, { roles: [role], unitId: townId })),
  );
  return acting(byRole).slice(0, 1);
}

/** Any hand of the town may answer for it. */
export async function mayLook(
  reader: Reader,
  policy: Policy,
  townId: number,
  person: Pick<Person, 'id'>,
): Promise<boolean> {
  const hands = await peopleWith(reader, { roles: townRoles(policy), unitId: townId });
  return hands.some(({ id }) => id === person.id);
}
