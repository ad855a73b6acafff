import { Outfall, Rectification } from '../../entities';
import type { Reader } from '../core/database';
import { addDays, instantAt } from '../core/days';
import { groupBy } from '../core/groupBy';
import { middle } from '../core/middle';
import { type Policy, rectificationOf } from '../core/policy';

/*
 * How 整治 stands, set-wise: one pass over the outfalls, grouped by town, river, lead department and type, of which
 * everything else is a sum. 无需整治 counts apart: it is neither to be done nor done.
 *
 * Expected is what the plan had for a day (`plannedDay`, else the ledger's 整治期限), whatever was extended since. When
 * an outfall was closed is known from its record; one that came into the ledger as done counts as done at any day.
 */

/** Figures of a set of outfalls. */
export interface Tally {
  /** To be rectified: all but 无需整治. */
  total: number;
  done: number;
  /** Planned up to today, and how many of those are done. */
  due: number;
  dueDone: number;
  /** Not done, and past the deadline that holds now. */
  late: number;
  /** Asked to be closed out. */
  applied: number;
  /** 整治类型 is not there yet. */
  untyped: number;
  notNeeded: number;
  /** All outfalls, and those whose 溯源 is through: 已溯源, or 无法溯源 and decided so (clause （二）). */
  all: number;
  traced: number;
  /** In this year's plan, and done of it. */
  year: number;
  yearDone: number;
  /** Done by each dated target, in its order. */
  by: number[];
}

/** By what figures are asked for. */
export const DIMENSIONS = ['town', 'river', 'lead', 'type'] as const;
export type Dimension = (typeof DIMENSIONS)[number];

export interface Group extends Tally {
  townId: number;
  river: string;
  /** '' where none is named. */
  lead: string;
  /** '' where none is decided. */
  type: string;
}

const SUMS = [
  'total',
  'done',
  'due',
  'dueDone',
  'late',
  'applied',
  'untyped',
  'notNeeded',
  'all',
  'traced',
  'year',
  'yearDone',
] as const satisfies readonly (keyof Tally)[];

/** What of an outfall and of its record the figures are made of. */
const OUTFALL = [
  'id',
  'townId',
  'river',
  'leadDepartment',
  'remedyType',
  'remedyStage',
  'remedyDueDay',
  'tracing',
] as const;
const RECORD = ['outfallId', 'state', 'plannedDay', 'closedAt'] as const;
type Standing = Pick<Outfall, (typeof OUTFALL)[number]>;
type Recorded = Pick<Rectification, (typeof RECORD)[number]>;

/**
 * Two narrow reads, counted here. EXPLAIN (MariaDB, 20,000 outfalls): `outfall` ALL, of one town `ref outfall_town`
 * (2,000 rows); `rectification` ALL. Measured, the quickest of 15 on a busy machine: 73 ms, 15 of them MariaDB's.
 * One query that joined the two, grouped and summed up took 160 ms, 98 of them MariaDB's: a look into
 * `rectification_outfall` for each row (30 ms) and some fifty comparisons of Chinese words by collation. On SQLite it
 * is the other way round, and both are within the 100 ms: 85 ms of processor time so, 57 in one query.
 */
export async function readGroups(
  reader: Reader,
  policy: Policy,
  { today, townId = null }: { today: string; townId?: number | null },
): Promise<Group[]> {
  const { milestones } = rectificationOf(policy);
  const outfalls = await reader.find(Outfall, townId === null ? {} : { townId }, { columns: OUTFALL });
  const records = await reader.find(Rectification, {}, { columns: RECORD });
  const recordOf = new Map(records.map((record) => [record.outfallId, record]));
  const groups = groupBy(
    outfalls,
    ({ townId: town, river, leadDepartment, remedyType }) =>
      `${town} ${river}
${leadDepartment ?? ''}
${remedyType ?? ''}`,
  );
  const ends = milestones.map(({ day }) => instantAt(addDays(day, 1), '00:00'));
  return [...groups.values()].map((members) => {
    const [{ townId, river, leadDepartment, remedyType }] = members as [Standing];
    const tally = tallyOf(members, recordOf, { today, ends });
    return { townId, river, lead: leadDepartment ?? '', type: remedyType ?? '', ...tally };
  });
}

