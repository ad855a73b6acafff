import type { Problem, Role } from '../../entities';
import type { Reader } from '../core/database';
import { handlingRoles, type Policy } from '../core/policy';
import { OFFICE_ROLES, rolesHeld, serves } from '../roster';
import { actedInRound } from './round';
import { unitOf } from './rules';

/** A person as far as it decides what they may do. */
export interface Actor {
  id: number;
  unitId: number;
  roles: readonly Role[];
}

export async function actorOf(
  reader: Reader,
  { id, unitId }: { id: number; unitId: number },
): Promise<Actor> {
  const roles = await rolesHeld(reader, id);
  return { id, unitId, roles };
}

/** A hand of the unit that handles it; or its handler, where somebody of the county's office acts for the unit. */
export const mayHandle = (
  problem: Pick<Problem, 'handlerId' | 'townId' | 'unitId'>,
  { id, unitId, roles }: Actor,
  policy: Policy,
): boolean =>
  (unitId === unitOf(problem) && roles.some((role) => handlingRoles(policy).includes(role))) ||
  (problem.handlerId === id && roles.some((role) => OFFICE_ROLES.includes(role)));

/** Its verifier while in office, or 县河长办; but never who had a hand in this round of handling. */
export async function mayVerify(
  reader: Reader,
  problem: Pick<Problem, 'id' | 'verifierId'>,
  { id, roles }: Actor,
  day: string,
): Promise<boolean> {
  const asked = roles.includes('县河长办') || (problem.verifierId === id && (await serves(reader, id, day)));
  return asked && !(await actedInRound(reader, problem.id)).has(id);
}
