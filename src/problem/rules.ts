import type { Problem, ProblemSource, Seriousness, UnitType } from '../../entities';
import type { Calendar } from '../core/calendar';
import { complaintOf, type Policy, problemFlowOf } from '../core/policy';

/*
 * Who does what about a problem, and by when. Pure; its life is prose in lifecycle.ts.
 *
 * Separation of duties is by person: who had a hand in the handling never verifies it, be it that they signed for
 * it, sent the photo, or reported. The verifier is the finder; when the finder had a hand in it, no longer serves, or
 * cannot be reached, it is 县河长办, and 县河长办 may always verify beside the finder. So every open state has a way out
 * that does not hang on one person.
 *
 * The handler is a hand of the unit (`problem.handlerRoles`, of a department `findings.handlerRoles`), or of 县河长办
 * where Feishu reaches none of those. Who changes post takes no problem along: it goes to the next hand, with its
 * state and its due day (`handOver.ts`), and so does a verification.
 */

/** Which units a problem can be handed to. */
export const HANDLING_UNITS: readonly UnitType[] = ['镇', '管委会', '县直部门', '县政府'];

/** The unit that handles it. */
export const unitOf = ({ unitId, townId }: Pick<Problem, 'unitId' | 'townId'>): number => unitId ?? townId;

/** The last day for handling, by seriousness: `problem.dueWorkdays`, of a complaint `complaint.dueWorkdays`. */
export function dueDayOf(
  { seriousness, source }: { seriousness: Seriousness; source: ProblemSource },
  day: string,
  { policy, calendar }: { policy: Policy; calendar: Calendar },
): string {
  const { dueWorkdays } = complaintOf(policy);
  const heavy = seriousness === '较重' || seriousness === '重大';
  const workdays =
    source === 'complaint' ? dueWorkdays[heavy ? '重大' : '一般'] : policy.problem.dueWorkdays[seriousness];
  return calendar.addWorkdays(day, workdays);
}

/** The last day for handing on, or for deciding what was asked, on `day` (`problemFlow.decideWorkdays`). */
export const decideDueDayOf = (
  day: string,
  { policy, calendar }: { policy: Policy; calendar: Calendar },
): string => calendar.addWorkdays(day, problemFlowOf(policy).decideWorkdays);

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
  { handlerId, acceptedAt }: Pick<Problem, 'handlerId' | 'acceptedAt'>,
  { town, office }: Hands,
): number | null {
  const first = reachedOf(town) ?? reachedOf(office) ?? town[0] ?? office[0];
  const own = town.find(({ id }) => id === handlerId);
  const acting = office.find(({ id }) => id === handlerId);
  const signed = acceptedAt !== null;
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
