import type { Post, Unit } from '../../entities';
import { instantOf, type Reader, sqlInstant } from '../core/database';

/*
 * The roster as it was at an earlier instant: today's, with what its audit says was changed since taken back. What is
 * judged by an earlier time must not move when somebody changes their name, their unit or their post.
 */

type Table = 'unit' | 'person' | 'reach' | 'post';

/** Fields as they were; of what did not change since, none. */
export interface RosterThen {
  /** It came into the roster later. */
  isNewer(table: Table, id: number): boolean;
  unit(id: number): Partial<Pick<Unit, 'name' | 'type'>>;
  person(id: number): { name?: string; unitCode?: string };
  reach(id: number): { townCode?: string; parentCode?: string | null };
  post(id: number): Partial<Pick<Post, 'toDay'>>;
  /** Whether Feishu knew the person; undefined: as it does now. */
  reachable(personId: number): boolean | undefined;
}

export interface RosterChanges {
  /** The roster before that instant; null when nothing has changed since. */
  before(instant: Date): RosterThen | null;
}

/** Where a reach was before it was moved; what did not change then is left out. */
export interface FormerPlace {
  id: number;
  townCode?: string;
  parentCode?: string | null;
}

interface Row {
  auditId: number;
  at: unknown;
  subjectType: Table;
  id: number;
  action: string;
  detail: string | null;
}

interface Change {
  at: Date;
  table: Table;
  id: number;
  action: string;
  was: Record<string, unknown>;
}

/** What has changed in the roster since an instant. The county's first roster also serves for what was before it. */
export async function rosterChanges(reader: Reader, since: Date): Promise<RosterChanges> {
  const [first] = await reader.query<{ id: number | null }>(
    "SELECT MIN(id) AS id FROM audit_entry WHERE subjectType = 'roster'",
  );
  const rows = await reader.query<Row>(
    `SELECT id AS auditId, at, subjectType, subjectId AS id, action, detail FROM audit_entry
      WHERE subjectType IN ('unit', 'person', 'reach', 'post') AND at >= ? ORDER BY id`,
    [sqlInstant(since)],
  );
  const changes = rows.flatMap(({ auditId, at, subjectType: table, id, action, detail }): Change[] => {
    const change = { at: instantOf(at), table, id, action, was: {} };
    if (action === 'person.matched' || action === 'person.left') return [change];
    // A roster's own rows are written before the row that sums them up.
    if (action === `${table}.created`) return first?.id != null && auditId > first.id ? [change] : [];
    if (action !== `${table}.changed` || detail === null) return [];
    return [{ ...change, was: (JSON.parse(detail) as { was: Record<string, unknown> }).was }];
  });
  return {
    before: (instant) => {
      const later = changes.filter(({ at }) => at >= instant);
      return later.length > 0 ? takenBack(later) : null;
    },
  };
}

/** Every place that a reach ever had besides today's. One statement. */
export async function formerPlaces(reader: Reader): Promise<FormerPlace[]> {
  const rows = await reader.query<{ id: number; detail: string | null }>(
    `SELECT subjectId AS id, detail FROM audit_entry
      WHERE subjectType = 'reach' AND action = 'reach.changed' ORDER BY id`,
  );
  return rows.flatMap(({ id, detail }) => {
    const { was } = detail === null ? {} : (JSON.parse(detail) as { was?: Omit<FormerPlace, 'id'> });
    return was ? [{ id, townCode: was.townCode, parentCode: was.parentCode }] : [];
  });
}

function takenBack(changes: readonly Change[]): RosterThen {
  const newer = new Set<string>();
  const was = new Map<string, Record<string, unknown>>();
  const known = new Map<number, boolean>();
  for (const { table, id, action, was: fields } of changes) {
    const key = `${table} ${id}`;
    if (action === `${table}.created`) newer.add(key);
    // The earliest change of a field knows what it was.
    else if (action === `${table}.changed`) was.set(key, { ...fields, ...was.get(key) });
    else if (!known.has(id)) known.set(id, action === 'person.left');
  }
  const of = (table: Table, id: number) => was.get(`${table} ${id}`) ?? {};
  return {
    isNewer: (table, id) => newer.has(`${table} ${id}`),
    unit: (id) => of('unit', id),
    person: (id) => of('person', id),
    reach: (id) => of('reach', id),
    post: (id) => of('post', id),
    reachable: (personId) => known.get(personId),
  };
}
