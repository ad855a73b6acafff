import { type AssessmentScore, type Person, type Role, Unit } from '../../entities';
import type { Reader } from '../core/database';
import { DEPARTMENT_HEADS, DEPARTMENT_LIAISONS, importRoles, type Policy, townRoles } from '../core/policy';
import { isTown } from '../core/workbook/lookups';
import { OFFICE_ROLES } from '../roster';

const has = (roles: readonly Role[], wanted: readonly Role[]): boolean =>
  roles.some((role) => wanted.includes(role));

/** Who has a department's score. */
export const DEPARTMENT_ROLES: readonly Role[] = [...DEPARTMENT_HEADS, ...DEPARTMENT_LIAISONS];

/** Who may import, and who may have the whole county's table. */
export const mayImport = (roles: readonly Role[], policy: Policy): boolean => has(roles, importRoles(policy));

/** Whole phone numbers go to 县河长办 alone. */
export const mayHaveRoster = (roles: readonly Role[]): boolean => roles.includes('县河长办');

/** 停巡, 雨后巡河: 县河长办's to order. */
export const mayOrder = (roles: readonly Role[]): boolean => roles.includes('县河长办');

/** 抽查: 县河长办 looks again. */
export const mayDraw = (roles: readonly Role[]): boolean => roles.includes('县河长办');

/** 销假 of somebody else's 请假. */
export const mayEndLeave = (roles: readonly Role[]): boolean => has(roles, OFFICE_ROLES);

/** 应急: begun and ended by 县河长办. */
export const mayRunEmergency = (roles: readonly Role[]): boolean => roles.includes('县河长办');

/** A unit's score is its heads' and liaisons', a chief's the chief's; nobody sees another's. */
export const ownScore = (
  score: Pick<AssessmentScore, 'subject' | 'unitId' | 'personId'>,
  person: Pick<Person, 'id' | 'unitId'>,
  roles: readonly Role[],
  policy: Policy,
): boolean =>
  score.subject === 'chief'
    ? score.personId === person.id
    : score.unitId === person.unitId &&
      has(roles, score.subject === 'town' ? townRoles(policy) : DEPARTMENT_ROLES);

export const mayHaveAssessment = (roles: readonly Role[]): boolean => has(roles, OFFICE_ROLES);

/** 合规检查 says of every unit what it has not done: for those who answer for the plan. */
export const mayHaveCompliance = (roles: readonly Role[]): boolean => has(roles, ['县河长办', '分局']);

/** 整治进度 of the whole county, and 保留清单. */
export const mayHaveProgress = (roles: readonly Role[]): boolean => has(roles, [...OFFICE_ROLES, '分局']);

/** Of which town somebody may have the 台账: null is the whole county; undefined none. */
export async function ledgerTown(
  reader: Reader,
  person: Pick<Person, 'unitId'>,
  roles: readonly Role[],
  policy: Policy,
): Promise<number | null | undefined> {
  if (mayImport(roles, policy) || has(roles, OFFICE_ROLES)) return null;
  if (!has(roles, [...townRoles(policy), '镇级河长'])) return undefined;
  const unit = await reader.findOne(Unit, { id: person.unitId });
  return unit && isTown(unit.type) ? unit.id : undefined;
}

/** All 设置申请 with their papers' numbers, and 区划: who takes them in, and who answers for the plan. */
export const mayHaveSettings = (roles: readonly Role[]): boolean => has(roles, ['分局', '县河长办']);
