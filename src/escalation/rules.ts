import type { MatterRef } from '../../entities';
import type { Calendar } from '../core/calendar';
import { addDays, dayOf, timeOf } from '../core/days';
import type { Policy } from '../core/policy';

/*
 * When a matter is reminded of, and when it lags. Pure: days in, decisions out.
 *
 * A matter comes up some working days before it is due (3 and 1), and again while it is overdue (working days 1,
 * 3, 5, then every 5): policy.yaml, `reminder`; experience.md, rule 4. A due day on a rest day is counted back
 * from the working day before it. These rules judge nobody, so the policy in force today applies to all.
 */

export type ReminderRules = Pick<Policy['reminder'], 'before' | 'overdue' | 'thenEvery'>;

export interface Reminder {
  /** The working day on which it falls. */
  day: string;
  why: 'before' | 'overdue';
  /** Working days left, or working days overdue. */
  workdays: number;
}

/** Working days since the due day, today included; 0 while nothing is overdue. */
export const overdueWorkdays = (dueDay: string, today: string, calendar: Calendar): number =>
  dueDay < today ? calendar.workdaysBetween(dueDay, today) : 0;

/** The largest overdue step of at most `days`: 1, 3, 5, 10, 15 … */
function overdueStep(days: number, { overdue, thenEvery }: ReminderRules): number | null {
  const last = Math.max(...overdue);
  if (days > last) return last + Math.floor((days - last) / thenEvery) * thenEvery;
  const reached = overdue.filter((step) => step <= days);
  return reached.length > 0 ? Math.max(...reached) : null;
}

/** The newest reminder that falls on or before `today`; null when the first is still to come. */
export function lastReminder(
  dueDay: string,
  today: string,
  calendar: Calendar,
  rules: ReminderRules,
): Reminder | null {
  const step = overdueStep(overdueWorkdays(dueDay, today, calendar), rules);
  if (step !== null) return { day: calendar.addWorkdays(dueDay, step), why: 'overdue', workdays: step };
  const effective = calendar.previousWorkday(dueDay);
  for (const workdays of [...rules.before].sort((a, b) => a - b)) {
    const day = calendar.addWorkdays(effective, -workdays);
    if (day <= today) return { day, why: 'before', workdays };
  }
  return null;
}

/** Of which units 县河长办 was told, and when, that nobody there can be told of their lag. */
export interface ToldOf {
  day: string;
  units: readonly number[];
}

/** Whether it is told now: of a unit not named yet, or after as many working days as an overdue matter rests; once a day. */
export function mustTell(
  told: ToldOf | null,
  units: readonly number[],
  today: string,
  calendar: Calendar,
  { thenEvery }: Pick<ReminderRules, 'thenEvery'>,
): boolean {
  if (units.length === 0) return false;
  if (told === null) return true;
  if (told.day >= today) return false;
  return (
    units.some((id) => !told.units.includes(id)) || calendar.workdaysBetween(told.day, today) >= thenEvery
  );
}

/** A matter lags when it is overdue by so many working days; what was overdue at import (基线) never does. */
export const lags = (
  matter: { dueDay: string; baseline: boolean },
  today: string,
  calendar: Calendar,
  rules: Pick<Policy['reminder'], 'lagAfterWorkdays'>,
): boolean => !matter.baseline && overdueWorkdays(matter.dueDay, today, calendar) >= rules.lagAfterWorkdays;

/**
 * Whether digests go out at this instant. After waking hours today's digest is given up: it would arrive
 * tomorrow, beside tomorrow's, which catches up anyway.
 */
export const isRemindingTime = (at: Date, calendar: Calendar, messages: Policy['messages']): boolean =>
  calendar.isWorkday(dayOf(at)) && timeOf(at) >= messages.digestAt && timeOf(at) < messages.waking.to;

/** The day whose digest says what happens at this instant: today's until it has gone, then the next one's. */
export function digestDayOf(at: Date, calendar: Calendar, messages: Policy['messages']): string {
  const today = dayOf(at);
  return calendar.isWorkday(today) && timeOf(at) < messages.digestAt
    ? today
    : calendar.nextWorkday(addDays(today, 1));
}

/** A card must be sent anew today when it would be too old by the next working day's digest. */
export const isAgeing = (sentDay: string, today: string, calendar: Calendar, afterDays: number): boolean =>
  addDays(sentDay, afterDays) < calendar.nextWorkday(addDays(today, 1));

export const keyOf = ({ type, id }: MatterRef): string => `${type}:${id}`;
