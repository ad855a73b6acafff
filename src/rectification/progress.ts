import type { Reader, SqlValue } from '../core/database';
import { sqlInstant } from '../core/database';
import { addDays, instantAt } from '../core/days';
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

/**
 * The one query. EXPLAIN (MariaDB, 20,000 outfalls): one full scan of `outfall` with `rectification_outfall` looked up
 * per row (eq_ref), a temporary table of some dozens of groups.
 */
export async function readGroups(
  reader: Reader,
  policy: Policy,
  { today, townId = null }: { today: string; townId?: number | null },
): Promise<Group[]> {
  const { milestones } = rectificationOf(policy);
  const needed = "(o.remedyType IS NULL OR o.remedyType <> '无需整治')";
  const done = "(o.remedyStage IS NOT NULL AND o.remedyStage = '完成整治')";
  const planned = 'COALESCE(r.plannedDay, o.remedyDueDay)';
  const params: SqlValue[] = [];
  const sum = (name: string, condition: string, ...values: SqlValue[]): string => {
    params.push(...values);
    return `SUM(CASE WHEN ${condition} THEN 1 ELSE 0 END) AS \`${name}\``;
  };
  const columns = [
    sum('total', needed),
    sum('done', `${needed} AND ${done}`),
    sum('due', `${needed} AND ${planned} <= ?`, today),
    sum('dueDone', `${needed} AND ${done} AND ${planned} <= ?`, today),
    sum('late', `${needed} AND NOT ${done} AND o.remedyDueDay < ?`, today),
    sum('applied', `NOT ${done} AND r.state = 'applied'`),
    sum('untyped', 'o.remedyType IS NULL'),
    sum('notNeeded', "o.remedyType = '无需整治'"),
    'COUNT(*) AS `all`',
    sum('traced', "o.tracing IN ('已溯源', '无法溯源')"),
    sum('year', `${needed} AND SUBSTR(${planned}, 1, 4) = ?`, today.slice(0, 4)),
    sum('yearDone', `${needed} AND ${done} AND SUBSTR(${planned}, 1, 4) = ?`, today.slice(0, 4)),
    ...milestones.map(({ day }, n) =>
      sum(
        `by${n}`,
        `${needed} AND ${done} AND (r.closedAt IS NULL OR r.closedAt < ?)`,
        sqlInstant(instantAt(addDays(day, 1), '00:00')),
      ),
    ),
  ];
  if (townId !== null) params.push(townId);
  const rows = await reader.query<Record<string, unknown>>(
    `SELECT o.townId, o.river, COALESCE(o.leadDepartment, '') AS \`lead\`, COALESCE(o.remedyType, '') AS type,
            ${columns.join(', ')}
       FROM outfall o LEFT JOIN rectification r ON r.outfallId = o.id
      ${townId === null ? '' : 'WHERE o.townId = ?'}
      GROUP BY o.townId, o.river, COALESCE(o.leadDepartment, ''), COALESCE(o.remedyType, '')`,
    params,
  );
  return rows.map((row) => ({
    townId: Number(row.townId),
    river: String(row.river),
    lead: String(row.lead),
    type: String(row.type),
    ...(Object.fromEntries(SUMS.map((name) => [name, Number(row[name])])) as Omit<Tally, 'by'>),
    by: milestones.map((_, n) => Number(row[`by${n}`])),
  }));
}

/** The sum of some groups. */
export function sumOf(groups: readonly Group[], milestones: number): Tally {
  const zero = Object.fromEntries(SUMS.map((name) => [name, 0])) as Omit<Tally, 'by'>;
  const start: Tally = { ...zero, by: Array.from({ length: milestones }, () => 0) };
  return groups.reduce<Tally>(
    (all, group) => ({
      ...(Object.fromEntries(SUMS.map((name) => [name, all[name] + group[name]])) as Omit<Tally, 'by'>),
      by: all.by.map((n, at) => n + (group.by[at] ?? 0)),
    }),
    start,
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
  const rates = byDimension(groups, 'town', 0)
    .filter(({ tally }) => tally.total > 0)
    .map(({ tally }) => percentOf(tally.done, tally.total))
    .sort((a, b) => a - b);
  return rates[Math.floor((rates.length - 1) / 2)] ?? null;
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

/** 排查 and 溯源 by reach, those reaches left out that only sum up smaller ones. */
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
