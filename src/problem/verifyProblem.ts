import type { Problem } from '../../entities';
import type { Tx } from '../core/database';
import { dayOf } from '../core/days';
import { Fault } from '../core/errors';
import { enqueue } from '../core/outbox';
import { advance, problemOf, stateAfter } from './advance';
import type { ProblemPress } from './deps';
import { type Actor, mayVerify } from './mayAct';
import type { Step } from './rules';

type Verification = Omit<ProblemPress, 'personId'> & { person: Actor };

async function verified(tx: Tx, press: Verification, step: Step) {
  const problem = await problemOf(tx, press);
  if (!(await mayVerify(tx, problem, press.person, dayOf(press.at)))) throw new Fault('press.notYours');
  return { problem, state: stateAfter(problem, step, press) };
}

/** 通过: 销号. @throws Fault `matter.gone`, `press.notYours` (to who had a hand in it too), `press.stale` */
export async function passProblem(tx: Tx, press: Verification): Promise<Problem> {
  const { problem, state } = await verified(tx, press, 'pass');
  const { at, person } = press;
  return advance(tx, problem, {
    ...press,
    personId: person.id,
    action: 'closed',
    set: { state, verifierId: person.id, closedAt: at },
  });
}

/**
 * 退回: back to the handler with the reason; the due day stays.
 *
 * @throws Fault `matter.gone`, `press.notYours` (to who had a hand in it too), `press.stale`
 */
export async function returnProblem(tx: Tx, press: Verification & { reason: string }): Promise<Problem> {
  const { problem, state } = await verified(tx, press, 'return');
  const { at, person, reason } = press;
  const returned = await advance(tx, problem, {
    ...press,
    personId: person.id,
    action: 'returned',
    set: { state, verifierId: person.id, returnReason: reason, returns: problem.returns + 1 },
  });
  if (problem.handlerId !== null) {
    const subject = { type: 'problem', id: problem.id };
    const recipientId = problem.handlerId;
    await enqueue(tx, { kind: 'problemWork', subject, recipientId, messageClass: 'task', at });
  }
  return returned;
}
