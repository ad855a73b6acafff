import type { Level } from '../../entities';
import { addDays, firstOfMonth, lastOfMonth, weekday } from '../core/days';
import { FINER, type Policy, upliftOf } from '../core/policy';

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
 *
 * Risk. A period that begins while a grave problem is open on the reach is cut one step closer, and the first one
 * that begins without is ordinary again: nobody's running period changes under them. Half a month and a week are
 * the closest there is.
 *
 * A reach's own frequency between two days replaces the ordinary one by its whole periods inside those days;
 * ordinary periods that overlap one of these fall away. With `none`, those that end within the days fall away.
 */

export type Every = Policy['patrol']['levels']['county']['every'];
/** `from` and `to` as `MM-DD`, both inside; a season may run over the new year. */
export type Season = Policy['floodSeason'];

/** Days of which the first and the last are inside; `to` null: still so. */
export interface Days {
  from: string;
  to: string | null;
}

export interface Frequency {
  every: Every;
  flood?: { every: Every; season: Season };
  /** When a grave problem was open on the reach. */
  risks?: readonly Days[];
  /** Another frequency for a while. */
  during?: readonly (Days & { every: Every })[];
}

/** One step closer than usual. */
const CLOSER: Partial<Record<Every, Exclude<Every, 'none'>>> = {
  year: 'half-year',
  'half-year': 'quarter',
  quarter: 'month',
  month: 'half-month',
};

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

/** Whether `day` is one of the days. */
export const within = ({ from, to }: Days, day: string): boolean => from <= day && (to === null || day <= to);

function spanOf({ every, flood, risks }: Frequency, day: string): Span | null {
  if (every === 'none') return null;
  const ordinary = SPANS[every](day);
  const flooded =
    flood &&
    flood.every !== 'none' &&
    FINER[every].includes(flood.every) &&
    insideSeason(ordinary, flood.season);
  if (flooded && flood.every !== 'none') return SPANS[flood.every](day);
  const closer = CLOSER[every];
  const risky = closer && risks?.some((risk) => within(risk, ordinary.startDay));
  return risky ? SPANS[closer](day) : ordinary;
}

/** The period that `day` is in; null when nothing is asked (`every: none`). */
export function periodOf(frequency: Frequency, day: string): Period | null {
  const span = spanOf(frequency, day);
  const next = span && spanOf(frequency, addDays(span.dueDay, 1));
  return span && next && { ...span, lateDay: next.dueDay };
}

/** Every period that has a day in `from`…`to` (inclusive), in order. */
export function periodsBetween(frequency: Frequency, from: string, to: string): Period[] {
  const usual = usualBetween(frequency, from, to);
  if (!frequency.during?.length) return usual;
  const start = usual[0]?.startDay ?? from;
  const end = usual.at(-1)?.dueDay ?? to;
  const own = frequency.during.flatMap((days) =>
    usualBetween({ every: days.every }, start < from ? start : from, end > to ? end : to).filter(
      ({ startDay, dueDay }) => days.from <= startDay && (days.to === null || dueDay <= days.to),
    ),
  );
  const stopped = frequency.during.filter(({ every }) => every === 'none');
  const kept = usual.filter(
    ({ startDay, dueDay }) =>
      !own.some((other) => other.startDay <= dueDay && startDay <= other.dueDay) &&
      !stopped.some((days) => within(days, dueDay)),
  );
  return [...kept, ...own]
    .filter(({ startDay, dueDay }) => startDay <= to && dueDay >= from)
    .sort((a, b) => a.startDay.localeCompare(b.startDay));
}

function usualBetween(frequency: Frequency, from: string, to: string): Period[] {
  const periods: Period[] = [];
  for (let day = from; day <= to; ) {
    const period = periodOf(frequency, day);
    if (!period) break;
    periods.push(period);
    day = addDays(period.dueDay, 1);
  }
  return periods;
}

/**
 * How often a reach is walked at a level: its own entry without dates in the policy, else the level's; and what is
 * other for a while.
 *
 * @param risks when a grave problem was open on the reach
 */
export function frequencyOf(
  policy: Policy,
  level: Level,
  reachCode: string,
  risks: readonly Days[] = [],
): Frequency {
  const { patrol, floodSeason } = policy;
  const entries = patrol.reaches.filter((entry) => entry.reach === reachCode && entry.level === level);
  const always = entries.find(({ from, to }) => from === undefined && to === undefined);
  const { every, flood } = always ? { every: always.every, flood: undefined } : patrol.levels[level];
  const during = entries
    .filter((entry) => entry !== always)
    .map((entry) => ({ every: entry.every, from: entry.from ?? '0000-01-01', to: entry.to ?? null }));
  const raised = risks.length > 0 && upliftOf(policy).levels.includes(level);
  return {
    every,
    ...(flood && { flood: { every: flood, season: floodSeason } }),
    ...(raised && { risks }),
    ...(during.length > 0 && { during }),
  };
}
