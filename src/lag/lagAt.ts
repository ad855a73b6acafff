import { LagSnapshot, Unit } from '../../entities';
import type { Reader } from '../core/database';
import { dayOf } from '../core/days';
import { unpackIds } from '../core/packIds';
import { type Deps, remindedBy } from './deps';
import { addPatrols, type ChiefLag, NO_PATROLS, type UnitLag } from './figures';
import { readPostPatrols, type Span, yearAt, yearTo } from './readPatrols';
import { MEASURED, readStandings, type Standing } from './readStanding';

export interface Lag {
  span: Span;
  /** The end of this day; null: as of now. */
  day: string | null;
  /** In the order of their codes. */
  units: UnitLag[];
  /** County chiefs among them, who are no town's. */
  chiefs: ChiefLag[];
  /** Units of which nothing was kept on that day: their figures, patrols aside, are unknown and not shown. */
  unknown: Pick<Unit, 'id' | 'name'>[];
}

export interface Asked {
  /** The end of a past day; left out, now. */
  day?: string;
  at: Date;
  /** Patrols whose periods end from this day on; the first of the year when left out. */
  fromDay?: string;
}

/** How every unit and every chief stands, now or at the end of a past day: of the past as it was known then. */
export async function lagAt(
  reader: Reader,
  deps: Pick<Deps, 'policies' | 'calendar'>,
  { day, at, fromDay }: Asked,
): Promise<Lag> {
  const past = day !== undefined && day < dayOf(at) ? day : null;
  const whole = past === null ? yearAt(at) : yearTo(past);
  const span = fromDay === undefined ? whole : { ...whole, fromDay };
  const posts = await readPostPatrols(reader, span);
  const looking = { policy: deps.policies.current, at, remindedBy: remindedBy(deps, at) };
  const standings = past === null ? await readStandings(reader, looking) : await keptOn(reader, past);
  const stood = new Set(standings.map(({ unit }) => unit.id));
  const measured = await reader.find(Unit, { type: [...MEASURED] }, { order: { code: 'ASC', id: 'ASC' } });
  return {
    span,
    day: past,
    units: standings.map((standing): UnitLag => {
      const own = posts.filter(({ townId, level }) => townId === standing.unit.id && level !== 'county');
      return { ...standing, patrols: own.reduce(addPatrols, NO_PATROLS) };
    }),
    chiefs: chiefsOf(posts, standings),
    unknown: measured.filter(({ id }) => !stood.has(id)),
  };
}

async function keptOn(reader: Reader, day: string): Promise<Standing[]> {
  const rows = await reader.query<{ id: number }>(
    'SELECT id FROM lag_snapshot WHERE fromDay <= ? AND toDay >= ?',
    [day, day],
  );
  const kept = await reader.find(LagSnapshot, { id: rows.map(({ id }) => id) });
  const units = await reader.find(
    Unit,
    { id: kept.map(({ unitId }) => unitId) },
    { order: { code: 'ASC', id: 'ASC' } },
  );
  const ofUnit = new Map(kept.map((one) => [one.unitId, one]));
  return units.flatMap((unit) => {
    const one = ofUnit.get(unit.id);
    return one ? [{ unit, figures: one.figures, records: one.records }] : [];
  });
}

/** A chief's patrols are those asked of them; the problems, those they have in hand, stand with their first post. */
function chiefsOf(
  posts: Awaited<ReturnType<typeof readPostPatrols>>,
  standings: readonly Standing[],
): ChiefLag[] {
  const inHand = new Map<number, number[]>();
  for (const { records } of standings) {
    for (const [hand, ids] of Object.entries(records.problems))
      inHand.set(Number(hand), [...(inHand.get(Number(hand)) ?? []), ...unpackIds(ids)]);
  }
  const seen = new Set<number>();
  return posts.map(({ townId, reachId, level, assigneeId, ...patrols }) => {
    const first = !seen.has(assigneeId);
    seen.add(assigneeId);
    const problems = first ? (inHand.get(assigneeId) ?? []) : [];
    return { personId: assigneeId, reachId, level, townId, patrols, problems };
  });
}
