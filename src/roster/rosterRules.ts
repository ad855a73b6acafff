import type { Role } from '../../entities';
import { maskMobile } from '../core/secrets';
import { type Findings, fold, type Place, type Tables } from '../core/workbook';
import { tellDoubles, UnitLookup } from '../core/workbook/lookups';
import type { RosterBook } from './rosterBook';
import { type PersonRecord, type RosterSnapshot, rolesText, type UnitRecord } from './rosterSnapshot';

/** A row of the workbook that can be stored, with where it stands. */
export interface Planned<R> {
  row: number;
  record: R;
}

export type PlannedPerson = Planned<PersonRecord> & { mobile: string; mobileHash: string };

/** A unit as far as other sheets refer to it; its type is null where the cell was refused. */
export interface UnitRef {
  code: string;
  name: string;
  type: UnitRecord['type'] | null;
  divisionCode: string | null;
}

export const TOWN_TYPES: readonly string[] = ['镇', '管委会'];

const TOWN_ROLES: readonly Role[] = ['镇党委书记', '镇长', '镇联络员'];

/** 单位: the code is the key. Returns the rows, and all units that the file and the database know together. */
export function checkUnits(
  { units }: Tables<RosterBook>,
  stored: RosterSnapshot,
  findings: Findings,
): { rows: Planned<UnitRecord>[]; lookup: UnitLookup<UnitRef> } {
  tellDoubles(
    findings,
    units.rows.map(({ row, values: { code } }) => ({
      key: code,
      row,
      place: units.place(row, 'code'),
      shown: code ?? '',
    })),
    'unit.double',
    '单位编码',
  );
  const known = new Map<string, UnitRef>(stored.units.map((unit) => [fold(unit.code), unit]));
  const listed = new Set<string>();
  const rows: Planned<UnitRecord>[] = [];
  for (const { row, values } of units.rows) {
    const { code, name, type, divisionCode } = values;
    if (code && name && !listed.has(fold(code))) known.set(fold(code), { code, name, type, divisionCode });
    if (code) listed.add(fold(code));
    if (code && name && type) rows.push({ row, record: { code, name, type, divisionCode } });
  }
  return { rows, lookup: new UnitLookup(known.values()) };
}

/** Finds the unit that a cell names, or says why not. */
export function findUnit(
  lookup: UnitLookup<UnitRef>,
  named: string | null,
  place: Place,
  findings: Findings,
): UnitRef | null {
  if (named === null) return null;
  const unit = lookup.find(named);
  if (unit === 'unknown') {
    findings.error(place, 'unit.unknown', `没有叫“${named}”的单位，请先加进“单位”表或改成表里的写法`, named);
    return null;
  }
  if (unit === 'ambiguous') {
    findings.error(place, 'unit.ambiguous', `有几个单位都叫“${named}”，这里请填单位编码`, named);
    return null;
  }
  return unit;
}

/** 人员: the phone is the key. */
export function checkPeople(
  { people }: Tables<RosterBook>,
  lookup: UnitLookup<UnitRef>,
  hashOf: (mobile: string) => string,
  findings: Findings,
): PlannedPerson[] {
  tellDoubles(
    findings,
    people.rows.map(({ row, values: { mobile } }) => ({
      key: mobile,
      row,
      place: people.place(row, 'mobile'),
      shown: maskMobile(mobile ?? ''),
    })),
    'person.double',
    '手机号',
  );
  const rows: PlannedPerson[] = [];
  for (const { row, values } of people.rows) {
    const unit = findUnit(lookup, values.unit, people.place(row, 'unit'), findings);
    const { name, mobile, title, roles } = values;
    if (!unit || !name || !mobile || !roles) continue;
    const misplaced = roles.filter((role) => TOWN_ROLES.includes(role));
    if (misplaced.length > 0 && unit.type && !TOWN_TYPES.includes(unit.type)) {
      findings.warn(
        people.place(row, 'roles'),
        'person.roleUnit',
        `“${misplaced.join('、')}”一般是镇或管委会的人，这里的单位“${unit.name}”是${unit.type}，请核对`,
        roles.join('、'),
      );
    }
    const record = { name, title, unitCode: unit.code, roles: rolesText(roles) };
    rows.push({ row, record, mobile, mobileHash: hashOf(mobile) });
  }
  return rows;
}
