import { type Reader, type SqlValue, sqlInstant } from '../../core/database';
import { addDays, firstOfMonth, instantAt } from '../../core/days';
import { ladderOf } from '../../core/policy';
import { idsOf, type Look, type Matter, within } from './matter';

/** The most months that a policy may ask for. */
const MOST_MONTHS = 12;

/** The last days of the months that ended before `today`, the newest first. */
export function monthEnds(today: string, months: number): string[] {
  const ends: string[] = [];
  for (let first = firstOfMonth(today); ends.length < months; first = firstOfMonth(ends.at(-1) as string)) {
    ends.push(addDays(first, -1));
  }
  return ends;
}

interface Row {
  townId: number;
  total: unknown;
  [figure: string]: unknown;
}

/** Whole points that what is done lies behind what the plan had by then; none behind where nothing is to be done. */
const gap = (row: Row, at: number): number =>
  Number(row.total) === 0
    ? 0
    : Math.floor(((Number(row[`due${at}`]) - Number(row[`done${at}`])) * 100) / Number(row.total));

/** How far a town's 整治 is behind its plan, in whole points. */
export interface PlanGaps {
  townId: number;
  now: number;
  /** At the end of each month before, the newest first. */
  months: number[];
}

/**
 * Every town's, or some towns'. Expected is what the plan had for a day, as in the figures of 整治
 * (rectification/progress.ts); what was overdue at import (基线) is outside until it is dated.
 */
export async function planGaps(reader: Reader, today: string, ids?: readonly number[]): Promise<PlanGaps[]> {
  // As it stands today comes first: that is what clears it.
  const days = [today, ...monthEnds(today, MOST_MONTHS)];
  const isDone = "(o.remedyStage IS NOT NULL AND o.remedyStage = '完成整治')";
  const params: SqlValue[] = [];
  const columns = days.map((day, n) => {
    params.push(day, sqlInstant(instantAt(addDays(day, 1), '00:00')));
    return `SUM(CASE WHEN COALESCE(r.plannedDay, o.remedyDueDay) <= ? THEN 1 ELSE 0 END) AS due${n},
            SUM(CASE WHEN ${isDone} AND (r.closedAt IS NULL OR r.closedAt < ?) THEN 1 ELSE 0 END) AS done${n}`;
  });
  const limit = within('o.townId', ids);
  const rows = await reader.query<Row>(
    `SELECT o.townId, COUNT(*) AS total, ${columns.join(', ')}
       FROM outfall o LEFT JOIN rectification r ON r.outfallId = o.id
      WHERE (o.remedyType IS NULL OR o.remedyType <> '无需整治') AND o.baselineDay IS NULL${limit.sql}
      GROUP BY o.townId ORDER BY o.townId`,
    [...params, ...limit.params],
  );
  return rows.map((row) => {
    const [now = 0, ...months] = days.map((_, n) => gap(row, n));
    return { townId: row.townId, now, months };
  });
}

/** 整治落后: a town that ended the last month further behind its plan than the policy bears, until it has caught up. */
export async function behindPlan({ reader, policies, scope }: Look): Promise<Matter[]> {
  const ids = idsOf(scope.only, 'behindPlan');
  if (ids?.length === 0) return [];
  const { behindPoints } = ladderOf(policies.current);
  const ends = monthEnds(scope.today, MOST_MONTHS);
  const towns = await planGaps(reader, scope.today, ids);
  return towns.flatMap(({ townId, now, months: gaps }): Matter[] => {
    const good = gaps.findIndex((points) => points < behindPoints);
    const months = good < 0 ? gaps.length : good;
    const first = ends[months - 1];
    if (first === undefined || now < behindPoints) return [];
    return [
      {
        type: 'behindPlan',
        id: townId,
        version: months,
        duty: 'catchUp',
        title: `排污口整治比应有进度低${gaps[0]}个百分点`,
        unitId: townId,
        dueDay: first,
        since: null,
        responsible: [],
        who: '本镇',
        actedFor: false,
        baseline: false,
        gaps,
        clears: `完成率赶到离应有进度${behindPoints}个百分点以内`,
      },
    ];
  });
}
