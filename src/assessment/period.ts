import { addDays, lastOfMonth } from '../core/days';
import { Fault } from '../core/errors';

/** 考核期: a calendar month, quarter or year of Shanghai days, both ends included. */
export interface Period {
  /** `2026-10`, `2026-Q4`, `2026`. */
  key: string;
  kind: 'month' | 'quarter' | 'year';
  fromDay: string;
  toDay: string;
}

/** Whether it is the key of a month, 2026-03: the lines of a year are called by them. */
export const isMonth = (key: string): boolean => /^\d{4}-\d{2}$/.test(key);

const two = (n: number): string => String(n).padStart(2, '0');

/** A period of `months` months from the given one on; months beyond a year's ends carry over. */
function span(kind: Period['kind'], year: number, month: number, months: number): Period {
  const first = new Date(Date.UTC(year, month - 1, 1)).toISOString().slice(0, 10);
  const last = new Date(Date.UTC(year, month - 1 + months - 1, 1)).toISOString().slice(0, 10);
  const [y, m] = [first.slice(0, 4), Number(first.slice(5, 7))];
  const key = { month: `${y}-${two(m)}`, quarter: `${y}-Q${Math.ceil(m / 3)}`, year: y }[kind];
  return { key, kind, fromDay: first, toDay: lastOfMonth(last) };
}

const MONTHS = { month: 1, quarter: 3, year: 12 } as const;

/** Reads `2026-10`, `2026-Q4` or `2026`. @throws Fault `assess.period` */
export function parsePeriod(text: string): Period {
  const match = /^(20\d{2})(?:-(?:(0[1-9]|1[0-2])|Q([1-4])))?$/.exec(text);
  if (!match) throw new Fault('assess.period', { period: text });
  const year = Number(match[1]);
  if (match[2]) return span('month', year, Number(match[2]), 1);
  if (match[3]) return span('quarter', year, Number(match[3]) * 3 - 2, 3);
  return span('year', year, 1, 12);
}

/** The period of the same kind before this one: what a change is told against. */
export function periodBefore({ kind, fromDay }: Period): Period {
  const months = MONTHS[kind];
  return span(kind, Number(fromDay.slice(0, 4)), Number(fromDay.slice(5, 7)) - months, months);
}

/** The period of the same kind after this one. */
export function periodAfter({ kind, fromDay }: Period): Period {
  const months = MONTHS[kind];
  return span(kind, Number(fromDay.slice(0, 4)), Number(fromDay.slice(5, 7)) + months, months);
}

/** The month before the one that `day` is in. */
export const monthBefore = (day: string): Period => periodBefore(parsePeriod(day.slice(0, 7)));

/** Whether the period still runs on that day. */
export const isRunning = ({ toDay }: Period, today: string): boolean => today <= toDay;

/** The first day after it. */
export const dayAfter = ({ toDay }: Pick<Period, 'toDay'>): string => addDays(toDay, 1);

/** The months of which a year is the mean. */
export const monthsOf = ({ fromDay }: Period): Period[] =>
  Array.from({ length: MONTHS.year }, (_, n) => span('month', Number(fromDay.slice(0, 4)), n + 1, 1));
