import {
  type Change,
  type Changes,
  type Counts,
  countsOf,
  diffRows,
  type Findings,
  fold,
  type Tables,
} from '../core/workbook';
import { tellUnheard } from './handRules';
import { checkPosts, knownHolders, tellVacant } from './postRules';
import { checkReaches } from './reachRules';
import type { RosterBook } from './rosterBook';
import { checkPeople, checkUnits, type Planned, type PlannedPerson } from './rosterRules';
import {
  type PersonRecord,
  type PostRecord,
  postKey,
  type ReachRecord,
  type RosterSnapshot,
  type StoredPerson,
  type UnitRecord,
} from './rosterSnapshot';

export interface RosterPlan {
  units: Changes<Planned<UnitRecord>, Change<UnitRecord>>;
  people: Changes<PlannedPerson, Change<PersonRecord>>;
  reaches: Changes<Planned<ReachRecord>, Change<ReachRecord>>;
  posts: Changes<Planned<PostRecord>, Change<PostRecord>>;
  counts: Counts;
}

export interface RosterContext {
  /** A phone's fingerprint. */
  hashOf(mobile: string): string;
  /** Shanghai day of the import. */
  today: string;
}

/** What a roster workbook changes about what is stored. Pure; what is wrong goes into the findings. */
export function planRoster(
  tables: Tables<RosterBook>,
  stored: RosterSnapshot,
  { hashOf, today }: RosterContext,
  findings: Findings,
): RosterPlan {
  const { rows: unitRows, lookup } = checkUnits(tables, stored, findings);
  const personRows = checkPeople(tables, lookup, hashOf, findings);
  const { rows: reachRows, lookup: reaches } = checkReaches(tables, stored, lookup, findings);
  const holders = knownHolders(personRows, stored);
  const postRows = checkPosts(tables, stored, reaches, holders, hashOf, findings);

  const byCode = ({ code }: { code: string }): string => fold(code);
  const rowByCode = ({ record }: Planned<{ code: string }>): string => fold(record.code);
  const units = diffRows(unitRows, rowByCode, stored.units, byCode);
  const people = diffRows(
    personRows,
    ({ mobileHash }) => mobileHash,
    stored.people,
    ({ mobileHash }) => mobileHash,
  );
  const reachDiff = diffRows(reachRows, rowByCode, stored.reaches, byCode);
  const posts = diffRows(postRows, ({ record }) => postKey(record), stored.posts, postKey);

  tellMovedPhones(people.changes.created, people.absent, findings);
  tellVacant(reaches, [...postRows.map(({ record }) => record), ...posts.absent], today, findings);
  const townOf = new Map(stored.reaches.map(({ code, townCode }) => [fold(code), townCode]));
  for (const { record } of reachRows) townOf.set(fold(record.code), record.townCode);
  tellUnheard(
    lookup.all(),
    townOf.values(),
    [...personRows.map(({ record }) => record), ...people.absent],
    findings,
  );
  tellAbsent('单位', units.absent, ({ name, code }) => `${name}（${code}）`, findings);
  tellAbsent('人员', people.absent, ({ name, mobileMasked }) => `${name}（${mobileMasked}）`, findings);
  tellAbsent('河段', reachDiff.absent, ({ name, code }) => `${name}（${code}）`, findings);
  tellAbsent(
    '河长',
    posts.absent,
    ({ reachCode, mobileHash, fromDay }) =>
      `${holders.get(mobileHash)?.name ?? ''} ${reachCode} ${fromDay} 起的任职`,
    findings,
  );
  return {
    units: units.changes,
    people: people.changes,
    reaches: reachDiff.changes,
    posts: posts.changes,
    counts: countsOf(units.changes, people.changes, reachDiff.changes, posts.changes),
  };
}

function tellAbsent<S>(
  sheet: string,
  absent: readonly S[],
  shown: (s: S) => string,
  findings: Findings,
): void {
  for (const one of absent) {
    const message = `系统里有“${shown(one)}”，这次的表里没有，保留不动`;
    findings.warn({ sheet }, 'row.absent', message, shown(one));
  }
}

/** The phone is who somebody is: the same name in the same unit under a new number becomes a second person. */
function tellMovedPhones(
  created: readonly PlannedPerson[],
  absent: readonly StoredPerson[],
  findings: Findings,
): void {
  const who = ({ name, unitCode }: PersonRecord): string => `${unitCode} ${name}`;
  const before = new Map(absent.map((person) => [who(person), person]));
  for (const { row, record } of created) {
    const same = before.get(who(record));
    if (!same) continue;
    findings.warn(
      { sheet: '人员', row, column: '手机号' },
      'person.newPhone',
      `“${record.name}”在系统里用的是 ${same.mobileMasked}。系统按手机号认人，会另建一人；旧号的任职请填上任职止`,
    );
  }
}