/** @param ends the instants at which the dated targets end */
function tallyOf(
  outfalls: readonly Standing[],
  recordOf: ReadonlyMap<number, Recorded>,
  { today, ends }: { today: string; ends: readonly Date[] },
): Tally {
  const tally = nothing(ends.length);
  const year = today.slice(0, 4);
  for (const { id, remedyType, remedyStage, remedyDueDay, tracing } of outfalls) {
    const record = recordOf.get(id);
    const done = remedyStage === '完成整治';
    tally.all += 1;
    if (tracing === '已溯源' || tracing === '无法溯源') tally.traced += 1;
    if (!done && record?.state === 'applied') tally.applied += 1;
    if (remedyType === null) tally.untyped += 1;
    if (remedyType === '无需整治') {
      tally.notNeeded += 1;
      continue;
    }
    const planned = record?.plannedDay ?? remedyDueDay;
    const inYear = planned?.startsWith(year);
    tally.total += 1;
    if (planned !== null && planned <= today) tally.due += 1;
    if (inYear) tally.year += 1;
    if (!done) {
      if (remedyDueDay !== null && remedyDueDay < today) tally.late += 1;
      continue;
    }
    tally.done += 1;
    if (planned !== null && planned <= today) tally.dueDone += 1;
    if (inYear) tally.yearDone += 1;
    const closedAt = record?.closedAt ?? null;
    for (const [at, end] of ends.entries())
      if (closedAt === null || closedAt < end) tally.by[at] = (tally.by[at] ?? 0) + 1;
  }
  return tally;
}

const nothing = (milestones: number): Tally => ({
  ...(Object.fromEntries(SUMS.map((name) => [name, 0])) as Omit<Tally, 'by'>),
  by: Array.from({ length: milestones }, () => 0),
});

/** The sum of some groups. */
export function sumOf(groups: readonly Group[], milestones: number): Tally {
  return groups.reduce<Tally>(
    (all, group) => ({
      ...(Object.fromEntries(SUMS.map((name) => [name, all[name] + group[name]])) as Omit<Tally, 'by'>),
      by: all.by.map((n, at) => n + (group.by[at] ?? 0)),
    }),
    nothing(milestones),
  );
}

/** The groups by one of their sides, in the order of its names. */
export function byDimension(
  groups: readonly Group[],
  dimension: Dimension,
  milestones: number,
): { key: string; tally: Tally }[] {
  const keyOf = (group: Group): string => (dimension === 'town' ? String(group.townId) : group[dimension]);
  const keys = [...new Set(groups.map(keyOf))].sort();
  return keys.map((key) => ({
    key,
    tally: sumOf(
      groups.filter((group) => keyOf(group) === key),
      milestones,
    ),
  }));
}

/** Whole percent of what is to be done, rounded down: nothing is 100 % done that is not; of nothing, all is done. */
export const percentOf = (done: number, total: number): number =>
  total === 0 ? 100 : Math.floor((done / total) * 100);

/** Percent done in the middle one of the towns that have something to do; null without any. */
export function medianOf(groups: readonly Group[]): number | null {
  const towns = byDimension(groups, 'town', 0).filter(({ tally }) => tally.total > 0);
  return middle(towns.map(({ tally }) => percentOf(tally.done, tally.total)));
}

export interface ReachProgress {
  reachId: number;
  code: string;
  river: string;
  name: string;
  townId: number;
  /** 排查完成日期; null: not walked yet. */
  surveyedDay: string | null;
  outfalls: number;
  traced: number;
}

/** Reaches whose 排查 was done by the end of a day. */
export const surveyedUntil = (reaches: readonly ReachProgress[], day: string): number =>
  reaches.filter(({ surveyedDay }) => surveyedDay !== null && surveyedDay <= day).length;

/**
 * 排查 and 溯源 by reach, those reaches left out that only sum up smaller ones. EXPLAIN (MariaDB, 200 reaches, 20,000
 * outfalls): `reach` ALL, `reach_survey` eq_ref, `outfall` ref `outfall_reach`, a temporary table; 50 ms.
 */
export async function readReachProgress(
  reader: Reader,
  townId: number | null = null,
): Promise<ReachProgress[]> {
  const rows = await reader.query<ReachProgress>(
    `SELECT c.id AS reachId, c.code, c.river, c.name, c.townId, s.surveyedDay, COUNT(o.id) AS outfalls,
            SUM(CASE WHEN o.tracing IN ('已溯源', '无法溯源') THEN 1 ELSE 0 END) AS traced
       FROM reach c LEFT JOIN reach_survey s ON s.reachId = c.id LEFT JOIN outfall o ON o.reachId = c.id
      WHERE NOT EXISTS (SELECT 1 FROM reach u WHERE u.parentId = c.id)${townId === null ? '' : ' AND c.townId = ?'}
      GROUP BY c.id, c.code, c.river, c.name, c.townId, s.surveyedDay ORDER BY c.code`,
    townId === null ? [] : [townId],
  );
  return rows.map((row) => ({ ...row, outfalls: Number(row.outfalls), traced: Number(row.traced) }));
}
