/** Times as the county reads them: Asia/Shanghai, whatever zone the browser stands in. */
const ZONE = 'Asia/Shanghai';
const PARTS = new Intl.DateTimeFormat('en-GB', {
  timeZone: ZONE,
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  weekday: 'short',
  hourCycle: 'h23',
});
const WEEKDAYS: Record<string, string> = {
  Mon: '周一',
  Tue: '周二',
  Wed: '周三',
  Thu: '周四',
  Fri: '周五',
  Sat: '周六',
  Sun: '周日',
};

export interface ShanghaiTime {
  year: string;
  month: string;
  day: string;
  hour: string;
  minute: string;
  second: string;
  weekday: string;
}

/** @param milliseconds since the epoch; not a number gives dashes. */
export function shanghai(milliseconds: number): ShanghaiTime {
  const dash = { year: '----', month: '--', day: '--', hour: '--', minute: '--', second: '--', weekday: '' };
  if (!Number.isFinite(milliseconds)) return dash;
  const found = Object.fromEntries(PARTS.formatToParts(milliseconds).map((part) => [part.type, part.value]));
  return { ...dash, ...found, weekday: WEEKDAYS[found.weekday ?? ''] ?? '' };
}

export function isoDay(milliseconds: number): string {
  const t = shanghai(milliseconds);
  return `${t.year}-${t.month}-${t.day}`;
}

/** 11月23日 08:00, with 今天 or 昨天 when it is so on the business clock. */
export function chatTime(milliseconds: number, now: number): string {
  const t = shanghai(milliseconds);
  const hour = `${t.hour}:${t.minute}`;
  if (isoDay(milliseconds) === isoDay(now)) return `今天 ${hour}`;
  if (isoDay(milliseconds) === isoDay(now - 86_400_000)) return `昨天 ${hour}`;
  const year = t.year === shanghai(now).year ? '' : `${t.year}年`;
  return `${year}${Number(t.month)}月${Number(t.day)}日 ${hour}`;
}

/** Reads what the server writes: ISO text, or milliseconds as number or text. */
export function instant(value: string | number): number {
  if (typeof value === 'number') return value;
  return /^\d+$/.test(value) ? Number(value) : Date.parse(value);
}

/** `<local_datetime>`: the documented `format_type`s, in the reader's zone. */
export function localTime(milliseconds: number, format: string): string {
  const t = shanghai(milliseconds);
  const date = `${t.year}年${Number(t.month)}月${Number(t.day)}日`;
  const forms: Record<string, string> = {
    date_num: `${t.year}-${t.month}-${t.day}`,
    date_short: `${Number(t.month)}月${Number(t.day)}日`,
    date,
    week: t.weekday,
    week_long: t.weekday.replace('周', '星期'),
    time: `${t.hour}:${t.minute}`,
    time_sec: `${t.hour}:${t.minute}:${t.second}`,
  };
  return forms[format] ?? `${date} ${t.hour}:${t.minute}`;
}
