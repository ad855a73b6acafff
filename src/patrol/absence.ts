import { PatrolLeave, StandIn, type StandInReason } from '../../entities';
import type { Tx } from '../core/database';
import { dayOf, daysBetween } from '../core/days';
import { Fault } from '../core/errors';
import { standInDaysOf } from '../core/policy';
import { takeTurnOf } from '../core/turn';
import type { PatrolDeps } from './deps';
import { standInChoices } from './standInChoices';

/*
 * What 请人代巡 and 请假 have in common: days on which a chief does not walk, of one reach or all of them.
 */

export interface Absence {
  /** The chief. */
  personId: number;
  at: Date;
  /** Null: all of the chief's reaches. */
  reachId: number | null;
  /** Null: from today on. */
  fromDay: string | null;
  toDay: string | null;
  reason: StandInReason;
}

const refuse = (what: string): never => {
  throw new Fault('press.form', { what });
};

function checkedDays({ policies }: Pick<PatrolDeps, 'policies'>, { at, fromDay, toDay }: Absence) {
  const today = dayOf(at);
  const most = standInDaysOf(policies.current);
  const from = fromDay ?? today;
  if (toDay === null) return refuse('请选到哪一天');
  if (from < today) return refuse('要从今天或以后开始，已经过去的不能补');
  if (toDay < from) return refuse('结束日期早于开始日期，请重新选');
  if (daysBetween(from, toDay) >= most) return refuse(`一次最多${most}天`);
  return { from, to: toDay };
}

/**
 * The days of an absence, and whom the chief may ask.
 *
 * @throws Fault `press.notYours` without a post on such a reach; `press.form` for days that cannot be, or that are
 *   taken already
 */
export async function checkedAbsence(tx: Tx, deps: Pick<PatrolDeps, 'policies'>, absence: Absence) {
  const { personId, reachId, at } = absence;
  const { from, to } = checkedDays(deps, absence);
  await takeTurnOf(tx, personId);
  const { reaches, people } = await standInChoices(tx, { personId, day: dayOf(at) });
  const held = reachId === null ? reaches.length > 0 : reaches.some(({ id }) => id === reachId);
  if (!held) throw new Fault('press.notYours');
  const clashes = (one: { fromDay: string; toDay: string; reachId: number | null }): boolean =>
    one.fromDay <= to &&
    one.toDay >= from &&
    (one.reachId === null || reachId === null || one.reachId === reachId);
  const asked = await tx.find(StandIn, { chiefId: personId, state: ['asked', 'accepted'] });
  if (asked.some(clashes)) refuse('这几天已经请过人了，要换人请先收回');
  const leaves = await tx.find(PatrolLeave, { chiefId: personId });
  if (leaves.some((one) => one.fromDay <= one.toDay && clashes(one))) {
    refuse('这几天已经请过假了，要改请先销假');
  }
  return { from, to, people };
}
