import type { Problem } from '../../entities';
import type { Tx } from '../core/database';
import { dayOf } from '../core/days';
import { Fault } from '../core/errors';
import { enqueue } from '../core/outbox';
import { advance, mustBeAt, problemOf } from './advance';
import { mustTell } from './complaints';
import type { ProblemDeps, ProblemPress } from './deps';
import { handsOf } from './hands';
import type { Step } from './lifecycle';
import { type Actor, mayVerify } from './mayAct';
import { tellReporters } from './reporters';
import { handlerOf, unitOf } from './rules';

type Verification = Omit<ProblemPress, 'personId'> & { person: Actor };

async function verified(tx: Tx, press: Verification, step: Step): Promise<Problem> {
  const problem = await problemOf(tx, press);
  if (!(await mayVerify(tx, problem, press.person, dayOf(press.at)))) throw new Fault('press.notYours');
  mustBeAt(problem, step, press);
  return problem;
}

/** 通过: 销号; whoever reported it is told. @throws Fault `matter.gone`, `press.notYours` (to who had a hand in it too), `press.stale` */
export async function passProblem(tx: Tx, deps: ProblemDeps, press: Verification): Promise<Problem> {
  const problem = await verified(tx, press, 'pass');
  const { at, person } = press;
  const closed = await advance(tx, problem, {
    ...press,
    personId: person.id,
    step: 'pass',
    set: { verifierId: person.id, closedAt: at, progressDueDay: null },
  });
  await tellReporters(tx, closed, { exceptId: person.id, at });
  await mustTell(tx, deps, closed, at);
  return closed;
}

/**
 * 退回: back to the handler with the reason; the due day stays.
 *
 * @throws Fault `matter.gone`, `press.notYours` (to who had a hand in it too), `press.stale`
 */
export async function returnProblem(
  tx: Tx,
  { policies }: ProblemDeps,
  press: Verification & { reason: string },
): Promise<Problem> {
  const problem = await verified(tx, press, 'return');
  const { at, person, reason } = press;
  // Who put it right on the spot is no hand of the unit: it is the unit's now.
  const handlerId = handlerOf(problem, await handsOf(tx, unitOf(problem), policies.current));
  const returned = await advance(tx, problem, {
    ...press,
    personId: person.id,
    step: 'return',
    set: { handlerId, verifierId: person.id, returnReason: reason, returns: problem.returns + 1 },
  });
  if (handlerId !== null) {
    const subject = { type: 'problem', id: problem.id };
    const recipientId = handlerId;
    await enqueue(tx, { kind: 'problemWork', subject, recipientId, messageClass: 'task', at });
  }
  return returned;
}
