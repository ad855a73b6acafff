import type { Outfall, Person, Role, UnitType } from '../../entities';
import { marks, type Reader } from '../core/database';
import { type Policy, townRoles } from '../core/policy';
import { acting } from '../roster';

export type Owned = Pick<Outfall, 'townId' | 'owner' | 'creditCode' | 'ownerType'>;

/** Who does what is asked for at an outfall. */
export interface OutfallHands {
  of(outfall: Owned): {
    people: number[];
    /** 镇代办: the responsible party has nobody whom Feishu reaches. */
    actedFor: boolean;
  };
  may(outfall: Owned, person: Pick<Person, 'id'>): boolean;
}

interface Row {
  personId: number;
  role: Role;
  openId: string | null;
  unitId: number;
  unitName: string;
  unitCode: string;
  unitType: UnitType;
}

const CONTACT: Role = '责任单位联系人';

const owns = ({ unitType, unitName, unitCode }: Row, { owner, creditCode }: Owned): boolean =>
  unitType === '企业' && (unitName === owner || (creditCode !== null && unitCode === creditCode));

/**
 * The hands of all outfalls at once: the responsible party's own contacts whom Feishu reaches, else the one who acts
 * for the town. A contact belongs to an outfall by its enterprise's name or 统一社会信用代码.
 */
export async function readOutfallHands(reader: Reader, policy: Policy): Promise<OutfallHands> {
  const ofTown = townRoles(policy);
  const roles = [...ofTown, CONTACT];
  const rows = await reader.query<Row>(
    `SELECT pr.personId, pr.role, p.openId, p.unitId, u.name AS unitName, u.code AS unitCode, u.type AS unitType
       FROM person_role pr JOIN person p ON p.id = pr.personId JOIN unit u ON u.id = p.unitId
      WHERE pr.role IN (${marks(roles)}) ORDER BY pr.personId`,
    roles,
  );
  const { copyRoles, headRoles } = policy.reminder;
  const contacts = (outfall: Owned) => rows.filter((row) => row.role === CONTACT && owns(row, outfall));
  const inTown = ({ townId }: Owned) =>
    rows.filter(({ unitId, role }) => unitId === townId && role !== CONTACT);
  return {
    of(outfall) {
      const reached = contacts(outfall).filter(({ openId }) => openId !== null);
      if (reached.length > 0) return { people: reached.map(({ personId }) => personId), actedFor: false };
      const town = inTown(outfall);
      const hands = acting(
        [...copyRoles, ...headRoles].map((role) => town.filter((row) => row.role === role)),
      );
      return {
        people: hands.slice(0, 1).map(({ personId }) => personId),
        actedFor: outfall.ownerType !== '镇政府',
      };
    },
    may: (outfall, { id }) =>
      [...contacts(outfall), ...inTown(outfall)].some(({ personId }) => personId === id),
  };
}

/** Who is told how a round goes: 分局; where it has nobody, 县河长办. */
export const WATCHERS: readonly Role[] = ['分局', '县河长办'];
