import { type Level, Person, PersonRole, type Role } from '../../entities';
import { marks, type Reader } from '../core/database';

/*
 * Who is who, for the other domains. A post is held on every day from `fromDay` to `toDay`, both included.
 */

const HELD = 'fromDay <= ? AND (toDay IS NULL OR toDay >= ?)';

/** Whether the person answers for the reach at that level on `day`. */
export async function holdsPost(
  reader: Reader,
  { personId, reachId, level, day }: { personId: number; reachId: number; level: Level; day: string },
): Promise<boolean> {
  const rows = await reader.query(
    `SELECT id FROM post WHERE reachId = ? AND level = ? AND personId = ? AND ${HELD} LIMIT 1`,
    [reachId, level, personId, day, day],
  );
  return rows.length > 0;
}

export interface HeldPost {
  reachId: number;
  reachCode: string;
  townId: number;
  level: Level;
  personId: number;
  fromDay: string;
  toDay: string | null;
}

/** Every post held on `day` or later, in the order of reach, level and time in office. */
export const postsSince = (reader: Reader, day: string): Promise<HeldPost[]> =>
  reader.query<HeldPost>(
    `SELECT p.reachId, r.code AS reachCode, r.townId, p.level, p.personId, p.fromDay, p.toDay
       FROM post p JOIN reach r ON r.id = p.reachId
      WHERE p.toDay IS NULL OR p.toDay >= ? ORDER BY p.reachId, p.level, p.fromDay, p.id`,
    [day],
  );

/** The reach and all reaches below it: what somebody sees who walks it. */
export async function reachesUnder(reader: Reader, reachId: number): Promise<number[]> {
  const found = new Set([reachId]);
  // Level by level: most reaches have none below, and a recursive query costs MariaDB a temporary table (1.2 ms
  // where this takes 0.2).
  for (let above = [reachId]; above.length > 0; ) {
    const rows = await reader.query<{ id: number }>(
      `SELECT id FROM reach WHERE parentId IN (${marks(above)})`,
      above,
    );
    above = rows.map(({ id }) => id).filter((id) => !found.has(id));
    for (const id of above) found.add(id);
  }
  return [...found];
}

/** The roles of one person. */
export const rolesHeld = async (reader: Reader, personId: number): Promise<Role[]> =>
  (await reader.find(PersonRole, { personId })).map(({ role }) => role);

/**
 * The people of a unit (or of the whole county) who hold one of `roles`: earlier roles first, and within a role
 * those whom Feishu reaches first.
 */
export async function peopleWith(
  reader: Reader,
  { roles, unitId }: { roles: readonly Role[]; unitId?: number },
): Promise<Person[]> {
  const found = await reader.query<{ id: number; role: Role }>(
    `SELECT p.id, pr.role FROM person_role pr JOIN person p ON p.id = pr.personId
      WHERE pr.role IN (${marks(roles)})${unitId === undefined ? '' : ' AND p.unitId = ?'}
      ORDER BY CASE WHEN p.openId IS NULL THEN 1 ELSE 0 END, p.id`,
    unitId === undefined ? [...roles] : [...roles, unitId],
  );
  const ids = [
    ...new Set(roles.flatMap((role) => found.filter((row) => row.role === role).map(({ id }) => id))),
  ];
  const people = new Map((await reader.find(Person, { id: ids })).map((person) => [person.id, person]));
  return ids.flatMap((id) => people.get(id) ?? []);
}

/**
 * Who acts, of the holders of several roles in order of preference: everybody whom Feishu reaches of the first role of
 * which it reaches anybody; when it reaches none, of the first that is held at all.
 */
export function acting<P extends { openId: string | null }>(byRole: readonly (readonly P[])[]): readonly P[] {
  const reached = byRole.map((people) => people.filter(({ openId }) => openId !== null));
  return [...reached, ...byRole].find((people) => people.length > 0) ?? [];
}

/** Who acts for a unit by the first of `roles`; null when none is held. */
export async function firstHeld(
  reader: Reader,
  { unitId, roles }: { unitId: number; roles: readonly Role[] },
): Promise<Person | null> {
  return acting([await peopleWith(reader, { roles, unitId })])[0] ?? null;
}

/** The county's own hands for what no town or finder can do, in order of preference. */
export const OFFICE_ROLES: readonly Role[] = ['县河长办', '县政府'];

/** 县河长办 first, then 县政府. */
export const officePeople = (reader: Reader): Promise<Person[]> =>
  peopleWith(reader, { roles: OFFICE_ROLES });

/** Who acts for 县河长办. */
export const officeHands = async (reader: Reader): Promise<readonly Person[]> =>
  acting(await Promise.all(OFFICE_ROLES.map((role) => peopleWith(reader, { roles: [role] }))));

const CHIEF_ROLES: readonly Role[] = ['县级河长', '镇级河长', '村级河长'];

/** Whether the person still serves on `day`: holds a post, or a role that needs none. */
export async function serves(reader: Reader, personId: number, day: string): Promise<boolean> {
  const rows = await reader.query(
    `SELECT 1 AS served FROM post WHERE personId = ? AND ${HELD}
      UNION ALL SELECT 1 FROM person_role WHERE personId = ? AND role NOT IN (${marks(CHIEF_ROLES)}) LIMIT 1`,
    [personId, day, day, personId, ...CHIEF_ROLES],
  );
  return rows.length > 0;
}

interface NamedRow {
  id: number;
  name: string;
  title: string | null;
  unit: string | null;
}

/** 龙兴镇镇长: a person by post, as colleagues are named on cards; by name where no post is known. */
export function postName({ name, title, unit }: Omit<NamedRow, 'id'>): string {
  if (!title) return name;
  if (!unit || title.startsWith(unit)) return title;
  // 龙兴镇第一村 and 第一村村委会主任 share 第一村: it is said once.
  let shared = Math.min(unit.length, title.length);
  while (!unit.endsWith(title.slice(0, shared))) shared -= 1;
  // One character is chance: 龙兴镇 and 镇长.
  return `${unit}${title.slice(shared > 1 ? shared : 0)}`;
}

/** The people's names by post, by their ids. */
export async function postNames(
  reader: Reader,
  personIds: readonly (number | null)[],
): Promise<Map<number, string>> {
  const ids = [...new Set(personIds.filter((id) => id !== null))];
  if (ids.length === 0) return new Map();
  const rows = await reader.query<NamedRow>(
    `SELECT p.id, p.name, p.title, u.name AS unit FROM person p LEFT JOIN unit u ON u.id = p.unitId
      WHERE p.id IN (${marks(ids)})`,
    ids,
  );
  return new Map(rows.map((row) => [row.id, postName(row)]));
}

/** 汾河龙兴镇第一村段: a reach whose name begins with its river says it once. */
export const reachTitle = ({ river, reachName }: { river: string; reachName: string }): string =>
  reachName.startsWith(river) ? reachName : `${river}${reachName}`;
