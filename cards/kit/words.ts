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

/** A day by which something is due, and whether it stands: the county's calendar says so (`Calendar.due`). */
export interface Due {
  day: Day;
  /** 暂定: its year's holidays are not announced yet, so it may still move later. */
  provisional: boolean;
}

const PROVISIONAL = '暂定';
/** Every wording of a deadline goes through here, so none can leave out that it does not stand yet. */
const doubted = (words: string, { provisional }: Due): string => {
  if (!provisional) return words;
  return words.endsWith('）') ? `${words.slice(0, -1)}，${PROVISIONAL}）` : `${words}（${PROVISIONAL}）`;
};

function shortOf(today: Day, due: Day): string {
  const left = daysBetween(today, due);
  if (left < 0) return `已过期${-left}天`;
  if (left === 0) return '今天截止';
  if (left === 1) return '明天截止';
  const endOfWeek = 6 - sinceMonday(today);
  if (left <= endOfWeek) return `${weekdayOf(due)}前`;
  if (left <= endOfWeek + 7) return `下${weekdayOf(due)}前`;
  return `${dayWords(today, due)}前`;
}

/** The short form for a narrow line: 今天截止, 明天截止, 周五前, 下周三前, 12月31日前, 已过期3天（暂定）. */
export const dueShort = (today: Day, due: Due): string => doubted(shortOf(today, due.day), due);

function wordsOf(today: Day, due: Day): string {
  const short = shortOf(today, due);
  const day = dayWords(today, due);
  if (daysBetween(today, due) < 0) return `${short}（${day}到期）`;
  return short.includes(day) ? short : `${short}（${day}）`;
}

/** When something is due: 周五前（11月27日）, 12月31日前, 已过期3天（11月27日到期）, 下周五前（1月8日，暂定）. */
export const dueWords = (today: Day, due: Due): string => doubted(wordsOf(today, due.day), due);

/** Inside a sentence: 今天, 12月4日前, 1月8日前（暂定）. */
export const byWords = (today: Day, due: Due): string =>
  doubted(today === due.day ? '今天' : `${dayWords(today, due.day)}前`, due);

/** Since when something is overdue, `since` being the day after it was due: 11月23日起，已过期1天. */
export const overdueWords = (
  today: Day,
  { since, provisional }: { since: Day; provisional: boolean },
): string =>
  doubted(`${dayWords(today, since)}起，已过期${daysBetween(since, today) + 1}天`, {
    day: since,
    provisional,
  });

/** A deadline as a card needs it. */
export interface Deadline {
  today: Day;
  due: Due;
  /** Working days after today up to and with the due day, by the business calendar. */
  workingDaysLeft: number;
}

export type Urgency = 'todo' | 'soon' | 'late';
/** Soon is one working day or less, as in the last reminder. */
export function urgencyOf({ today, due, workingDaysLeft }: Deadline): Urgency {
  if (daysBetween(today, due.day) < 0) return 'late';
  return workingDaysLeft <= 1 ? 'soon' : 'todo';
}

/** How much time is left: 已过期3天, 今天截止, 还有1个工作日, 还有3个工作日（暂定）. */
export function leftWords({ today, due, workingDaysLeft }: Deadline): string {
  const left = daysBetween(today, due.day);
  if (left <= 0 || workingDaysLeft === 0) return dueShort(today, due);
  return doubted(`还有${workingDaysLeft}个工作日`, due);
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
