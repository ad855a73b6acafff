import { type Person, type Role, Unit } from '../../entities';
import type { Reader } from '../core/database';
import { type Policy, townRoles } from '../core/policy';
import { MEASURED } from '../lag';
import { OFFICE_ROLES } from '../roster';

const COUNTY: readonly Role[] = [...OFFICE_ROLES, '分局'];
const DEPARTMENT: readonly Role[] = ['部门负责人', '部门联络员'];

/** Every unit's 滞后: 县河长办, the county's leaders and 分局; a town sees its own and the middle one (burden rule 6). */
export const mayHaveCountyLag = (roles: readonly Role[]): boolean =>
  roles.some((role) => COUNTY.includes(role));

/** Whose 滞后 somebody may have: 0 is the whole county; a town's or department's people their own; null none. */
export async function lagUnitOf(
  reader: Reader,
  person: Pick<Person, 'unitId'>,
  roles: readonly Role[],
  policy: Policy,
): Promise<number | null> {
  if (mayHaveCountyLag(roles)) return 0;
  const own: readonly Role[] = [...townRoles(policy), '镇级河长', ...DEPARTMENT];
  if (!roles.some((role) => own.includes(role))) return null;
  const unit = await reader.findOne(Unit, { id: person.unitId });
  return unit && MEASURED.includes(unit.type) ? unit.id : null;
}
