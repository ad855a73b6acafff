import type { Role } from '../../entities';
import type { Reader } from '../core/database';
import type { Policy } from '../core/policy';

/**
 * Who acts for a unit: the people of the first of `roles` that somebody holds whom Feishu reaches, in the order
 * of their ids; when nobody can be reached, of the first that is held at all.
 */
export type FirstHeld = (unitId: number, roles: readonly Role[]) => number[];

interface RoleRow {
  unitId: number;
  personId: number;
  role: Role;
  openId: string | null;
}

/** The acting people of all units at once: the roles that the policy names. */
export async function readHands(reader: Reader, { reminder, problem }: Policy): Promise<FirstHeld> {
  const roles = [...new Set([...reminder.headRoles, ...reminder.copyRoles, ...problem.handlerRoles])];
  const rows = await reader.query<RoleRow>(
    `SELECT p.unitId, pr.personId, pr.role, p.openId FROM person_role pr JOIN person p ON p.id = pr.personId
      WHERE pr.role IN (${roles.map(() => '?').join(', ')}) ORDER BY pr.personId`,
    roles,
  );
  return (unitId, wanted) => {
    const held = wanted.map((role) => rows.filter((row) => row.unitId === unitId && row.role === role));
    const reached = held.map((people) => people.filter(({ openId }) => openId !== null));
    const found = [...reached, ...held].find((people) => people.length > 0) ?? [];
    return found.map(({ personId }) => personId);
  };
}

/** Who gets a unit's 滞后提醒: its head, and its liaison beside. */
export const noticeRecipients = (hands: FirstHeld, unitId: number, { reminder }: Policy): number[] => [
  ...new Set([...hands(unitId, reminder.headRoles), ...hands(unitId, reminder.copyRoles)]),
];
