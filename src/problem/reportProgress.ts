import type { Problem } from '../../entities';
import type { Tx } from '../core/database';
import { dayOf } from '../core/days';
import { Fault } from '../core/errors';
import { advance, mustBeAt, problemOf } from './advance';
import type { ProblemDeps, ProblemPress } from './deps';
import { nextProgressDay } from './handOn';
import { type Actor, mayHandle } from './mayAct';

/**
 * 报进展 of a 重大 problem, monthly (`problemFlow.progressDays`): what was done and what comes next.
 *
 * @throws Fault `matter.gone`, `press.notYours`, `press.stale`
 */
export async function reportProgress(
  tx: Tx,
  { policies }: ProblemDeps,
  press: Omit<ProblemPress, 'personId'> & { person: Actor; words: string },
): Promise<Problem> {
  const { person, at, messageId, words } = press;
  const problem = await problemOf(tx, press);
  if (!mayHandle(problem, person, policies.current)) throw new Fault('press.notYours');
  mustBeAt(problem, 'progress', press);
  if (problem.progressDueDay === null) throw new Fault('press.stale');
  const policy = await policies.at(problem.policyVersion);
  return advance(tx, problem, {
    personId: person.id,
    at,
    messageId,
    reason: words,
    step: 'progress',
    set: { progressDueDay: nextProgressDay(dayOf(at), policy) },
  });
}
