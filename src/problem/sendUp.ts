import type { Problem } from '../../entities';
import type { Tx } from '../core/database';
import { dayOf } from '../core/days';
import { Fault } from '../core/errors';
import { problemFlowOf } from '../core/policy';
import { advance, mustBeAt, problemOf } from './advance';
import type { ProblemDeps, ProblemPress } from './deps';
import { sendDesk } from './desk';
import { type Actor, mayHandle } from './mayAct';

/**
 * 上报: beyond the unit's own power. Within one working day of the 交办 (`problemFlow.sendUpWorkdays`); later it is
 * taken all the same, and 县河长办 sees that it was late. 县河长办 then hands it on.
 *
 * @throws Fault `matter.gone`, `press.notYours`, `press.stale`
 */
export async function sendUp(
  tx: Tx,
  { policies, calendar }: ProblemDeps,
  press: Omit<ProblemPress, 'personId'> & { person: Actor; reason: string },
): Promise<Problem> {
  const { person, at, messageId, reason } = press;
  const problem = await problemOf(tx, press);
  if (!mayHandle(problem, person, policies.current)) throw new Fault('press.notYours');
  mustBeAt(problem, 'sendUp', press);
  const policy = await policies.at(problem.policyVersion);
  const workdays = calendar.workdaysBetween(dayOf(problem.assignedAt ?? at), dayOf(at));
  const sent = await advance(tx, problem, {
    personId: person.id,
    at,
    messageId,
    step: 'sendUp',
    reason,
    set: { deskAt: at, ask: null, acceptedAt: null, answeredAt: null, progressDueDay: null },
    data: { workdays, late: workdays > problemFlowOf(policy).sendUpWorkdays },
  });
  await sendDesk(tx, sent, at);
  return sent;
}
