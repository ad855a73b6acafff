import { type DispatchRow, SERIOUSNESS, type StandingFigures } from '../../../entities';
import { type Reader, sqlInstant } from '../../core/database';
import { addDays, instantAt } from '../../core/days';
import { unpackIds } from '../../core/packIds';
import { lagAt, readPostPatrols, type UnitLag } from '../../lag';
import type { Deps } from '../deps';
import type { Span } from './rules';

const TOWNS: readonly string[] = ['镇', '管委会'];

/**
 * How every town stands, in the order of the roster's codes: as 滞后 has it of the end of the span, so that both say the
 * same; a town of which nothing was kept on that day stands as it does now. Patrols are those of the span as known at
 * `at`; what was put right, as it was done in the span.
 */
export async function readDispatch(
  reader: Reader,
  deps: Pick<Deps, 'policies' | 'calendar'>,
  { fromDay, toDay }: Pick<Span, 'fromDay' | 'toDay'>,
  at: Date,
): Promise<DispatchRow[]> {
  const from = sqlInstant(instantAt(fromDay, '00:00'));
  const after = sqlInstant(instantAt(addDays(toDay, 1), '00:00'));
  const [kept, posts, solved, closedOut] = await Promise.all([
    lagAt(reader, deps, { day: toDay, at }),
    readPostPatrols(reader, { fromDay, today: addDays(toDay, 1), at }),
    reader.query<{ townId: number; n: number }>(
      `SELECT townId, COUNT(*) AS n FROM problem
        WHERE state = 'closed' AND closedAt >= ? AND closedAt < ? GROUP BY townId`,
      [from, after],
    ),
    reader.query<{ townId: number; n: number }>(
      `SELECT o.townId, COUNT(*) AS n FROM rectification r JOIN outfall o ON o.id = r.outfallId
        WHERE r.closedAt >= ? AND r.closedAt < ? GROUP BY o.townId`,
      [from, after],
    ),
  ]);
  const unknown = new Set(kept.unknown.map(({ id }) => id));
  const now = unknown.size > 0 ? (await lagAt(reader, deps, { at })).units : [];
  const units = [...kept.units, ...now.filter(({ unit }) => unknown.has(unit.id))];
  const count = (rows: readonly { townId: number; n: number }[], id: number): number =>
    Number(rows.find(({ townId }) => townId === id)?.n ?? 0);
  return units
    .filter(({ unit }) => TOWNS.includes(unit.type))
    .sort((a, b) => (a.unit.code < b.unit.code ? -1 : 1))
    .map((town): DispatchRow => {
      const { id: unitId, name } = town.unit;
      const patrols = posts.filter(({ townId, level }) => townId === unitId && level !== 'county');
      return {
        unitId,
        name,
        ...standing(town),
        patrolsDue: patrols.reduce((sum, { due }) => sum + due, 0),
        patrolsDone: patrols.reduce((sum, { done }) => sum + done, 0),
        closedOut: count(closedOut, unitId),
        solved: count(solved, unitId),
      };
    });
}

function standing({ figures, records }: Pick<UnitLag, 'figures' | 'records'>) {
  const { total, done, due, dueDone } = figures.rectification;
  const sum = (key: 'open' | 'overdue', of: readonly (keyof StandingFigures['problems'])[]): number =>
    of.reduce((all, one) => all + figures.problems[one][key], 0);
  return {
    total,
    done,
    due,
    dueDone,
    late: unpackIds(records.outfalls).length,
    open: sum('open', SERIOUSNESS),
    overdue: sum('overdue', SERIOUSNESS),
    serious: sum('overdue', ['较重', '重大']),
  };
}
