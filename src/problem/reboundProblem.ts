import type { Problem, Seriousness } from '../../entities';
import type { Tx } from '../core/database';
import { dayOf, daysBetween } from '../core/days';
import { Fault } from '../core/errors';
import { type Policy, problemFlowOf } from '../core/policy';
import { advance, mustBeAt, problemOf } from './advance';
import type { Pressing, ProblemDeps, ProblemPress } from './deps';
import { touch } from './focus';
import { handOn, sendWork } from './handOn';
import type { Actor } from './mayAct';

/** Whether what is seen on `day` is 反弹 of what ended then (`problemFlow.reboundDays`). */
export const mayRebound = (
  { state, closedAt }: Pick<Problem, 'state' | 'closedAt'>,
  day: string,
  policy: Policy,
): boolean =>
  state === 'closed' &&
  closedAt !== null &&
  daysBetween(dayOf(closedAt), day) <= problemFlowOf(policy).reboundDays;

/** Whoever found it or verified it, and 县河长办. */
export const mayReopen = (
  { finderId, verifierId }: Pick<Problem, 'finderId' | 'verifierId'>,
  { id, roles }: Pick<Actor, 'id' | 'roles'>,
): boolean => finderId === id || verifierId === id || roles.includes('县河长办');

/**
 * Opens an ended problem again under its number: the unit that had it has to sign anew, with the time of the rule.
 * Nobody is sent the 交办单 yet.
 */
export async function reopenFor(
  tx: Tx,
  deps: ProblemDeps,
  problem: Problem,
  { personId, at, messageId, actor, reason }: Pressing & { reason: string },
): Promise<Problem> {
  // 重大 has been confirmed once, and is handed on again without a second look.
  const seriousness: Seriousness = problem.seriousness ?? '一般';
  const handed = await handOn(tx, deps, problem, { unitId: problem.unitId, seriousness, at });
  return advance(tx, problem, {
    personId,
    at,
    messageId,
    actor,
    step: 'rebound',
    reason,
    set: { ...handed, rebounds: problem.rebounds + 1, closedAt: null, verifierId: null },
  });
}

/**
 * 反弹: whoever found or verified it, or 县河长办, has seen it again.
 *
 * @throws Fault `matter.gone`, `press.notYours`, `press.stale` (too late as well: it is a new problem then)
 */
export async function reboundProblem(
  tx: Tx,
  deps: ProblemDeps,
  press: Omit<ProblemPress, 'personId'> & { person: Actor; reason: string },
): Promise<Problem> {
  const { person, at, messageId, reason } = press;
  const problem = await problemOf(tx, press);
  if (!mayReopen(problem, person)) throw new Fault('press.notYours');
  mustBeAt(problem, 'rebound', press);
  if (!mayRebound(problem, dayOf(at), await deps.policies.at(problem.policyVersion))) {
    throw new Fault('press.stale');
  }
  await touch(tx, person.id, { type: 'problem', id: problem.id }, at);
  const reopened = await reopenFor(tx, deps, problem, { personId: person.id, at, messageId, reason });
  await sendWork(tx, deps, reopened, { at });
  return reopened;
}
