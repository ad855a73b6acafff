import { Person } from '../../entities';
import type { Reader } from '../core/database';
import type { Secrets } from '../core/secrets';
import { fold, type Rows, writeFilled } from '../core/workbook';
import { LEVELS } from './reachRules';
import { ROSTER_BOOK, type RosterBook } from './rosterBook';
import { type RosterSnapshot, readRoster } from './rosterSnapshot';

const degrees = (e6: number | null): number | null => e6 && e6 / 1e6;

/** A unit as a row names it: by its name, or by its code where several bear that name (or have it for a code). */
function unitNames(units: RosterSnapshot['units']): (code: string) => string {
  const named = new Map<string, number>();
  for (const { name, code } of units) {
    for (const key of new Set([fold(name), fold(code)])) named.set(key, (named.get(key) ?? 0) + 1);
  }
  const names = new Map(
    units.map(({ code, name }) => [code, named.get(fold(name)) === 1 ? name : code] as const),
  );
  return (code) => names.get(code) ?? code;
}

function rowsOf(
  { units, people, reaches, posts }: RosterSnapshot,
  mobiles: ReadonlyMap<string, string>,
): Rows<RosterBook> {
  const unitName = unitNames(units);
  const mobileOf = (hash: string): string => mobiles.get(hash) ?? '';
  return {
    units: units.map(({ code, name, type, divisionCode }) => ({ code, name, type, divisionCode })),
    people: people.map(({ name, title, unitCode, roles, mobileHash }) => ({
      name,
      title,
      roles,
      mobile: mobileOf(mobileHash),
      unit: unitName(unitCode),
    })),
    reaches: reaches.map(({ code, river, name, townCode, parentCode, startName, endName, ...reach }) => ({
      code,
      river,
      name,
      startName,
      endName,
      town: unitName(townCode),
      parent: parentCode,
      lengthM: reach.lengthM === null ? null : reach.lengthM / 1_000,
      startLon: degrees(reach.startLonE6),
      startLat: degrees(reach.startLatE6),
      endLon: degrees(reach.endLonE6),
      endLat: degrees(reach.endLatE6),
    })),
    posts: posts.map(({ reachCode, level, mobileHash, fromDay, toDay }) => ({
      reach: reachCode,
      level: Object.entries(LEVELS).find(([, known]) => known === level)?.[0] ?? level,
      mobile: mobileOf(mobileHash),
      fromDay,
      toDay,
    })),
  };
}

/** 花名册.xlsx as it is now, whole phone numbers included: for whoever may have them, and audited by who asks. */
export async function exportRoster(reader: Reader, secrets: Secrets): Promise<Buffer> {
  const people = await reader.find(Person);
  const mobiles = new Map(
    people.map(({ mobileHash, mobileCipher }) => [mobileHash, secrets.decrypt(mobileCipher)]),
  );
  return writeFilled(ROSTER_BOOK, rowsOf(await readRoster(reader), mobiles));
}
