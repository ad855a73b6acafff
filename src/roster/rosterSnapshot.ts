import { type Level, Person, PersonRole, Post, Reach, type Role, Unit, type UnitType } from '../../entities';
import type { Reader } from '../core/database';

/*
 * The roster as the database holds it and as a workbook describes it: the same records, tied by their own keys
 * (codes, the phone's fingerprint) instead of ids, since a workbook's new rows have none yet.
 */

export interface UnitRecord {
  code: string;
  name: string;
  type: UnitType;
  divisionCode: string | null;
}

export interface PersonRecord {
  name: string;
  unitCode: string;
  title: string | null;
  /** Sorted as in ROLES and joined by 、, so that it compares as one value. */
  roles: string;
}

export interface ReachRecord {
  code: string;
  river: string;
  name: string;
  townCode: string;
  parentCode: string | null;
  startName: string | null;
  endName: string | null;
  lengthM: number | null;
  startLonE6: number | null;
  startLatE6: number | null;
  endLonE6: number | null;
  endLatE6: number | null;
}

export interface PostKey {
  reachCode: string;
  level: Level;
  mobileHash: string;
  fromDay: string;
}

export type PostRecord = PostKey & { toDay: string | null };

type Stored<R> = R & { id: number };
export type StoredPerson = Stored<PersonRecord> & { mobileHash: string; mobileMasked: string };

export interface RosterSnapshot {
  units: Stored<UnitRecord>[];
  people: StoredPerson[];
  reaches: Stored<ReachRecord>[];
  posts: Stored<PostRecord>[];
}

export const postKey = ({ reachCode, level, mobileHash, fromDay }: PostKey): string =>
  [reachCode, level, mobileHash, fromDay].join('|');

/** Rows refer to each other within one snapshot, so a missing partner is a broken database. */
function partner<T>(map: Map<number, T>, id: number, what: string): T {
  const found = map.get(id);
  if (found === undefined) throw new Error(`roster: ${what} ${id} does not exist`);
  return found;
}

/** Everything a roster import plans against. What an import does not own (open_id…) is left out. */
export async function readRoster(reader: Reader): Promise<RosterSnapshot> {
  const units = await reader.find(Unit, {}, { order: { id: 'ASC' } });
  const people = await reader.find(Person, {}, { order: { id: 'ASC' } });
  const roles = await reader.find(PersonRole, {}, { order: { id: 'ASC' } });
  const reaches = await reader.find(Reach, {}, { order: { id: 'ASC' } });
  const posts = await reader.find(Post, {}, { order: { id: 'ASC' } });
  const unitCodes = new Map(units.map(({ id, code }) => [id, code]));
  const reachCodes = new Map(reaches.map(({ id, code }) => [id, code]));
  const hashes = new Map(people.map(({ id, mobileHash }) => [id, mobileHash]));
  const held = new Map<number, Role[]>();
  for (const { personId, role } of roles) held.set(personId, [...(held.get(personId) ?? []), role]);
  return {
    units: units.map(({ id, code, name, type, divisionCode }) => ({ id, code, name, type, divisionCode })),
    people: people.map(({ id, name, title, unitId, mobileHash, mobileMasked }) => ({
      id,
      name,
      title,
      mobileHash,
      mobileMasked,
      unitCode: partner(unitCodes, unitId, 'unit'),
      roles: rolesText(held.get(id) ?? []),
    })),
    reaches: reaches.map(({ townId, parentId, ...reach }) => ({
      ...reach,
      townCode: partner(unitCodes, townId, 'unit'),
      parentCode: parentId === null ? null : partner(reachCodes, parentId, 'reach'),
    })),
    posts: posts.map(({ id, reachId, level, personId, fromDay, toDay }) => ({
      id,
      level,
      fromDay,
      toDay,
      reachCode: partner(reachCodes, reachId, 'reach'),
      mobileHash: partner(hashes, personId, 'person'),
    })),
  };
}

const SEPARATOR = '、';

export const rolesText = (roles: readonly Role[]): string => [...roles].sort().join(SEPARATOR);
export const rolesOf = (text: string): Role[] => (text === '' ? [] : (text.split(SEPARATOR) as Role[]));
