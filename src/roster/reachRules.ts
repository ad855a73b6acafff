import type { Level } from '../../entities';
import { type Findings, fold, type Place, type Tables, tellDoubt, toPosition } from '../core/workbook';
import { tellDoubles, type UnitLookup } from '../core/workbook/lookups';
import type { RosterBook } from './rosterBook';
import { findUnit, type Planned, TOWN_TYPES, type UnitRef } from './rosterRules';
import type { ReachRecord, RosterSnapshot } from './rosterSnapshot';

export const LEVELS: Record<'县级' | '镇级' | '村级', Level> = {
  县级: 'county',
  镇级: 'town',
  村级: 'village',
};
interface ReachRef {
  code: string;
  river: string | null;
  name: string | null;
  parentCode: string | null;
}

/** Reaches by code, of the file and the database together; the file's word counts. */
export type ReachLookup = Map<string, ReachRef>;

function knownReaches({ reaches }: Tables<RosterBook>, stored: RosterSnapshot): ReachLookup {
  const known: ReachLookup = new Map(stored.reaches.map((reach) => [fold(reach.code), reach]));
  for (const { values } of reaches.rows) {
    if (!values.code) continue;
    const before = known.get(fold(values.code));
    const parentCode = values.parent ?? before?.parentCode ?? null;
    known.set(fold(values.code), { code: values.code, river: values.river, name: values.name, parentCode });
  }
  return known;
}

/** Whether going up from this reach comes back to it. */
function isCircular(code: string, known: ReachLookup): boolean {
  const seen = new Set<string>();
  for (let at: string | null = code; at !== null; at = known.get(fold(at))?.parentCode ?? null) {
    if (seen.has(fold(at))) return fold(at) === fold(code);
    seen.add(fold(at));
  }
  return false;
}

/** 河段: the code is the key; a part belongs to a larger reach of the same river. */
export function checkReaches(
  tables: Tables<RosterBook>,
  stored: RosterSnapshot,
  units: UnitLookup<UnitRef>,
  findings: Findings,
): { rows: Planned<ReachRecord>[]; lookup: ReachLookup } {
  const { reaches } = tables;
  tellDoubles(
    findings,
    reaches.rows.map(({ row, values: { code } }) => ({
      key: code,
      row,
      place: reaches.place(row, 'code'),
      shown: code ?? '',
    })),
    'reach.double',
    '河段编号',
  );
  const lookup = knownReaches(tables, stored);
  const rows: Planned<ReachRecord>[] = [];
  for (const { row, values } of reaches.rows) {
    const { code, river, name, startName, endName, lengthM } = values;
    const town = findUnit(units, values.town, reaches.place(row, 'town'), findings);
    if (town?.type && !TOWN_TYPES.includes(town.type)) {
      const message = `“${town.name}”是${town.type}，所属镇只能是镇或管委会`;
      findings.error(reaches.place(row, 'town'), 'reach.town', message, values.town);
    }
    if (values.parent)
      checkParent(values.parent, code, river, lookup, reaches.place(row, 'parent'), findings);
    const start = position(
      values.startLon,
      values.startLat,
      reaches.place(row, 'startLon'),
      '起点',
      findings,
    );
    const end = position(values.endLon, values.endLat, reaches.place(row, 'endLon'), '止点', findings);
    if (!code || !river || !name || !town) continue;
    const parentCode = values.parent ? (lookup.get(fold(values.parent))?.code ?? values.parent) : null;
    const ends = {
      startLonE6: start?.lonE6 ?? null,
      startLatE6: start?.latE6 ?? null,
      endLonE6: end?.lonE6 ?? null,
      endLatE6: end?.latE6 ?? null,
    };
    const record = {
      code,
      river,
      name,
      townCode: town.code,
      parentCode,
      startName,
      endName,
      lengthM,
      ...ends,
    };
    rows.push({ row, record });
  }
  return { rows, lookup };
}

function checkParent(
  named: string,
  code: string | null,
  river: string | null,
  lookup: ReachLookup,
  place: Place,
  findings: Findings,
): void {
  const parent = lookup.get(fold(named));
  if (!parent) {
    findings.error(place, 'reach.parent', `没有编号为“${named}”的河段，请先加进“河段”表或改正编号`, named);
  } else if (code && isCircular(code, lookup)) {
    findings.error(place, 'reach.circle', '上级河段绕了一圈又回到自己，请改正', named);
  } else if (river && parent.river && parent.river !== river) {
    const message = `上级河段“${named}”在${parent.river}，这一段在${river}，请改正其中一个`;
    findings.error(place, 'reach.parentRiver', message, named);
  }
}

function position(lon: number | null, lat: number | null, place: Place, what: string, findings: Findings) {
  if (lon === null && lat === null) return null;
  if (lon === null || lat === null) {
    findings.error(place, 'coordinate.half', `${what}的经度和纬度要么都填，要么都空着`);
    return null;
  }
  tellDoubt(lon, lat, place, what, findings);
  return toPosition(lon, lat, 'WGS84');
}
