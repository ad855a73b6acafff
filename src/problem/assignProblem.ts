import { Problem, type Seriousness, Unit } from '../../entities';
import type { Tx } from '../core/database';
import { Fault } from '../core/errors';
import { advance, mustBeAt, problemOf } from './advance';
import { mustTell } from './complaints';
import type { ProblemDeps, ProblemPress } from './deps';
import { mayDecide } from './desk';
import { handOn, sendWork } from './handOn';
import type { Actor } from './mayAct';
import { mergeInto, tellReporters } from './reporters';
import { HANDLING_UNITS } from './rules';

type Deciding = Omit<ProblemPress, 'personId'> & { person: Actor; reason: string };

async function registered(tx: Tx, press: Deciding): Promise<Problem> {
  const problem = await problemOf(tx, press);
  if (problem.state !== 'registered') throw new Fault('press.stale');
  if (!mayDecide(problem, press.person)) throw new Fault('press.notYours');
  mustBeAt(problem, 'assign', press);
  return problem;
}

/**
 * 交办 by 县河长办: to that unit, as that serious. By this 重大 is confirmed, and now alerted; or it is said to be less.
 *
 * @throws Fault `matter.gone`, `press.notYours`, `press.stale`, `press.form`
 */
export async function assignProblem(
  tx: Tx,
  deps: ProblemDeps,
  press: Deciding & { unitId: number; seriousness: Seriousness },
): Promise<Problem> {
  const { person, at, messageId, reason, seriousness } = press;
  const problem = await registered(tx, press);
  const unit = await tx.findOne(Unit, { id: press.unitId });
  if (!unit || !HANDLING_UNITS.includes(unit.type)) {
    throw new Fault('press.form', { what: '没有这个单位，请重新选' });
  }
  const unitId = unit.id === problem.townId ? null : unit.id;
  const handed = await handOn(tx, deps, problem, { unitId, seriousness, at });
  const data = { unit: unit.id, was: problem.seriousness, now: seriousness };
  const by = { personId: person.id, at, messageId, ...(reason && { reason }) };
  const assigned = await advance(tx, problem, { ...by, step: 'assign', set: handed, data });
  await sendWork(tx, deps, assigned, { at, alert: seriousness === '重大' });
  return assigned;
}

/** 不属实, by 县河长办, of what it has not handed on: the end. @throws Fault as `assignProblem` */
export async function dismissProblem(tx: Tx, deps: ProblemDeps, press: Deciding): Promise<Problem> {
  const { person, at, messageId, reason } = press;
  if (reason === '') throw new Fault('press.form', { what: '请在“说明”里写明为什么不属实' });
  const problem = await registered(tx, press);
  const dismissed = await advance(tx, problem, {
    personId: person.id,
    at,
    messageId,
    reason,
    step: 'dismiss',
    set: { deskAt: null, closedAt: at },
  });
  await tellReporters(tx, dismissed, { exceptId: person.id, at });
  await mustTell(tx, deps, dismissed, at);
  return dismissed;
}

/** 合并, by 县河长办: it is one that is open already. @throws Fault as `assignProblem` */
export async function mergeProblem(tx: Tx, press: Deciding & { intoId: number | null }): Promise<Problem> {
  const { person, at, messageId, reason, intoId } = press;
  const problem = await registered(tx, press);
  const main = intoId === null ? null : await tx.findOne(Problem, { id: intoId });
  if (!main || main.reachId !== problem.reachId) {
    throw new Fault('press.form', { what: '请选“和哪件是同一件”' });
  }
  return mergeInto(tx, problem, main, { personId: person.id, at, messageId, ...(reason && { reason }) });
}
