import type { DocumentRung, LadderCase, LadderMatterType } from '../../../entities';
import type { Calendar } from '../../core/calendar';
import { addDays, lastOfMonth } from '../../core/days';
import type { LadderRules } from '../../core/policyLadder';
import { type LadderEvent, type Life, lifeOf, type Stop, type StopReason, stopsOn } from './lifecycle';

/*
 * What comes next on the ladder. Pure: what happened, how the matter stands, the policy under which the case began and
 * a day in, one decision out. The prose is in lifecycle.ts; figures are in policy.yaml, `ladder`.
 */

export type FrozenRules = Required<LadderRules>;
export type WaitsFor = NonNullable<LadderCase['waitsFor']>;

/** How a matter stands today. */
export interface Standing {
  type: LadderMatterType;
  /** Whether its cause is still there: it lags, or its clock stands. */
  there: boolean;
  /** What stops the clock today, and since when. */
  stops: readonly Stop[];
  /** The working day on which a 滞后提醒 that names it was sent; null: none yet. */
  remindedDay: string | null;
  /** Nobody of the unit can be told: its post is 县河长办's to fill. */
  unheard: boolean;
  /** The level that the policy lets it go to at once. */
  straight: DocumentRung | null;
  /** `missedPatrols`: periods missed one after the other, and the last day on which the one that runs can be entered. */
  missed?: { periods: number; nextLateDay: string | null };
  /** `behindPlan`: how many points behind the expected line it was at each month's end, the newest first. */
  gaps?: readonly number[];
  /** Nothing but a person's judgement ends it: 弄虚作假. */
  judged?: boolean;
  /** 当年目标: something planned up to the end of last year is not done. */
  targetMissed: boolean;
}

export type Next =
  | { is: 'cleared' }
  /** The clock stands; it goes on on `resumes`, or when the cause of the stop is gone. */
  | { is: 'stopped'; why: StopReason; until: string | null; resumes: string | null }
  /** A draft of this rung is due today. */
  | { is: 'step'; rung: DocumentRung }
  /** Nothing before `until`; what comes then, as far as is known, is `rung`. */
  | { is: 'wait'; until: string; rung: 1 | DocumentRung }
  | { is: 'waitFor'; who: WaitsFor };

/** What the world shows and the history does not say yet, in the order in which it is written down. */
export function observe(standing: Standing, life: Life, today: string): LadderEvent[] {
  if (life.cleared) return [];
  const judged = standing.judged && (life.closed || life.undone?.refused);
  if (!standing.there || judged) return [{ what: 'cleared', day: today }];
  const events: LadderEvent[] = [];
  if (life.rung === 0 && standing.remindedDay !== null) {
    events.push({ what: 'reminded', day: standing.remindedDay });
  }
  for (const { why, from, to } of standing.stops) {
    const known = stopsOn(life, today).find((stop) => stop.why === why);
    if (!known || known.to !== to)
      events.push({ what: 'stopped', why, day: known ? today : from, until: to });
  }
  if (life.rung === 3 && standing.targetMissed && !life.judgeAsked)
    events.push({ what: 'judge', day: today });
  for (const { why, to } of stopsOn(life, today)) {
    // What was approved holds until its day, whatever the world shows.
    const approved = to !== null && (why === 'explained' || why === 'extension');
    if (!approved && !standing.stops.some((stop) => stop.why === why)) {
      events.push({ what: 'resumed', why, day: today });
    }
  }
  return events;
}

/** The working day after `days` working days on which the clock ran, counted from the day after `from`. */
export function runOut(from: string, days: number, life: Pick<Life, 'stops'>, calendar: Calendar): string {
  // One without a known end holds today, the case is stopped and this day is not used: it must only be found.
  const known = life.stops.filter(({ to }) => to !== null && to > from);
  if (known.length === 0) return calendar.addWorkdays(from, days + 1);
  let day = from;
  for (let left = days + 1; left > 0; ) {
    day = addDays(day, 1);
    if (calendar.isWorkday(day) && stopsOn({ stops: known }, day).length === 0) left -= 1;
  }
  return day;
}

/** How many months in a row it was behind by this policy, up to the last one that ended. */
export const monthsBehind = (
  gaps: readonly number[],
  { behindPoints }: Pick<FrozenRules, 'behindPoints'>,
) => {
  const good = gaps.findIndex((gap) => gap < behindPoints);
  return good < 0 ? gaps.length : good;
};

/** The days in which the unit may answer before this rung is drafted. */
const daysBefore = (rung: DocumentRung, rules: FrozenRules): number =>
  rung === 2 ? rules.remindReplyWorkdays : rules.circulateReplyWorkdays;

/** Whom a draft of this rung waits for. */
const signerOf = (rung: DocumentRung): WaitsFor => (rung === 2 ? 'issuer' : 'signer');

/** Whether what is counted over periods allows this rung already; null: it does not climb by number. */
function byNumber(standing: Standing, rung: DocumentRung, rules: FrozenRules): boolean | null {
  if (standing.missed && rung === 2) return standing.missed.periods >= rules.missedInARow;
  if (standing.gaps) return monthsBehind(standing.gaps, rules) >= (rung === 2 ? 2 : rules.behindMonths);
  return null;
}

