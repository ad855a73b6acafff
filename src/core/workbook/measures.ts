import { isDay, lastOfMonth } from '../days';
import { type Column, cleaned, described, type Reading, textOf, type Wording } from './columns';
import type { Raw } from './readSheets';
import { cleanCode, cleanText, toHalfWidth } from './text';

/*
 * Columns that measure: quantities, coordinates, days. Excel's own numbers and dates are taken as they are, and
 * the spellings people type instead are converted and told.
 */

const EXCEL_EPOCH_MS = Date.UTC(1899, 11, 30);
const DAY_MS = 86_400_000;

/** A date cell where a number belongs is a number whose format the reader took for a date. */
const numberOf = (raw: Raw): number | null => {
  if (raw instanceof Date && !Number.isNaN(raw.getTime())) return (raw.getTime() - EXCEL_EPOCH_MS) / DAY_MS;
  return typeof raw === 'number' ? raw : null;
};

const notANumber = (text: string, reading: Reading): null =>
  reading.fault(
    'cell.number',
    /[,，、;；].*\p{L}|\p{L}.*[,，、;；]/u.test(text)
      ? '应是数字，这里像是别的列的内容串过来了，请看这一行是不是错位了'
      : '应是数字，不要写“约”“左右”或范围',
  );

/**
 * A quantity ≥ 0, kept as a whole number of `1/scale` units (km × 1000 → metres, m³ × 1000 → litres).
 * Unit names and thousands separators after or inside the number are taken off and told.
 */
export function quantity(
  heading: string,
  wording: Wording & { scale: number; max: number; units?: RegExp },
): Column<number> {
  return described(heading, wording, {
    numeric: true,
    read: (raw, reading) => {
      let value = numberOf(raw);
      if (value === null) {
        const typed = cleaned(raw, cleanCode, reading);
        if (typed === null) return null;
        const plain = typed.replace(wording.units ?? /$^/, '').replace(/(?<=\d),(?=\d{3}(?:\D|$))/g, '');
        if (!/^-?\d+(\.\d+)?$/.test(plain)) return notANumber(typed, reading);
        if (plain !== typed) reading.repaired('unit');
        value = Number(plain);
      }
      if (value < 0 || value > wording.max) {
        return reading.fault('cell.range', `应在 0 到 ${wording.max} 之间`);
      }
      return Math.round(value * wording.scale);
    },
  });
}

const DMS = /^(\d{1,3})[°度º](\d{1,2}(?:\.\d+)?)['′’‘分](?:(\d{1,2}(?:\.\d+)?)(?:"|″|”|“|''|′′|秒)?)?$/;

/** Decimal degrees from `111.22`, `E111.22°` or `111°13′05″`; null when it is neither. */
export function parseDegrees(text: string): { degrees: number; converted: boolean } | null {
  const bare = text.replace(/^(?:东经|北纬|经度|纬度|[EN])[:：]?/i, '').replace(/[EN]$/i, '');
  if (/^\d{1,3}(?:\.\d+)?°?$/.test(bare)) {
    return { degrees: Number(bare.replace('°', '')), converted: bare !== text };
  }
  const [, degrees, minutes, seconds = '0'] = DMS.exec(bare) ?? [];
  if (!degrees || Number(minutes) >= 60 || Number(seconds) >= 60) return null;
  return { degrees: Number(degrees) + Number(minutes) / 60 + Number(seconds) / 3_600, converted: true };
}

/** 经度 or 纬度 in degrees; whether the pair makes sense is for `checkCoordinates`. */
export function degrees(heading: string, wording: Wording): Column<number> {
  return described(heading, wording, {
    numeric: true,
    read: (raw, reading) => {
      const given = numberOf(raw);
      if (given !== null) return given;
      const typed = cleaned(raw, cleanCode, reading);
      if (typed === null) return null;
      const parsed = parseDegrees(typed);
      if (!parsed) return reading.fault('cell.degrees', '写法不对，应像 111.2200 或 111°13′12″');
      if (parsed.converted) reading.repaired('degrees');
      return parsed.degrees;
    },
  });
}

const FULL_DAY = /^(\d{4})[-./年](\d{1,2})[-./月](\d{1,2})日?(?:[ T]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?Z?)?$/;
const COMPACT_DAY = /^(\d{4})(\d{2})(\d{2})$/;
const MONTH = /^(\d{4})[-./年](\d{1,2})月?(?:底|末)?前?$/;

/** A day from the spellings in use; `monthEnd` when only the month was given. Null when it is none of them. */
export function parseDay(text: string): { day: string; monthEnd: boolean } | null {
  const [, year, month, date] = FULL_DAY.exec(text) ?? COMPACT_DAY.exec(text) ?? MONTH.exec(text) ?? [];
  if (!year || !month) return null;
  const first = `${year}-${month.padStart(2, '0')}-01`;
  if (!isDay(first)) return null;
  const day = date ? `${first.slice(0, 8)}${date.padStart(2, '0')}` : lastOfMonth(first);
  return isDay(day) ? { day, monthEnd: !date } : null;
}

/** A calendar day `YYYY-MM-DD` between 1990 and 2099. */
export function day(heading: string, wording: Wording): Column<string> {
  return described(heading, wording, {
    dated: true,
    read: (raw, reading) => {
      const found = readDay(raw, reading);
      if (found === null) return null;
      const sound = found >= '1990-01-01' && found <= '2099-12-31';
      return sound ? found : reading.fault('cell.day', '不像真的日期，应在 1990 年到 2099 年之间');
    },
  });
}

function readDay(raw: Raw, reading: Reading): string | null {
  if (raw instanceof Date) return textOf(raw);
  if (typeof raw === 'number' && raw >= 32_874 && raw < 73_051) {
    reading.repaired('daySerial');
    return new Date(EXCEL_EPOCH_MS + Math.floor(raw) * DAY_MS).toISOString().slice(0, 10);
  }
  const typed = cleaned(raw, cleanText, reading);
  if (typed === null) return null;
  const parsed = parseDay(toHalfWidth(typed));
  if (!parsed) return reading.fault('cell.day', '不是日期，应像 2024-10-31 或 2024年10月31日');
  if (parsed.monthEnd) reading.repaired('monthEnd');
  else if (parsed.day !== typed) reading.repaired('dayText');
  return parsed.day;
}
