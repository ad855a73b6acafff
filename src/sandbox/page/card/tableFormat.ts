import { shanghai } from '../time';
import { type Json, num, obj, str } from './read';

/** `number` cells: `format.precision` digits (0–10), thousands when `separator`, `symbol` in front. */
export function formatNumber(value: unknown, column: Json): string {
  if (typeof value !== 'number' || !Number.isFinite(value))
    return value === undefined || value === null ? '' : String(value);
  const format = obj(column, 'format') ?? {};
  const precision = num(format, 'precision');
  const digits =
    precision === null ? {} : { minimumFractionDigits: precision, maximumFractionDigits: precision };
  const text = new Intl.NumberFormat('en-US', {
    useGrouping: format.separator === true,
    maximumFractionDigits: 10,
    ...digits,
  }).format(value);
  return `${str(format, 'symbol')}${text}`;
}

/** `date` cells: milliseconds since the epoch by `date_format` (YYYY MM DD HH mm ss), in Shanghai. */
export function formatDate(value: unknown, column: Json): string {
  const milliseconds = Number(value);
  if (value === undefined || value === null || !Number.isFinite(milliseconds)) return '';
  const t = shanghai(milliseconds);
  const parts: Record<string, string> = {
    YYYY: t.year,
    YY: t.year.slice(2),
    MM: t.month,
    DD: t.day,
    HH: t.hour,
    mm: t.minute,
    ss: t.second,
  };
  return (str(column, 'date_format') || 'YYYY/MM/DD').replace(
    /YYYY|YY|MM|DD|HH|mm|ss/g,
    (part) => parts[part] ?? part,
  );
}

/** How many lines of text a row shows before the rest is cut with an ellipsis; null: as many as it needs. */
export function rowLines(height: string): number | null {
  if (height === 'auto') return null;
  if (height === 'middle') return 2;
  if (height === 'high') return 3;
  const px = /^(\d+)px$/.exec(height)?.[1];
  return px ? Math.max(1, Math.floor((Number(px) - 12) / 20)) : 1;
}

/** The rows of one page and how many pages there are; `page` counts from 0. */
export function pageOf<T>(rows: T[], size: number, page: number): { rows: T[]; pages: number; page: number } {
  const pages = Math.max(1, Math.ceil(rows.length / size));
  const at = Math.min(Math.max(page, 0), pages - 1);
  return { rows: rows.slice(at * size, at * size + size), pages, page: at };
}