/** The first day on which one more period can have been missed, or one more month have ended behind. */
function nextLook(standing: Standing, today: string): string {
  if (standing.gaps) return addDays(lastOfMonth(today), 1);
  return addDays(later(standing.missed?.nextLateDay ?? today, today), 1);
}

/**
 * What comes next for a case. `events` are its history; what is new in the world (`observe`) is in it already.
 *
 * @param rules of the policy under which the case began
 */
export function nextStep(
  standing: Standing,
  events: readonly LadderEvent[],
  rules: FrozenRules,
  calendar: Calendar,
  today: string,
): Next {
  const life = lifeOf(events);
  if (life.cleared) return { is: 'cleared' };
  const stopped = longestStop(stopsOn(life, today));
  if (stopped) {
    const { why, to } = stopped;
    const resumes = to === null ? null : calendar.nextWorkday(addDays(to, 1));
    return { is: 'stopped', why, until: to, resumes };
  }
  if (life.asked.length > 0) return { is: 'waitFor', who: 'decider' };
  if (life.draft) {
    const { rung, documentId } = life.draft;
    return documentId === null ? { is: 'step', rung } : { is: 'waitFor', who: signerOf(rung) };
  }
  const from = (day: string, rung: 1 | DocumentRung): Next => {
    const due = calendar.nextWorkday(later(day, today));
    return due > today || rung === 1 ? { is: 'wait', until: due, rung } : { is: 'step', rung };
  };
  const rested = (rung: DocumentRung): string => restOf(life, rung, rules, calendar) ?? today;
  if (standing.straight !== null && life.rung < standing.straight) {
    return from(rested(standing.straight), standing.straight);
  }
  if (life.rungDay === null) {
    return standing.unheard ? { is: 'waitFor', who: 'office' } : from(today, 1);
  }
  if (life.rung === 4 || (life.rung === 3 && !(life.outstanding && standing.targetMissed))) {
    return { is: 'waitFor', who: 'office' };
  }
  const rung = (life.rung + 1) as DocumentRung;
  if (rung === 4) return from(rested(4), 4);
  const answered = life.repliedDay ?? life.rungDay;
  const due = restOf(life, rung, rules, calendar);
  const reply = runOut(answered, daysBefore(rung, rules), life, calendar);
  const ready = byNumber(standing, rung, rules);
  // Months behind count whatever was reported; without a report the days run as for any matter.
  const waitsForNumber = ready === false && !(rung === 3 && life.repliedDay === null);
  const first = ready === true ? runOut(life.rungDay, daysBefore(rung, rules), life, calendar) : reply;
  const earliest = due ?? first;
  const look = waitsForNumber ? nextLook(standing, today) : earliest;
  return from(later(look, earliest), rung);
}

const later = (a: string, b: string): string => (a > b ? a : b);

/** The stop that ends last. */
const longestStop = (stops: readonly Stop[]): Stop | null =>
  stops.reduce<Stop | null>(
    (longest, stop) =>
      longest === null || (longest.to !== null && (stop.to === null || stop.to > longest.to))
        ? stop
        : longest,
    null,
  );

/** When a rung that was drafted in vain may be drafted again; null when it never was. */
function restOf(life: Life, rung: DocumentRung, rules: FrozenRules, calendar: Calendar): string | null {
  const { undone } = life;
  if (undone?.rung !== rung) return null;
  return undone.refused
    ? runOut(undone.day, daysBefore(rung, rules), life, calendar)
    : calendar.nextWorkday(addDays(undone.day, 1));
}

/** One pass over a case: what is written down of it as of this day, and what comes next. A second pass adds nothing. */
export function advance(
  standing: Standing,
  events: readonly LadderEvent[],
  rules: FrozenRules,
  calendar: Calendar,
  today: string,
): { added: LadderEvent[]; next: Next } {
  const added = observe(standing, lifeOf(events), today);
  const next = nextStep(standing, [...events, ...added], rules, calendar, today);
  const asked = lifeOf(events).draft !== null;
  return {
    added: next.is === 'step' && !asked ? [...added, { what: 'due', rung: next.rung, day: today }] : added,
    next,
  };
}

/** What the columns of a case say of what comes next. */
export function columnsOf(
  next: Next,
): Pick<LadderCase, 'state' | 'nextDay' | 'waitsFor' | 'stoppedFor' | 'stoppedUntil'> {
  const running = {
    state: 'running',
    nextDay: null,
    waitsFor: null,
    stoppedFor: null,
    stoppedUntil: null,
  } as const;
  switch (next.is) {
    case 'cleared':
      return { ...running, state: 'cleared' };
    case 'stopped':
      return {
        ...running,
        state: 'stopped',
        nextDay: next.resumes,
        stoppedFor: next.why,
        stoppedUntil: next.until,
      };
    case 'step':
      return { ...running, waitsFor: signerOf(next.rung) };
    case 'wait':
      return { ...running, nextDay: next.until };
    case 'waitFor':
      return { ...running, waitsFor: next.who };
  }
}
