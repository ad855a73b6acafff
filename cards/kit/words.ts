/** Days and figures as people say them. A day is a `YYYY-MM-DD` string of the county's calendar. */

/** 'YYYY-MM-DD'. */
export type Day = string;

const DAY_MS = 86_400_000;
const WEEKDAYS = ['周日', '周一', '周二', '周三', '周四', '周五', '周六'] as const;

const serial = (day: Day): number => Date.parse(`${day}T00:00:00Z`) / DAY_MS;
/** Monday = 0. 1970-01-01 was a Thursday. */
const sinceMonday = (day: Day): number => (serial(day) + 3) % 7;

/** Whole days from `from` to `to`; negative when `to` is earlier. */
export const daysBetween = (from: Day, to: Day): number => serial(to) - serial(from);

/** 周日 … 周六. */
export const weekdayOf = (day: Day): string => WEEKDAYS[(sinceMonday(day) + 1) % 7] ?? '';

/** 11月27日, or 2025年11月27日 when that is not the year of `today`. */
export function dayWords(today: Day, day: Day): string {
  const [year, month, date] = day.split('-').map(Number);
  const withoutYear = `${month}月${date}日`;
  return today.slice(0, 4) === day.slice(0, 4) ? withoutYear : `${year}年${withoutYear}`;
}

/** The short form for a narrow line: 今天截止, 明天截止, 周五前, 下周三前, 12月31日前, 已过期3天. */
export function dueShort(today: Day, due: Day): string {
  const left = daysBetween(today, due);
  if (left < 0) return `已过期${-left}天`;
  if (left === 0) return '今天截止';
  if (left === 1) return '明天截止';
  const endOfWeek = 6 - sinceMonday(today);
  if (left <= endOfWeek) return `${weekdayOf(due)}前`;
  if (left <= endOfWeek + 7) return `下${weekdayOf(due)}前`;
  return `${dayWords(today, due)}前`;
}

/** When something is due: 周五前（11月27日）, 12月31日前, 已过期3天（11月27日到期）. */
export function dueWords(today: Day, due: Day): string {
  const short = dueShort(today, due);
  const day = dayWords(today, due);
  if (daysBetween(today, due) < 0) return `${short}（${day}到期）`;
  return short.includes(day) ? short : `${short}（${day}）`;
}

/** Inside a sentence: 今天, 12月4日前. */
export const byWords = (today: Day, due: Day): string =>
  today === due ? '今天' : `${dayWords(today, due)}前`;

/** A deadline as a card needs it. */
export interface Deadline {
  today: Day;
  due: Day;
  /** Working days after today up to and with the due day, by the business calendar. */
  workingDaysLeft: number;
}

export type Urgency = 'todo' | 'soon' | 'late';
/** Soon is one working day or less, as in the last reminder. */
export function urgencyOf({ today, due, workingDaysLeft }: Deadline): Urgency {
  if (daysBetween(today, due) < 0) return 'late';
  return workingDaysLeft <= 1 ? 'soon' : 'todo';
}

/** How much time is left: 已过期3天, 今天截止, 还有1个工作日. */
export function leftWords(deadline: Deadline): string {
  const left = daysBetween(deadline.today, deadline.due);
  if (left <= 0 || deadline.workingDaysLeft === 0) return dueShort(deadline.today, deadline.due);
  return `还有${deadline.workingDaysLeft}个工作日`;
}

/** A reach may bear its river's name: 汾河 · 汾河龙兴镇第一村段, 汾河汾河龙兴镇第一村段 第48周巡河. */
const RIVER_TWICE = /^(\S{1,5}?[河江溪川沟渠])(?: · )?(?=\1)/;
/** The official name of an outfall begins with prefecture and county, which everybody here knows. */
const COUNTY = /(^|：)[^市县镇乡村，：]{2,5}市[^市县镇乡村，：]{2,5}县(?!城)/;
/** A place as people of the county say it: the river once, no prefecture and county. */
export const localName = (name: string): string => name.replace(RIVER_TWICE, '').replace(COUNTY, '$1');

/** Characters of a town's or village's name, and of what is left of a name, at least. */
const SHORTEST = 3;
/** The same on its own reach, which says town and village: 老街散排口 on 汾河龙兴镇第一村段. */
export function nameOnReach(name: string, reach: string): string {
  const local = localName(name);
  const known = [...local.matchAll(/[镇乡村区]/g)]
    .map(({ index }) => index + 1)
    .filter(
      (end) => end >= SHORTEST && local.length - end >= SHORTEST && reach.includes(local.slice(0, end)),
    );
  return local.slice(known.at(-1) ?? 0);
}

/** Metres matter to nobody on a walk: 3.268 → 3.3. */
export const kilometres = (km: number): string => `${Number(km.toFixed(1)) || km}公里`;

/** Hundredths as a figure with two decimals: 8840 → 88.40; nothing to score → —. */
export const score = (hundredths: number | null): string =>
  hundredths === null ? '—' : (hundredths / 100).toFixed(2);

/** A difference in hundredths with its sign: +1.65, -4.10, 0.00; nothing to compare with → —. */
export const change = (hundredths: number | null): string =>
  hundredths !== null && hundredths > 0 ? `+${score(hundredths)}` : score(hundredths);
