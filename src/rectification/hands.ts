import type { CloseOutStep, Outfall, Person, Role, UnitType } from '../../entities';
import { marks, type Reader } from '../core/database';
import { findingsOf, type Policy, townRoles } from '../core/policy';
import { unitByName } from '../core/unitByName';
import { readOutfallHands } from '../outfallTask';
import { acting, OFFICE_ROLES } from '../roster';

/** What of an outfall decides whose it is. */
export type HandsOutfall = Pick<Outfall, 'townId' | 'owner' | 'creditCode' | 'ownerType' | 'leadDepartment'>;

/** Who does what about the 整治 of an outfall. */
export interface RectificationHands {
  /** Who reports and asks for 销号; `actedFor`: 镇代办. */
  responsible(outfall: HandsOutfall): { people: number[]; actedFor: boolean };
  mayWork(outfall: HandsOutfall, person: Pick<Person, 'id'>): boolean;
  /** Who signs a step, those whom Feishu reaches, in order of preference. */
  people(outfall: HandsOutfall, step: CloseOutStep): number[];
  maySign(outfall: HandsOutfall, step: CloseOutStep, person: Pick<Person, 'id'>): boolean;
  unitOf(outfall: HandsOutfall, step: CloseOutStep): number | null;
  /** Who decides about 延期: the lead department and 分局; 县河长办 where neither has anybody. */
  deciders(outfall: HandsOutfall): number[];
  /** Who looks back after 销号: 分局; 县河长办 where it has nobody. */
  lookers: number[];
  /** Whether it is anybody's of those whom the outfall concerns. */
  concerns(outfall: HandsOutfall, person: Pick<Person, 'id'>): boolean;
}

interface Row {
  personId: number;
  role: Role;
  openId: string | null;
  unitId: number;
  unitName: string;
  unitType: UnitType;
}

/** The hands of all outfalls at once. */
export async function readRectificationHands(reader: Reader, policy: Policy): Promise<RectificationHands> {
  const ofTown = townRoles(policy);
  const ofUnit: readonly Role[] = [...findingsOf(policy).handlerRoles, ...ofTown];
  const roles = [...new Set<Role>([...ofUnit, '分局', ...OFFICE_ROLES])];
  const [rows, outfallHands] = await Promise.all([
    reader.query<Row>(
      `SELECT pr.personId, pr.role, p.openId, p.unitId, u.name AS unitName, u.type AS unitType
         FROM person_role pr JOIN person p ON p.id = pr.personId JOIN unit u ON u.id = p.unitId
        WHERE pr.role IN (${marks(roles)}) ORDER BY pr.personId`,
      roles,
    ),
    readOutfallHands(reader, policy),
  ]);
  const units = new Map(rows.map(({ unitId, unitName }) => [unitId, { id: unitId, name: unitName }]));
  const unitOf = unitByName([...units.values()]);
  const named = (name: string | null): Row[] => {
    const unit = unitOf(name);
    return unit ? rows.filter(({ unitId }) => unitId === unit.id) : [];
  };
  const withRole = (among: readonly Row[], wanted: readonly Role[]) =>
    wanted.map((role) => among.filter((row) => row.role === role));
  const reached = (byRole: readonly (readonly Row[])[]): number[] => [
    ...new Set(byRole.flat().flatMap(({ personId, openId }) => (openId === null ? [] : [personId]))),
  ];
  const office = withRole(rows, OFFICE_ROLES);
  const branch = withRole(rows, ['分局']);
  const holders = (outfall: HandsOutfall, step: CloseOutStep): Row[][] => {
    switch (step) {
      case '镇':
        return withRole(
          rows.filter(({ unitId }) => unitId === outfall.townId),
          ofTown,
        );
      case '牵头部门':
        return withRole(named(outfall.leadDepartment), ofUnit);
      case '分局':
        return branch;
      case '县河长办':
        return [[...acting(office)]];
      case '责任主体':
        return [];
    }
  };
  // A department that owns an outfall answers for it itself.
  const owning = ({ ownerType, owner }: HandsOutfall): Row[][] =>
    ownerType === '部门' ? withRole(named(owner), ofUnit) : [];
  const people: RectificationHands['people'] = (outfall, step) => reached(holders(outfall, step));
  const holds = (byRole: readonly (readonly Row[])[], { id }: Pick<Person, 'id'>) =>
    byRole.some((held) => held.some(({ personId }) => personId === id));
  const hands: RectificationHands = {
    responsible(outfall) {
      const own = reached(owning(outfall));
      return own.length > 0 ? { people: own.slice(0, 1), actedFor: false } : outfallHands.of(outfall);
    },
    mayWork: (outfall, person) => holds(owning(outfall), person) || outfallHands.may(outfall, person),
    people,
    maySign: (outfall, step, person) => holds(holders(outfall, step), person),
    unitOf: (outfall, step) => holders(outfall, step).flat()[0]?.unitId ?? null,
    deciders(outfall) {
      const own = [...new Set([...people(outfall, '牵头部门'), ...people(outfall, '分局')])];
      return own.length > 0 ? own : people(outfall, '县河长办');
    },
    lookers: (() => {
      const own = reached(branch);
      return own.length > 0 ? own : reached([acting(office)]);
    })(),
    concerns: (outfall, person) =>
      hands.mayWork(outfall, person) ||
      holds(office, person) ||
      (['镇', '牵头部门', '分局'] as const).some((step) => hands.maySign(outfall, step, person)),
  };
  return hands;
}
