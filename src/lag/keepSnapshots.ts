import { isDeepStrictEqual } from 'node:util';
import { LagSnapshot } from '../../entities';
import { JOB_PATIENCE } from '../core/database';
import { addDays, dayOf, instantAt } from '../core/days';
import { takeTurn } from '../core/turn';
import { type Deps, remindedBy } from './deps';
import { readStandings } from './readStanding';

/**
 * Keeps how every unit stands at the end of the day that is over. Runs as the day begins; asked again it keeps nothing
 * twice, and days on which nobody ran it stay unknown: how units stood then is not made up afterwards.
 *
 * @returns how many units stand otherwise than the day before
 */
export async function keepSnapshots(deps: Deps, at: Date): Promise<number> {
  const day = addDays(dayOf(at), -1);
  const policy = deps.policies.current;
  return deps.db.transaction(async (tx) => {
    await takeTurn(tx, 'lagSnapshots', at);
    const looking = { policy, at: instantAt(dayOf(at), '00:00'), remindedBy: remindedBy(deps, at) };
    const standings = await readStandings(tx, looking);
    const last = new Map(
      (
        await tx.query<{ unitId: number; id: number }>(
          'SELECT unitId, MAX(id) AS id FROM lag_snapshot GROUP BY unitId',
        )
      ).map(({ unitId, id }) => [unitId, Number(id)]),
    );
    const kept = new Map(
      (await tx.find(LagSnapshot, { id: [...last.values()] })).map((one) => [one.unitId, one]),
    );
    const changed = standings.filter(({ unit, figures, records }) => {
      const before = kept.get(unit.id);
      if (before === undefined || before.toDay < addDays(day, -1)) return true;
      if (before.toDay >= day) return false;
      return !isDeepStrictEqual(stored([before.figures, before.records]), stored([figures, records]));
    });
    const changing = new Set(changed.map(({ unit }) => unit.id));
    const same = standings.flatMap(({ unit }) => {
      const before = kept.get(unit.id);
      return before && !changing.has(unit.id) && before.toDay < day ? [before.id] : [];
    });
    if (same.length > 0) await tx.update(LagSnapshot, { id: same }, { toDay: day });
    await tx.insert(
      LagSnapshot,
      changed.map(({ unit, figures, records }) => ({
        unitId: unit.id,
        fromDay: day,
        toDay: day,
        figures,
        records,
        policyVersion: policy.version,
        keptAt: at,
      })),
    );
    return changed.length;
  }, JOB_PATIENCE);
}

/** As it comes back from the database. */
const stored = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
