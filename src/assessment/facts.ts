import { CONFIRMING, type SuspicionVerdict } from '../../entities';
import { instantOf, marks, type Reader, sqlInstant } from '../core/database';
import { dayOf, instantAt } from '../core/days';
import { Fault } from '../core/errors';
import { groupBy } from '../core/groupBy';
import type { Policy } from '../core/policy';
import { isTown } from '../core/workbook/lookups';
import { type PostTerm, postKey, readTerms, termsThen } from '../patrol';
import { type FormerPlace, formerPlaces, type RosterThen, rosterChanges } from '../roster';
import { type AsOf, asOf, endOf, freezeOf, laterDay } from './asOf';
import { lastLateDay, readTaskRows, tasksAsOf, within } from './facts/patrolTasks';
import { type ProblemRows, problemsAsOf, readProblemRows } from './facts/problems';
import { readRecords } from './facts/records';
import { dayAfter, type Period } from './period';
import type { Chief, Facts, ScoredUnit } from './scores';

/*
 * What scores are made of, as of an instant (asOf.ts). One read a kind of record, whatever the county's size: 2,000
 * chiefs and a year are ten statements, and the twelve months of a year come out of the same ones.
 */

/** Facts and up to when their records count. */
export interface FactsAsOf extends Facts {
  asOf: AsOf;
  /** Since when nothing alters them; null while something can still be entered. */
  frozenAt: Date | null;
}

/** A period that is scored, and its freeze where that is stored. */
export interface Part {
  period: Period;
  /** The rules that judge it: by its figures the ledger is. */
  policy: Policy;
  frozenAt?: Date | null;
  /** The last day on which 人工评分 is given: it freezes no earlier. */
  marksUntil?: string | null;
}

interface ReachRow {
  id: number;
  code: string;
  parentId: number | null;
  townId: number;
}

interface UnitRow extends ScoredUnit {
  type: string;
}

interface PersonRow {
  id: number;
  name: string;
  unitId: number;
}

type ConfirmedRow = Facts['confirmed'][number] & { settledAt: Date };

/** All that was read, before anything is taken back. */
interface Read {
  terms: readonly PostTerm[];
  reaches: readonly ReachRow[];
  units: readonly UnitRow[];
  people: readonly PersonRow[];
  problems: ProblemRows;
  confirmed: readonly ConfirmedRow[];
}

/** Only what 县河长办 found 成立, by the day on which it did. */
async function readConfirmed(reader: Reader, { fromDay, toDay }: Period): Promise<ConfirmedRow[]> {
  const rows = await reader.query<{
    id: number;
    personId: number;
    verdict: SuspicionVerdict;
    settledAt: unknown;
  }>(
    `SELECT id, personId, verdict, settledAt FROM suspicion
      WHERE verdict IN (${marks(CONFIRMING)}) AND settledAt >= ? AND settledAt < ?`,
    [
      ...CONFIRMING,
      sqlInstant(instantAt(fromDay, '00:00')),
      sqlInstant(instantAt(dayAfter({ toDay }), '00:00')),
    ],
  );
  return rows.map(({ id, personId, verdict, settledAt }) => ({
    id,
    personId,
    falsehood: verdict === '弄虚作假',
    settledAt: instantOf(settledAt),
  }));
}

const readReaches = (reader: Reader): Promise<ReachRow[]> =>
  reader.query<ReachRow>('SELECT id, code, parentId, townId FROM reach');

const readUnits = (reader: Reader): Promise<UnitRow[]> =>
  reader.query<UnitRow>('SELECT id AS unitId, code, name, type FROM unit');

const isDepartment = ({ type }: Pick<UnitRow, 'type'>): boolean => type === '县直部门';
const asScored = ({ unitId, code, name }: UnitRow): ScoredUnit => ({ unitId, code, name });

