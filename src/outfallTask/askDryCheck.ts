import { OutfallRound, OutfallTask, RainCheck } from '../../entities';
import type { Tx } from '../core/database';
import { addDays, dayOf } from '../core/days';
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
 * it rained is known where a 雨后巡河 was asked for. An outfall whose last look is still open is left out.
 *
 * @returns how many tasks were made
 * @throws Fault `input.invalid` when rain was reported within `outfallTasks.dryCheck.dryDays` of the policy
 */
export async function askDryCheck(tx: Tx, deps: OutfallTaskDeps, order: DryCheckOrder): Promise<number> {
  const { by, at } = order;
  const today = dayOf(at);
  const { workdays, lateDays, dryDays } = outfallTasksOf(deps.policies.current).dryCheck;
  const [rain] = await tx.find(RainCheck, {}, { order: { startedAt: 'DESC' }, limit: 1 });
  if (rain && dayOf(rain.startedAt) > addDays(today, -dryDays)) {
    throw new Fault('input.invalid', {
      what: `报过下雨还不到${dryDays}天，雨水口有水是正常的，过几天再下达`,
    });
  }
  const [reaches, open, before] = await Promise.all([
    readReaches(tx),
    tx.find(OutfallTask, { kind: 'dryCheck', state: 'open' }),
    tx.find(OutfallRound, { kind: 'dryCheck', startDay: today }),
  ]);
  const inScope = reachesIn(order, reaches);
  const asked = new Set(open.map(({ outfallId }) => outfallId));
  const dueDay = deps.calendar.addWorkdays(today, workdays);
  const round = {
    kind: 'dryCheck' as const,
    periodKey: `${today}-${before.length + 1}`,
    startDay: today,
    dueDay,
    lateDay: addDays(dueDay, lateDays),
  };
  return startRound(tx, deps, round, {
    at,
    by,
    only: ({ id, reachId }) => inScope.has(reachId) && !asked.has(id),
  });
}
