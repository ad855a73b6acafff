import { type DispatchRow, Unit } from '../../../entities';
import { type Reader, sqlInstant } from '../../core/database';
import { addDays, instantAt } from '../../core/days';
import { groupBy } from '../../core/groupBy';
import type { Policy } from '../../core/policy';
import { readGroups, sumOf } from '../../rectification';

interface ProblemRow {
  townId: number;
  open: number;
  overdue: number;
  serious: number;
  solved: number;
}

/**
 * How every town stands, in the order of the roster's codes: what is open as it is now, what was done as it was done
 * in the span. One pass a table.
 */
export async function readDispatch(
  reader: Reader,
  policy: Policy,
  { fromDay, toDay }: { fromDay: string; toDay: string },
): Promise<DispatchRow[]> {
  const from = sqlInstant(instantAt(fromDay, '00:00'));
  const after = sqlInstant(instantAt(addDays(toDay, 1), '00:00'));
  const [towns, groups, problems, patrols, closedOut] = await Promise.all([
    reader.find(Unit, { type: ['镇', '管委会'] }, { order: { code: 'ASC' } }),
    readGroups(reader, policy, { today: toDay }),
    reader.query<ProblemRow>(
      `SELECT townId,
              SUM(CASE WHEN state IN ('registered', 'assigned', 'accepted', 'answered') THEN 1 ELSE 0 END) AS open,
              SUM(CASE WHEN state IN ('registered', 'assigned', 'accepted') AND dueDay <= ? THEN 1 ELSE 0 END) AS overdue,
              SUM(CASE WHEN state IN ('registered', 'assigned', 'accepted') AND dueDay <= ?
                        AND seriousness IN ('较重', '重大') THEN 1 ELSE 0 END) AS serious,
              SUM(CASE WHEN state = 'closed' AND closedAt >= ? AND closedAt < ? THEN 1 ELSE 0 END) AS solved
         FROM problem WHERE state <> 'draft' GROUP BY townId`,
      [toDay, toDay, from, after],
    ),
    reader.query<{ townId: number; due: number; done: number }>(
      `SELECT townId, COUNT(*) AS due, SUM(CASE WHEN state = 'done' THEN 1 ELSE 0 END) AS done
         FROM patrol_task WHERE state <> 'void' AND level <> 'county' AND dueDay >= ? AND dueDay <= ?
        GROUP BY townId`,
      [fromDay, toDay],
    ),
    reader.query<{ townId: number; n: number }>(
      `SELECT o.townId, COUNT(*) AS n FROM rectification r JOIN outfall o ON o.id = r.outfallId
        WHERE r.closedAt >= ? AND r.closedAt < ? GROUP BY o.townId`,
      [from, after],
    ),
  ]);
  const byTown = groupBy(groups, ({ townId }) => townId);
  const of = <R extends { townId: number }>(rows: readonly R[], id: number) =>
    rows.find(({ townId }) => townId === id);
  return towns.map(({ id, name }): DispatchRow => {
    const { total, done, due, dueDone, late } = sumOf(byTown.get(id) ?? [], 0);
    const problem = of(problems, id);
    const patrol = of(patrols, id);
    return {
      unitId: id,
      name,
      total,
      done,
      due,
      dueDone,
      late,
      open: Number(problem?.open ?? 0),
      overdue: Number(problem?.overdue ?? 0),
      serious: Number(problem?.serious ?? 0),
      patrolsDue: Number(patrol?.due ?? 0),
      patrolsDone: Number(patrol?.done ?? 0),
      closedOut: Number(of(closedOut, id)?.n ?? 0),
      solved: Number(problem?.solved ?? 0),
    };
  });
}
