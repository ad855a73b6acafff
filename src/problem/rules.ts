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
 * answered   反馈: waits for the verifier. Out: 通过, 退回; back to accepted when its only photo never arrived.
 * closed     销号. The end.
 * withdrawn  撤销, before anybody else was told. The end.
 *
 * A 退回 keeps the due day: what is overdue stays overdue. Separation of duties is by person: who had a hand in
 * the handling never verifies it, be it that they signed for it, sent the photo, or reported. The verifier is the
 * finder; when the finder had a hand in it, no longer serves, or cannot be reached, it is 县河长办, and 县河长办
 * may always verify beside the finder. So every open state has a way out that does not hang on one person.
 *
 * The handler is a hand of the town (`problem.handlerRoles`), or of 县河长办 where Feishu reaches none of those. Who
 * changes post takes no problem along: it goes to the next hand, with its state and its due day
 * (`handOver.ts`), and so does a verification.
 */

export type Step = 'submit' | 'withdraw' | 'accept' | 'report' | 'pass' | 'return' | 'reopen';

const STEPS: Record<Step, { from: ProblemState; to: ProblemState }> = {
  submit: { from: 'draft', to: 'assigned' },
  withdraw: { from: 'draft', to: 'withdrawn' },
  accept: { from: 'assigned', to: 'accepted' },
  report: { from: 'accepted', to: 'answered' },
  pass: { from: 'answered', to: 'closed' },
  return: { from: 'answered', to: 'assigned' },
  reopen: { from: 'answered', to: 'accepted' },
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

/** Somebody who may act for a unit, and whether Feishu reaches them. */
export interface Hand {
  id: number;
  reached: boolean;
}

/** Those who may act, in order of preference. */
export interface Hands {
  town: readonly Hand[];
  office: readonly Hand[];
}

const reachedOf = (people: readonly Hand[]): Hand | undefined => people.find(({ reached }) => reached);

/**
 * Who handles it: whoever does already, for as long as they may and can be reached; else the first of the town
 * whom Feishu reaches; where it reaches none, 县河长办, until the town has somebody again or 县河长办 has signed.
 * Null when there is nobody at all.
 */
export function handlerOf(
  { handlerId, state, returns }: Pick<Problem, 'handlerId' | 'state' | 'returns'>,
  { town, office }: Hands,
): number | null {
  const first = reachedOf(town) ?? reachedOf(office) ?? town[0] ?? office[0];
  const own = town.find(({ id }) => id === handlerId);
  const acting = office.find(({ id }) => id === handlerId);
  const signed = state === 'accepted' || returns > 0;
  const stays = own ?? (signed || !reachedOf(town) ? acting : undefined);
  return (stays && (stays.reached || !first?.reached) ? stays.id : first?.id) ?? null;
}

/**
 * Who verifies: whoever is named already, for as long as they may; else the finder; else 县河长办, those whom
 * Feishu reaches first. Null when there is nobody else at all.
 */
export function verifierOf({
  verifierId = null,
  finderId,
  acted,
  finderServes,
  office,
}: {
  /** Who is named already. */
  verifierId?: number | null;
  finderId: number;
  /** Everybody who had a hand in this round of handling. */
  acted: ReadonlySet<number>;
  /** Whether the finder is in office and can be reached. */
  finderServes: boolean;
  office: readonly Hand[];
}): number | null {
  const finder = { id: finderId, reached: true };
  const able = [...(finderServes ? [finder] : []), ...office].filter(({ id }) => !acted.has(id));
  const first = reachedOf(able) ?? able[0];
  const named = able.find(({ id }) => id === verifierId);
  return (named && (named.reached || !first?.reached) ? named.id : first?.id) ?? null;
}
