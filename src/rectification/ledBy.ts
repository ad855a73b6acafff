import { type Person, type Role, Unit } from '../../entities';
import type { Reader } from '../core/database';
import { findingsOf, type Policy } from '../core/policy';
import { unitByName } from '../core/unitByName';
import { type Group, readGroups } from './progress';

/** The groups whose 牵头部门 the person speaks for, and their department; null where they lead nothing. */
export async function readLedBy(
  reader: Reader,
  policy: Policy,
  { unitId }: Pick<Person, 'unitId'>,
  { roles, today }: { roles: readonly Role[]; today: string },
): Promise<{ unit: Unit; groups: Group[] } | null> {
  const speaks = findingsOf(policy).handlerRoles;
  if (!roles.some((role) => speaks.includes(role))) return null;
  const units = await reader.find(Unit);
  const unit = units.find(({ id }) => id === unitId);
  if (unit?.type !== '县直部门') return null;
  const unitOf = unitByName(units);
  const groups = (await readGroups(reader, policy, { today })).filter(
    ({ lead }) => unitOf(lead)?.id === unit.id,
  );
  return groups.length > 0 ? { unit, groups } : null;
}
