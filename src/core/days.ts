/**
 * Calendar days of Asia/Shanghai as `YYYY-MM-DD` text. Mainland China has kept UTC+8 without summer time since
 * 1991, so a fixed offset is exact for every date this program meets.
 */
const SHANGHAI_MS = 8 * 3_600_000;
const DAY_MS = 86_400_000;

const utcMs = (day: string): number => Date.parse(`${day}T00:00:00Z`);
const text = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

/** The last instant asked for: a press asks for the day of one instant a dozen times, and making the text costs 1 µs. */
let asked = { ms: Number.NaN, day: '' };

/** The Shanghai day of an instant. */
export function dayOf(instant: Date): string {
  const ms = instant.getTime();
  if (ms !== asked.ms) asked = { ms, day: text(ms + SHANGHAI_MS) };
  return asked.day;
}

/** The Shanghai wall clock of an instant as `HH:MM`. */
export const timeOf = (instant: Date): string =>
  new Date(instant.getTime() + SHANGHAI_MS).toISOString().slice(11, 16);

/** The instant at which Shanghai's clocks show `HH:MM` on that day. */
export const instantAt = (day: string, time: string): Date => new Date(`${day}T${time}:00+08:00`);

export const addDays = (day: string, n: number): string => text(utcMs(day) + n * DAY_MS);

/** Whole days from a to b; negative when b is earlier. */
export const daysBetween = (a: string, b: string): number => (utcMs(b) - utcMs(a)) / DAY_MS;

/** Monday is 1, Sunday is 7. */
export const weekday = (day: string): number => new Date(utcMs(day)).getUTCDay() || 7;

export const firstOfMonth = (day: string): string => `${day.slice(0, 7)}-01`;

/** The last day of the month that `day` is in. */
export const lastOfMonth = (day: string): string => addDays(firstOfMonth(addDays(firstOfMonth(day), 31)), -1);

/** Whether the text is a real calendar day (2026-02-30 is not). */
export const isDay = (value: string): boolean =>
  /^\d{4}-\d{2}-\d{2}$/.test(value) && !Number.isNaN(utcMs(value)) && text(utcMs(value)) === value;

/** 11月23日. */
export const dayInWords = (day: string): string => `${Number(day.slice(5, 7))}月${Number(day.slice(8))}日`;

/** 11月3日; with its year when that is another than `than`'s. */
export const dayBeside = (day: string, than: Date): string =>
  day.slice(0, 4) === dayOf(than).slice(0, 4) ? dayInWords(day) : dayInFull(day);

/** 2026年11月23日, as it stands in a document. */
export function dayInFull(day: string): string {
  const [year, month, date] = day.split('-').map(Number);
  return `${year}年${month}月${date}日`;
}