/** The roster's own tables with what changed since taken back. Pure. */
function rosterOf(read: Read, then: RosterThen | null): Omit<Read, 'problems' | 'confirmed'> {
  const { terms, reaches, units, people } = read;
  if (!then) return read;
  const unitIds = new Map(units.map(({ code, unitId }) => [code, unitId]));
  const reachIds = new Map(reaches.map(({ code, id }) => [code, id]));
  const idOf = (ids: ReadonlyMap<string, number>, code: string | null | undefined): number | null =>
    code == null ? null : (ids.get(code) ?? null);
  return {
    terms: termsThen(terms, then),
    reaches: reaches
      .filter(({ id }) => !then.isNewer('reach', id))
      .map((reach) => {
        const { townCode, parentCode } = then.reach(reach.id);
        const parentId = parentCode === undefined ? reach.parentId : idOf(reachIds, parentCode);
        return { ...reach, parentId, townId: idOf(unitIds, townCode) ?? reach.townId };
      }),
    units: units
      .filter(({ unitId }) => !then.isNewer('unit', unitId))
      .map((unit) => {
        const { name = unit.name, type = unit.type } = then.unit(unit.unitId);
        return { ...unit, name, type };
      }),
    people: people.map((person) => {
      const { name = person.name, unitCode } = then.person(person.id);
      return { ...person, name, unitId: idOf(unitIds, unitCode) ?? person.unitId };
    }),
  };
}

const chiefKey = (post: Pick<PostTerm, 'reachId' | 'level'>, personId: number): string =>
  `${postKey(post)} ${personId}`;

/** Who held a post on a day of the period that has come, or walked for one that they held at another time. Pure. */
function chiefsOf(
  { fromDay, toDay }: Period,
  today: string,
  tasks: Facts['tasks'],
  { terms, reaches, units, people }: Omit<Read, 'problems' | 'confirmed'>,
): Chief[] {
  const codes = new Map(reaches.map(({ id, code }) => [id, code]));
  const unitNames = new Map(units.map(({ unitId, name }) => [unitId, name]));
  const named = new Map(people.map((person) => [person.id, person]));
  const last = toDay < today ? toDay : today;
  // Most serve all the time; only for the others is it asked whether they walked.
  let walked: ReadonlySet<string> | null = null;
  const walkers = (): ReadonlySet<string> => {
    walked ??= new Set(tasks.flatMap((task) => (task.patrol ? [chiefKey(task, task.patrol.personId)] : [])));
    return walked;
  };
  const chiefs = new Map<string, Chief>();
  for (const term of terms) {
    const { reachId, level, personId } = term;
    const key = chiefKey(term, personId);
    const served = term.fromDay <= last && (term.toDay === null || term.toDay >= fromDay);
    const person = served || walkers().has(key) ? named.get(personId) : undefined;
    const unit = person && unitNames.get(person.unitId);
    if (!person || unit === undefined || chiefs.has(key)) continue;
    const { name, unitId } = person;
    chiefs.set(key, { reachId, reach: codes.get(reachId) ?? '', level, personId, name, unitId, unit });
  }
  return [...chiefs.values()];
}

/** One town alone: its reaches, and those whose terms and findings speak for their chiefs. */
interface Only {
  town: UnitRow;
  /** Its own, now or at any time. */
  own: readonly number[];
  /** Those below and above them too, now or at any time. */
  near: readonly number[];
}

function onlyOf(town: UnitRow, reaches: readonly ReachRow[], former: readonly FormerPlace[]): Only {
  const ids = new Map(reaches.map(({ code, id }) => [code, id]));
  const links = [
    ...reaches,
    ...former.map(({ id, parentCode }) => ({ id, parentId: ids.get(parentCode ?? '') ?? null })),
  ];
  const own = new Set([
    ...former.filter(({ townCode }) => townCode === town.code).map(({ id }) => id),
    ...reaches.flatMap(({ id, townId }) => (townId === town.unitId ? [id] : [])),
  ]);
  const below = groupBy(links, ({ parentId }) => parentId);
  const above = groupBy(links, ({ id }) => id);
  const near = new Set(own);
  for (const id of near) for (const one of below.get(id) ?? []) near.add(one.id);
  for (const id of near) {
    for (const { parentId } of above.get(id) ?? []) if (parentId !== null) near.add(parentId);
  }
  return { town, own: [...own], near: [...near] };
}

