import type {
  AssessmentAppeal,
  AssessmentRound,
  AssessmentScore,
  Person,
  Role,
  ScoreSubject,
} from '../../../entities';
import type { Calendar } from '../../core/calendar';
import { dayOf } from '../../core/days';
import { DEPARTMENT_HEADS, type Policy } from '../../core/policy';
import type { RoundRules } from '../../core/policyRounds';
import { type Period, parsePeriod, periodBefore } from '../period';

/*
 * Who may do what in a formal round, and by when. Pure.
 *
 * 县河长办 keeps the round: it confirms, publishes, ends and amends. 县政府 sees the whole table, and reviews where
 * 县河长办 has nobody left who is free to.
 */

type Rules = Required<RoundRules>;
interface When {
  rules: Rules;
  calendar: Calendar;
}

const OFFICE = '县河长办' satisfies Role;
const LEADERS = '县政府' satisfies Role;

/** 确认, 不采用, 公示, 定稿, 更正. */
export const keepsRounds = (roles: readonly Role[]): boolean => roles.includes(OFFICE);

/** The whole table, and how the round stands. */
export const watchesRounds = (roles: readonly Role[]): boolean =>
  keepsRounds(roles) || roles.includes(LEADERS);

/** The period whose formal round is next in turn on `today`: the last one that is over; null where there are none. */
export function roundPeriod(every: Rules['every'], today: string): Period | null {
  if (every === 'none') return null;
  const [year, month] = [today.slice(0, 4), Number(today.slice(5, 7))];
  const running = { month: today.slice(0, 7), quarter: `${year}-Q${Math.ceil(month / 3)}`, year }[every];
  return periodBefore(parsePeriod(running));
}

/**
 * The day on which a period's draft is made.
 *
 * @param marked the last day of 人工评分, which scorers were told and which a draft never cuts off
 */
export function draftDay({ toDay }: Period, { rules, calendar }: When, marked: string | null = null): string {
  const day = calendar.addWorkdays(toDay, rules.draftWorkdays);
  return marked !== null && day <= marked ? calendar.addWorkdays(marked, 1) : day;
}

/** The last day of 公示 that was begun on `day`. */
export const noticeUntil = (day: string, { rules, calendar }: When): string =>
  calendar.addWorkdays(day, rules.noticeWorkdays);

/** By when an appeal of `day` is decided. */
export const reviewDueDay = (day: string, { rules, calendar }: When): string =>
  calendar.addWorkdays(day, rules.reviewWorkdays);

/** What 县河长办 has to do next with a round; null while it waits for others. */
export type RoundDuty = 'publish' | 'finalise';
export function dutyOf(
  round: Pick<AssessmentRound, 'state' | 'noticeUntil'>,
  openAppeals: number,
  today: string,
): RoundDuty | null {
  if (round.state === 'draft') return 'publish';
  const over = round.state === 'notice' && round.noticeUntil !== null && today > round.noticeUntil;
  return over && openAppeals === 0 ? 'finalise' : null;
}

/** By when that is done. @param decided when the last appeal was decided */
export function deskDueDay(
  round: Pick<AssessmentRound, 'state' | 'frozenAt' | 'noticeUntil'>,
  decided: Date | null,
  { rules, calendar }: When,
): string {
  if (round.state === 'draft') return calendar.addWorkdays(dayOf(round.frozenAt), rules.deskWorkdays);
  const ends = [round.noticeUntil ?? dayOf(round.frozenAt), ...(decided ? [dayOf(decided)] : [])];
  return calendar.addWorkdays(ends.sort().at(-1) as string, rules.deskWorkdays);
}

/** Who heads a unit that is scored: a town's heads as the policy says. */
export const headRolesOf = (
  subject: ScoreSubject,
  { reminder }: Pick<Policy, 'reminder'>,
): readonly Role[] => (subject === 'department' ? DEPARTMENT_HEADS : reminder.headRoles);

/** 申诉 is for whoever is scored: the chief, or a head of the unit. */
export const mayAppeal = (
  score: Pick<AssessmentScore, 'subject' | 'unitId' | 'personId'>,
  person: Pick<Person, 'id' | 'unitId'>,
  { roles, policy }: { roles: readonly Role[]; policy: Pick<Policy, 'reminder'> },
): boolean =>
  score.subject === 'chief'
    ? score.personId === person.id
    : score.unitId === person.unitId &&
      roles.some((role) => headRolesOf(score.subject, policy).includes(role));

/** Why nothing can be contested now, as a sentence; null when it can. `day` writes a day as people say it. */
export function whyNoAppeal(
  round: Pick<AssessmentRound, 'state' | 'noticeUntil'>,
  today: string,
  day: (day: string) => string,
): string | null {
  if (round.state === 'draft') return '还没有公示，公示后再申诉';
  if (round.state === 'final') return '已经定稿，不能再申诉。数字确有错的，请找县河长办更正';
  const until = round.noticeUntil ?? '';
  return today > until ? `申诉到${day(until)}为止，已经过了` : null;
}

/** The roles that review, in order of preference. */
export const reviewRoles = ({ reviewer }: Pick<Rules, 'reviewer'>): readonly Role[] => [
  ...new Set<Role>([reviewer, LEADERS]),
];

/** One's own score, or that of the unit one belongs to: others decide about it. */
export const isOwn = (
  { subject, unitId, personId }: Pick<AssessmentScore, 'subject' | 'unitId' | 'personId'>,
  person: Pick<Person, 'id' | 'unitId'>,
): boolean => personId === person.id || (subject !== 'chief' && unitId === person.unitId);

/**
 * 更正 is 县河长办's, but not of one's own. What is of all of them, the unit that they sit in, 县政府 corrects.
 *
 * @param keepers everybody of 县河长办
 * @returns why not, as a sentence; null when it may
 */
export function whyNoAmend(
  score: Pick<AssessmentScore, 'subject' | 'unitId' | 'personId'>,
  person: Pick<Person, 'id' | 'unitId'>,
  { roles, keepers }: { roles: readonly Role[]; keepers: readonly Pick<Person, 'id' | 'unitId'>[] },
): string | null {
  const ofAll = keepers.every((keeper) => isOwn(score, keeper));
  if (isOwn(score, person)) return `自己和本单位的分数请${ofAll ? '县政府' : '别人'}更正`;
  return keepsRounds(roles) || ofAll ? null : '这一行由县河长办更正';
}

/**
 * Separation by person: whoever confirmed or published the round, appealed, or is scored reviews nothing of it, nor
 * does anybody of the unit that is scored.
 */
export const isFreeToReview = (
  round: Pick<AssessmentRound, 'confirmedById' | 'publishedById'>,
  appeal: Pick<AssessmentAppeal, 'byId'>,
  score: Pick<AssessmentScore, 'subject' | 'unitId' | 'personId'>,
  person: Pick<Person, 'id' | 'unitId'>,
): boolean =>
  ![round.confirmedById, round.publishedById, appeal.byId].includes(person.id) && !isOwn(score, person);

/**
 * What a line may be corrected to, hundredths: nothing to its maximum; a 扣分 to what it was or less of it. A 否决 has no
 * points: whatever it is corrected to, it is lifted.
 */
export const correctable = ({
  points,
  max,
}: {
  points: number;
  max: number;
}): { from: number; to: number } => ({
  from: Math.min(points, 0),
  to: max,
});
