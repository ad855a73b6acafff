import type { Role, UnitType } from '../../entities';
import { marks, type Reader } from '../core/database';
import { DEPARTMENT_HEADS, DEPARTMENT_LIAISONS, type Policy, townRoles } from '../core/policy';
import { acting } from '../roster';

/** Who acts for a unit by the first of `roles`, in the order of their ids. */
export type FirstHeld = (unitId: number, roles: readonly Role[]) => number[];

/** Why a unit hears nothing: nobody holds one of the roles, or Feishu knows nobody who does. */
export type Silence = 'vacant' | 'unreached';

export interface Hands {
  first: FirstHeld;
  /** Null when somebody who holds one of `roles` can be told. */
  silence(unitId: number, roles: readonly Role[]): Silence | null;
}

interface RoleRow {
  unitId: number;
  personId: number;
  role: Role;
  openId: string | null;
}

/** The acting people of all units at once: the roles that the policy names. */
export async function readHands(reader: Reader, policy: Policy): Promise<Hands> {
  const roles = [...new Set([...townRoles(policy), ...headRoles(policy), ...copyRoles(policy)])];
  const rows = await reader.query<RoleRow>(
    `SELECT p.unitId, pr.personId, pr.role, p.openId FROM person_role pr JOIN person p ON p.id = pr.personId
      WHERE pr.role IN (${marks(roles)}) ORDER BY pr.personId`,
    roles,
  );
  return {
    first(unitId, wanted) {
      const held = wanted.map((role) => rows.filter((row) => row.unitId === unitId && row.role === role));
      return acting(held).map(({ personId }) => personId);
    },
    silence(unitId, wanted) {
      const held = rows.filter((row) => row.unitId === unitId && wanted.includes(row.role));
      if (held.length === 0) return 'vacant';
      return held.some(({ openId }) => openId !== null) ? null : 'unreached';
    },
  };
}

/** Who heads a unit: of a town as the policy says, of a department 部门负责人, of 分局 its own people. */
const headRoles = ({ reminder }: Policy): Role[] => [...reminder.headRoles, ...DEPARTMENT_HEADS];
/** Who is told beside: its liaison. */
const copyRoles = ({ reminder }: Policy): Role[] => [...reminder.copyRoles, ...DEPARTMENT_LIAISONS];

/** Who may be told of a unit's lag: its heads, and its liaison. */
export const tellableRoles = (policy: Policy): Role[] => [...headRoles(policy), ...copyRoles(policy)];

/** Who is missing where a unit of this type has nobody who can be told. */
export const missingRoles = (type: UnitType, { reminder }: Policy): Role[] =>
  type === '县直部门'
    ? ['部门负责人', ...DEPARTMENT_LIAISONS]
    : [...reminder.headRoles, ...reminder.copyRoles];

/**
 * Who gets a unit's 滞后提醒: its head, and its liaison beside; where nobody is head, the liaison alone. Of a
 * unit with neither 县河长办 is told instead (unheardLag.ts).
 */
export const noticeRecipients = ({ first }: Hands, unitId: number, policy: Policy): number[] => [
  ...new Set([...first(unitId, headRoles(policy)), ...first(unitId, copyRoles(policy))]),
];

/** The towns with reaches whose lag would be told to nobody. */
export async function unheardTowns(reader: Reader, policy: Policy): Promise<number[]> {
  const towns = await reader.query<{ id: number }>(
    `SELECT id FROM unit WHERE type IN ('镇', '管委会') AND id IN (SELECT townId FROM reach) ORDER BY id`,
  );
  const hands = await readHands(reader, policy);
  return towns.map(({ id }) => id).filter((id) => hands.silence(id, tellableRoles(policy)) !== null);
}
