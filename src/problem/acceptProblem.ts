import type { Problem } from '../../entities';
import type { Tx } from '../core/database';
import { Fault } from '../core/errors';
import { advance, mustBeAt, problemOf } from './advance';
import type { ProblemDeps, ProblemPress } from './deps';
import { touch } from './focus';
import { type Actor, mayHandle } from './mayAct';

/**
 * 签收: who signs is the handler from now on.
 *
 * @throws Fault `matter.gone`, `press.notYours`, `press.stale`
 */
export async function acceptProblem(
  tx: Tx,
  { policies }: ProblemDeps,
  press: Omit<ProblemPress, 'personId'> & { person: Actor },
): Promise<Problem> {
  const { person, at } = press;
  const problem = await problemOf(tx, press);
  if (!mayHandle(problem, person, policies.current)) throw new Fault('press.notYours');
  mustBeAt(problem, 'accept', press);
  await touch(tx, person.id, { type: 'problem', id: problem.id }, at);
  return advance(tx, problem, {
    ...press,
    personId: person.id,
    step: 'accept',
    set: { handlerId: person.id, acceptedAt: at },
  });
}
