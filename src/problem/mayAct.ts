import { PersonRole, type Problem, type Role } from '../../entities';
import type { Reader } from '../core/database';
import type { Policy } from '../core/policy';
import { actedInRound } from './round';

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
  const roles = (await reader.find(PersonRole, { personId: id })).map(({ role }) => role);
  return { id, unitId, roles };
}

/** Its handler, or another hand of the town that handles it. */
export const mayHandle = (
  { handlerId, townId }: Pick<Problem, 'handlerId' | 'townId'>,
  { id, unitId, roles }: Actor,
  { problem }: Policy,
): boolean =>
  handlerId === id || (unitId === townId && roles.some((role) => problem.handlerRoles.includes(role)));

/** Its verifier or 县河长办, but never who had a hand in this round of handling. */
export async function mayVerify(
  reader: Reader,
  problem: Pick<Problem, 'id' | 'verifierId' | 'handlerId'>,
  { id, roles }: Actor,
): Promise<boolean> {
  if (problem.handlerId === id) return false;
  if (problem.verifierId !== id && !roles.includes('县河长办')) return false;
  return !(await actedInRound(reader, problem.id)).has(id);
}
