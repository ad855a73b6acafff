import chineseDays from 'chinese-days/dist/chinese-days.json';
import { addDays, weekday } from './days';

/** A county's own corrections, from `policy.yaml`: days that work or rest whatever the national list says. */
export interface CalendarOverride {
  workdays: string[];
  restdays: string[];
  /** Years that the county confirms as covered although the national list has none yet. */
  years: number[];
}

/** Holidays with a fixed date in the 全国年节及纪念日放假办法 (2024); the moving ones need the yearly notice. */
const FIXED_HOLIDAYS = new Set(['01-01', '05-01', '05-02', '10-01', '10-02', '10-03']);

const HOLIDAYS = new Set(Object.keys(chineseDays.holidays));
const MADE_UP_WORKDAYS = new Set(Object.keys(chineseDays.workdays));
const yearOf = (day: string): number => Number(day.slice(0, 4));
const lastDayOf = (year: number): string => `${year}-12-31`;
const MOST_COUNTED = 10_000;
const NATIONAL_YEARS = new Set([...HOLIDAYS].map(yearOf));

/**
 * The business calendar: which Shanghai days are working days. National holidays and made-up working days come
 * from the data of `chinese-days`; in a year it does not cover, weekends and the fixed holidays rest, and
 * whoever tells a deadline there must call it 暂定 (`due` tells).
 */
export class Calendar {
  private readonly workdays: Set<string>;
  private readonly restdays: Set<string>;
  private readonly years: Set<number>;
  /** Working days of whole years: a deadline far ahead is not counted day by day each time that a card is drawn. */
  private readonly ofYear = new Map<number, number>();
  /** What `addWorkdays` came to: thousands of matters count the same days from the same day. */
  private readonly counted = new Map<string, string>();

  constructor(override: CalendarOverride = { workdays: [], restdays: [], years: [] }) {
    this.workdays = new Set(override.workdays);
    this.restdays = new Set(override.restdays);
    this.years = new Set([...NATIONAL_YEARS, ...override.years]);
  }

  covers(day: string): boolean {
    return this.years.has(yearOf(day));
  }

  /** A deadline with whether it stands: in a year that is not covered it is 暂定. */
  due(day: string): { day: string; provisional: boolean } {
    return { day, provisional: !this.covers(day) };
  }

  /** First and last covered year, for `/readyz` and `doctor`. */
  coverage(): { from: number; to: number } {
    const years = [...this.years];
    return { from: Math.min(...years), to: Math.max(...years) };
  }

  isWorkday(day: string): boolean {
    if (this.workdays.has(day)) return true;
    if (this.restdays.has(day)) return false;
    if (MADE_UP_WORKDAYS.has(day)) return true;
    if (HOLIDAYS.has(day)) return false;
    if (!NATIONAL_YEARS.has(yearOf(day)) && FIXED_HOLIDAYS.has(day.slice(5))) return false;
    return weekday(day) <= 5;
  }

  /** `day` itself when it works, else the next working day. */
  nextWorkday(day: string): string {
    let d = day;
    while (!this.isWorkday(d)) d = addDays(d, 1);
    return d;
  }

  /** `day` itself when it works, else the one before it. */
  previousWorkday(day: string): string {
    let d = day;
    while (!this.isWorkday(d)) d = addDays(d, -1);
    return d;
  }

  /** The n-th working day after (n > 0) or before (n < 0) `day`; with 0, `day` itself. */
  addWorkdays(day: string, n: number): string {
    const asked = `${day}${n}`;
    const known = this.counted.get(asked);
    if (known !== undefined) return known;
    const step = Math.sign(n);
    let d = day;
    for (let left = Math.abs(n); left > 0; ) {
      d = addDays(d, step);
      if (this.isWorkday(d)) left -= 1;
    }
    if (this.counted.size >= MOST_COUNTED) this.counted.clear();
    this.counted.set(asked, d);
    return d;
  }

  /** How many working days lie after `from` up to and including `to`; negative when `to` is earlier. */
  workdaysBetween(from: string, to: string): number {
    if (to < from) return -this.workdaysBetween(to, from) || 0;
    const [first, last] = [yearOf(from), yearOf(to)];
    if (first === last) return this.countAfter(from, to);
    let count = this.countAfter(from, lastDayOf(first)) + this.countAfter(lastDayOf(last - 1), to);
    for (let year = first + 1; year < last; year += 1) count += this.workdaysOf(year);
    return count;
  }

  private workdaysOf(year: number): number {
    const known = this.ofYear.get(year) ?? this.countAfter(lastDayOf(year - 1), lastDayOf(year));
    this.ofYear.set(year, known);
    return known;
  }

  private countAfter(from: string, to: string): number {
    let count = 0;
    for (let d = from; d < to; ) {
      d = addDays(d, 1);
      if (this.isWorkday(d)) count += 1;
    }
    return count;
  }

  /** Whether any day from `from` to `to` inclusive works. */
  hasWorkday(from: string, to: string): boolean {
    return this.nextWorkday(from) <= to;
  }
}
