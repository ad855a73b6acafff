import type { Problem, ProblemState, Seriousness } from '../../entities';
import type { Calendar } from '../core/calendar';
import type { Policy } from '../core/policy';

/*
 * The life of a problem. Pure.
 *
 * draft      发现: the form is open on the finder's phone. Out: 提交, 撤销.
 * assigned   交办: waits for the town's 签收. Out: 签收; after a 退回 also 反馈 at once, for the town has signed
 *            for it before and need not twice.
 * accepted   签收: being handled. Out: 反馈, with at least one photo of this round.
 * answered   反馈: waits for the verifier. Out: 通过, 退回.
 * closed     销号. The end.
 * withdrawn  撤销, before anybody else was told. The end.
 *
 * A 退回 keeps the due day: what is overdue stays overdue. Separation of duties is by person: who had a hand in
 * the handling never verifies it, be it that they signed for it, sent the photo, or reported. The verifier is the
 * finder; when the finder had a hand in it, no longer serves, or cannot be reached, it is 县河长办, and 县河长办
 * may always verify beside the finder. So every open state has a way out that does not hang on one person.
 */

export type Step = 'submit' | 'withdraw' | 'accept' | 'report' | 'pass' | 'return';

const STEPS: Record<Step, { from: ProblemState; to: ProblemState }> = {
  submit: { from: 'draft', to: 'assigned' },
  withdraw: { from: 'draft', to: 'withdrawn' },
  accept: { from: 'assigned', to: 'accepted' },
  report: { from: 'accepted', to: 'answered' },
  pass: { from: 'answered', to: 'closed' },
  return: { from: 'answered', to: 'assigned' },
};

/** The state after `step`; null when the problem is not at the place where it can be taken. */
export function nextState(
  { state, returns }: Pick<Problem, 'state' | 'returns'>,
  step: Step,
): ProblemState | null {
  const { from, to } = STEPS[step];
  const again = step === 'report' && state === 'assigned' && returns > 0;
  return state === from || again ? to : null;
}

/** States in which a problem is somebody's to move on, apart from drafts. */
export const RUNNING: readonly ProblemState[] = ['assigned', 'accepted', 'answered'];

export const isRunning = (state: ProblemState): boolean => RUNNING.includes(state);

/** The last day for handling, by seriousness (`problem.dueWorkdays`). */
export const dueDayOf = (
  seriousness: Seriousness,
  day: string,
  { policy, calendar }: { policy: Policy; calendar: Calendar },
): string => calendar.addWorkdays(day, policy.problem.dueWorkdays[seriousness]);

/** The last day for verifying what was answered on `day`. */
export const verifyDueDayOf = (
  day: string,
  { policy, calendar }: { policy: Policy; calendar: Calendar },
): string => calendar.addWorkdays(day, policy.problem.verifyWorkdays);

/** Who verifies. `office` in order of preference; null when there is nobody else at all. */
export function verifierOf({
  finderId,
  acted,
  finderServes,
  office,
}: {
  finderId: number;
  /** Everybody who had a hand in this round of handling. */
  acted: ReadonlySet<number>;
  finderServes: boolean;
  office: readonly number[];
}): number | null {
  if (finderServes && !acted.has(finderId)) return finderId;
  return office.find((id) => !acted.has(id)) ?? null;
}
