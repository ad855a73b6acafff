import type { Level } from '../../entities';
import { addDays, firstOfMonth, lastOfMonth, weekday } from '../core/days';
import { FINER, type Policy } from '../core/policy';

/*
 * Periods of patrols. Pure: no clock, no database.
 *
 * A frequency cuts the calendar into periods without a gap or an overlap: every day is in exactly one. Weeks run
 * from Monday to Sunday and carry their ISO year (2026-12-31 is in `2026-W53`); the other periods are cut at
 * month ends.
 *
 * Flood season. A level may have a closer frequency in the flood season (a town's month becomes two
 * half-months). The switch is made by whole periods: an ordinary period that lies wholly inside the season is
 * replaced by the closer ones inside it. A month that the season only touches stays a month, so no period is
 * ever a stump of a few days, and a patrol is never asked for twice. Only a frequency that divides the
 * ordinary one can replace it (a week straddles months); any other is left out of account.
 */

export type Every = Policy['patrol']['levels']['county']['every'];
/** `from` and `to` as `MM-DD`, both inside; a season may run over the new year. */
export type Season = Policy['floodSeason'];

export interface Frequency {
  every: Every;
  flood?: { every: Every; season: Season };
}

/** One span in which one patrol is due. */
export interface Period {
  /** `2026-W48`, `2026-07-A`, `2026-11`, `2026-Q4`, `2026-H2`, `2026`. */
  key: string;
  startDay: string;
  /** The last day. What is patrolled counts in this day's month, quarter and year. */
  dueDay: string;
  /** The last day of the next period: until then a late entry is taken. */
  lateDay: string;
}

type Span = Omit<Period, 'lateDay'>;

/** The `months` months that `day` is in, counted from January. */
function monthSpan(day: string, months: number, keyOf: (year: string, nth: number) => string): Span {
  const year = day.slice(0, 4);
  const nth = Math.floor((Number(day.slice(5, 7)) - 1) / months) + 1;
  const month = (n: number): string => `${year}-${String(n).padStart(2, '0')}-01`;
  return {
    key: keyOf(year, nth),
    startDay: month((nth - 1) * months + 1),
    dueDay: lastOfMonth(month(nth * months)),
  };
}

function weekSpan(day: string): Span {
  const startDay = addDays(day, 1 - weekday(day));
  const thursday = addDays(startDay, 3);
  const dayOfYear = (Date.parse(thursday) - Date.parse(`${thursday.slice(0, 4)}-01-01`)) / 86_400_000;
  const week = String(Math.floor(dayOfYear / 7) + 1).padStart(2, '0');
  return { key: `${thursday.slice(0, 4)}-W${week}`, startDay, dueDay: addDays(startDay, 6) };
}

function halfMonthSpan(day: string): Span {
  const month = day.slice(0, 7);
  return day.slice(8) <= '15'
    ? { key: `${month}-A`, startDay: firstOfMonth(day), dueDay: `${month}-15` }
    : { key: `${month}-B`, startDay: `${month}-16`, dueDay: lastOfMonth(day) };
}

const SPANS: Record<Exclude<Every, 'none'>, (day: string) => Span> = {
  week: weekSpan,
  'half-month': halfMonthSpan,
  month: (day) => monthSpan(day, 1, (year, n) => `${year}-${String(n).padStart(2, '0')}`),
  quarter: (day) => monthSpan(day, 3, (year, n) => `${year}-Q${n}`),
  'half-year': (day) => monthSpan(day, 6, (year, n) => `${year}-H${n}`),
  year: (day) => monthSpan(day, 12, (year) => year),
};

/** Whether the whole span lies inside one run of the season. */
export function insideSeason(
  { startDay, dueDay }: Pick<Span, 'startDay' | 'dueDay'>,
  season: Season,
): boolean {
  const { from, to } = season;
  const start = startDay.slice(5);
  const begun = from <= to ? from <= start && start <= to : start >= from || start <= to;
  const year = Number(startDay.slice(0, 4));
  const seasonEnd = `${start <= to ? year : year + 1}-${to}`;
  return begun && dueDay <= seasonEnd;
}

function spanOf({ every, flood }: Frequency, day: string): Span | null {
  if (every === 'none') return null;
  const ordinary = SPANS[every](day);
  if (!flood || flood.every === 'none' || !FINER[every].includes(flood.every)) return ordinary;
  return insideSeason(ordinary, flood.season) ? SPANS[flood.every](day) : ordinary;
}

/** The period that `day` is in; null when nothing is asked (`every: none`). */
export function periodOf(frequency: Frequency, day: string): Period | null {
  const span = spanOf(frequency, day);
  const next = span && spanOf(frequency, addDays(span.dueDay, 1));
  return span && next && { ...span, lateDay: next.dueDay };
}

/** Every period that has a day in `from`…`to` (inclusive), in order. */
export function periodsBetween(frequency: Frequency, from: string, to: string): Period[] {
  const periods: Period[] = [];
  for (let day = from; day <= to; ) {
    const period = periodOf(frequency, day);
    if (!period) break;
    periods.push(period);
    day = addDays(period.dueDay, 1);
  }
  return periods;
}

/** How often a reach is walked at a level: its own entry in the policy, else the level's. */
export function frequencyOf({ patrol, floodSeason }: Policy, level: Level, reachCode: string): Frequency {
  const own = patrol.reaches.find((entry) => entry.reach === reachCode && entry.level === level);
  if (own) return { every: own.every };
  const { every, flood } = patrol.levels[level];
  return flood ? { every, flood: { every: flood, season: floodSeason } } : { every };
}