export interface FactsWanted {
  /** What is read: the parts lie in it. */
  span: Period;
  parts: readonly Part[];
  at: Date;
  /** The code of one town: only it and the chiefs of its reaches, by the same facts as among all. */
  town?: string;
}

/**
 * What periods' scores are made of, from one read.
 *
 * @returns the facts of one part, as of its own instant; pure
 */
export async function readPeriods(
  reader: Reader,
  { span, parts, at, town: code }: FactsWanted,
): Promise<(part: Part) => FactsAsOf> {
  const firstEnd = parts.map(({ period }) => endOf(period)).sort((a, b) => a.getTime() - b.getTime())[0];
  const now = new Date(at.getTime() + 1);
  const since = firstEnd && firstEnd < now ? firstEnd : now;
  const changes = await rosterChanges(reader, since);
  const [units, reaches] = [await readUnits(reader), await readReaches(reader)];
  const town = code === undefined ? undefined : units.find((unit) => unit.code === code && isTown(unit.type));
  if (code !== undefined && !town) throw new Fault('assess.town', { town: code });
  const only = town && onlyOf(town, reaches, await formerPlaces(reader));
  const rows = await readTaskRows(reader, span, {
    made: now,
    today: dayOf(at),
    reachIds: only?.own,
  });
  const read: Read = {
    units,
    reaches,
    terms: await readTerms(reader, only?.near),
    people: await reader.query<PersonRow>('SELECT id, name, unitId FROM person'),
    problems: await readProblemRows(reader, span, {
      from: since,
      to: now,
      only: only && { unitId: only.town.unitId, reachIds: only.near },
    }),
    confirmed: await readConfirmed(reader, span),
  };
  const recordsOf = await readRecords(reader, {
    span,
    periods: parts.map(({ period }) => period),
    now,
  });
  // Whose reaches are the town's at the end of it all is scored with it, by every part.
  const last = endOf(span) < now ? endOf(span) : now;
  const owned =
    only &&
    new Set(
      rosterOf(read, changes.before(last)).reaches.flatMap(({ id, townId }) =>
        townId === only.town.unitId ? [id] : [],
      ),
    );
  return ({ period, policy, frozenAt = null, marksUntil = null }) => {
    const own = within(rows, period);
    const freeze = frozenAt ?? freezeOf(period, laterDay(lastLateDay(own), marksUntil));
    const instants = asOf(period, at, freeze);
    const roster = rosterOf(read, changes.before(instants.until));
    const tasks = tasksAsOf(own, instants);
    const towns = roster.units.filter(
      only ? ({ unitId }) => unitId === only.town.unitId : ({ type }) => isTown(type),
    );
    const chiefs = chiefsOf(period, instants.today, tasks, roster);
    return {
      towns: towns.map(asScored),
      chiefs: owned ? chiefs.filter(({ reachId }) => owned.has(reachId)) : chiefs,
      departments: only ? [] : roster.units.filter(isDepartment).map(asScored),
      terms: roster.terms,
      reaches: roster.reaches,
      tasks,
      problems: problemsAsOf(read.problems, period, instants),
      confirmed: confirmedOf(read.confirmed, period, instants),
      ...recordsOf(period, instants, policy),
      asOf: instants,
      frozenAt: freeze <= at ? freeze : null,
    };
  };
}

const confirmedOf = (
  rows: readonly ConfirmedRow[],
  { fromDay }: Period,
  { until }: AsOf,
): Facts['confirmed'] => {
  const from = instantAt(fromDay, '00:00');
  return rows
    .filter(({ settledAt }) => settledAt >= from && settledAt < until)
    .map(({ settledAt: _, ...row }) => row);
};
