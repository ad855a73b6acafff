import { OutfallRound, OutfallTask } from '../../entities';
import { type Reader, sqlInstant, type Tx } from '../core/database';
import { addDays, dayOf, instantAt } from '../core/days';
import { Fault } from '../core/errors';
import { outfallTasksOf } from '../core/policy';
import { reachesIn, readReaches, type Scope } from '../patrol';
import type { OutfallTaskDeps } from './deps';
import { startRound } from './startRound';

export interface DryCheckOrder extends Scope {
  /** `person:7`, or `cli`. */
  by: string;
  at: Date;
}

/**
 * 旱天查雨水口: has every 城镇雨洪排口 of the scope looked at in a dry spell. Which days are dry the county knows; that
 * it rained is known where a 雨后巡河 was asked for: what lies on such a reach is left out for `outfallTasks.dryCheck.dryDays`
 * of the policy. So is an outfall whose last look is still open.
 *
 * @returns how many tasks were made, and how many reaches of the scope were left out because it rained there
 * @throws Fault `input.invalid` when it rained on all of the scope
 */
export async function askDryCheck(
  tx: Tx,
  deps: OutfallTaskDeps,
  order: DryCheckOrder,
): Promise<{ asked: number; rained: number }> {
  const { by, at } = order;
  const today = dayOf(at);
  const { workdays, lateDays, dryDays } = outfallTasksOf(deps.policies.current).dryCheck;
  const [reaches, wet, open, before] = await Promise.all([
    readReaches(tx),
    rainSince(tx, instantAt(addDays(today, 1 - dryDays), '00:00')),
    tx.find(OutfallTask, { kind: 'dryCheck', state: 'open' }),
    tx.find(OutfallRound, { kind: 'dryCheck', startDay: today }),
  ]);
  const asOrdered = reachesIn(order, reaches);
  const rained = new Set(wet.flatMap((rain) => [...reachesIn(rain, reaches)]));
  const inScope = new Set([...asOrdered].filter((reachId) => !rained.has(reachId)));
  if (inScope.size === 0 && asOrdered.size > 0) {
    throw new Fault('input.invalid', {
      what: `报过下雨还不到${dryDays}天，雨水口有水是正常的，过几天再下达`,
    });
  }
  const asked = new Set(open.map(({ outfallId }) => outfallId));
  const dueDay = deps.calendar.addWorkdays(today, workdays);
  const round = {
    kind: 'dryCheck' as const,
    periodKey: `${today}-${before.length + 1}`,
    startDay: today,
    dueDay,
    lateDay: addDays(dueDay, lateDays),
  };
  const made = await startRound(tx, deps, round, {
    at,
    by,
    only: ({ id, reachId }) => inScope.has(reachId) && !asked.has(id),
  });
  return { asked: made, rained: asOrdered.size - inScope.size };
}

/** Where rain was reported since then. */
const rainSince = (reader: Reader, since: Date): Promise<Scope[]> =>
  reader.query<Scope>('SELECT reachId, townId FROM rain_check WHERE startedAt >= ?', [sqlInstant(since)]);
