/**
 * What comes back from a card's form, read as strictly as it deserves: every value is the client's word.
 * Absent and empty mean the same, faults are Chinese sentences that name the field. Shapes: feishu.md §4.1.
 */
import { z } from 'zod';

/** Whole numbers that a button carries: ids and versions. */
export const int = () => z.number().int().nonnegative().max(Number.MAX_SAFE_INTEGER);
/** A short code that a button carries. */
export const code = (max: number) => z.string().max(max);

type Read<T> = (raw: unknown) => { value: T } | { fault: string };
const field = <T>(read: Read<T>) =>
  z
    .unknown()
    .optional()
    .transform((raw, context): T => {
      const answer = read(raw);
      if ('value' in answer) return answer.value;
      context.addIssue({ code: 'custom', message: answer.fault });
      return z.NEVER;
    });

const isEmpty = (raw: unknown): boolean => raw === undefined || raw === null || raw === '';
const unreadable = (label: string) => ({ fault: `“${label}”没有读懂，请重新填写。` });

/** Words of at most `max` characters; '' when nothing was written. */
export const optionalWords = (label: string, max: number) =>
  field<string>((raw) => {
    if (isEmpty(raw)) return { value: '' };
    if (typeof raw !== 'string') return unreadable(label);
    const words = raw.trim();
    const length = Array.from(words).length;
    if (length > max) return { fault: `“${label}”最多写${max}个字，现在有${length}个，请改短一些。` };
    return { value: words };
  });

/** Words that must be there. */
export const words = (label: string, max: number) =>
  optionalWords(label, max).refine((value) => value !== '', `请填写“${label}”。`);

/** Points as people write them, 12.5 or -3, with two places at most: hundredths; null when nothing was written. */
export const optionalPoints = (label: string) =>
  field<number | null>((raw) => {
    const said = typeof raw === 'string' ? raw.normalize('NFKC').trim().replace(/分$/, '') : raw;
    if (isEmpty(said)) return { value: null };
    return typeof said === 'string' && /^-?\d{1,3}(\.\d{1,2})?$/.test(said)
      ? { value: Math.round(Number(said) * 100) }
      : { fault: `“${label}”请写数字，最多两位小数，如 12.5。` };
  });

/** Points that must be there. */
export const pointsField = (label: string) =>
  optionalPoints(label).transform((points, context): number => {
    if (points !== null) return points;
    context.addIssue({ code: 'custom', message: `请填写“${label}”。` });
    return z.NEVER;
  });

/** One of `values`, or null when nothing was chosen. */
export const optionalChoice = <const V extends string>(label: string, values: readonly V[]) =>
  field<V | null>((raw) => {
    if (isEmpty(raw)) return { value: null };
    const chosen = values.find((value) => value === raw);
    return chosen === undefined ? { fault: `“${label}”没有这个选项，请重新选择。` } : { value: chosen };
  });

/** One of `values`. */
export const choice = <const V extends string>(label: string, values: readonly V[]) =>
  field<V>((raw) => {
    if (isEmpty(raw)) return { fault: `请选择“${label}”。` };
    const chosen = values.find((value) => value === raw);
    return chosen === undefined ? { fault: `“${label}”没有这个选项，请重新选择。` } : { value: chosen };
  });

/** No deadline and no walk lies outside; a year too many would have the calendar counted through to it. */
const DAYS = { first: '2000-01-01', last: '2099-12-31' };

/** A day of 2000 to 2099 as `YYYY-MM-DD`, or null. Feishu adds the zone: `2026-01-05 +0800`; the day is as the person saw it. */
export const optionalDay = (label: string) =>
  field<string | null>((raw) => {
    if (isEmpty(raw)) return { value: null };
    const day = typeof raw === 'string' ? /^(\d{4}-\d{2}-\d{2})(?: [+-]\d{4})?$/.exec(raw)?.[1] : undefined;
    const time = day === undefined ? Number.NaN : Date.parse(`${day}T00:00:00Z`);
    const exists = !Number.isNaN(time) && new Date(time).toISOString().startsWith(day ?? '?');
    const sound = day !== undefined && exists && DAYS.first <= day && day <= DAYS.last;
    return sound ? { value: day } : { fault: `“${label}”不是有效的日期，请重新选择。` };
  });

/** A time of day as people write it, `9:30` or `9点30`; null when nothing was written. */
export const optionalTime = (label: string) =>
  field<string | null>((raw) => {
    if (isEmpty(raw)) return { value: null };
    if (typeof raw !== 'string') return unreadable(label);
    const [, hour, minute] = /^\s*(\d{1,2})\s*[:：点时]\s*(\d{1,2})?\s*分?\s*$/.exec(raw) ?? [];
    if (hour === undefined || Number(hour) > 23 || Number(minute ?? 0) > 59) {
      return { fault: `“${label}”请写成 9:30 这样。` };
    }
    return { value: `${hour.padStart(2, '0')}:${(minute ?? '0').padStart(2, '0')}` };
  });

/** A tick: true, or 'true' as some clients send it. */
export const tick = (label: string) =>
  field<boolean>((raw) => {
    if (raw === true || raw === 'true') return { value: true };
    return isEmpty(raw) || raw === false || raw === 'false' ? { value: false } : unreadable(label);
  });

/** Some of `values`: an array, or an array written as JSON as some clients send it. */
export const choices = <const V extends string>(label: string, values: readonly V[]) =>
  field<V[]>((raw) => {
    if (isEmpty(raw)) return { value: [] };
    const list = typeof raw === 'string' && raw.startsWith('[') ? readJson(raw) : raw;
    if (!Array.isArray(list)) return unreadable(label);
    const chosen = values.filter((value) => list.includes(value));
    const allKnown = list.every((one) => values.some((value) => value === one));
    return allKnown ? { value: chosen } : { fault: `“${label}”没有这个选项，请重新选择。` };
  });

function readJson(raw: string): unknown {
  try {
    return JSON.parse(raw);
  } catch {
    // Not JSON is not ours to judge here: the caller says that it could not be read.
    return raw;
  }
}

/** A form with fields of fixed names. */
export const fields = z.object;

/**
 * What reads a form. A zod schema is one; those that depend on the press are plain objects, because to build a
 * schema takes longer than all else that a press does before the database.
 */
export interface FormReader<T> {
  safeParse(form: unknown): FormRead<T>;
}
type FormRead<T> =
  | { success: true; data: T }
  | { success: false; error: { issues: readonly { message: string }[] } };
type Reading<R> = R extends FormReader<infer T> ? T : never;

const refused = (issues: { message: string }[]): FormRead<never> => ({ success: false, error: { issues } });

/**
 * One field a row, under a name that depends on the row: each row comes back with what it says `now`.
 *
 * @param read how a row's field is read; `n` counts the rows from 1, for faults that say which
 */
export const perRow = <R extends object, V>(
  rows: R[],
  name: (row: R) => string,
  read: (n: number) => z.ZodType<V>,
): FormReader<(R & { now: V })[]> => ({
  safeParse(form) {
    const given = typeof form === 'object' && form !== null ? (form as Record<string, unknown>) : {};
    const issues: { message: string }[] = [];
    const data = rows.flatMap((row, i): (R & { now: V })[] => {
      const key = name(row);
      const answer = read(i + 1).safeParse(Object.hasOwn(given, key) ? given[key] : undefined);
      if (answer.success) return [{ ...row, now: answer.data }];
      issues.push(...answer.error.issues);
      return [];
    });
    return issues.length > 0 ? refused(issues) : { success: true, data };
  },
});

/** Refuses a form with a field of this kind that the card did not show; other unknown fields are let be. */
export const noOther = <T>(kind: RegExp, shown: readonly string[], reader: FormReader<T>): FormReader<T> => ({
  safeParse(form) {
    const names = typeof form === 'object' && form !== null ? Object.keys(form) : [];
    const strange = names.some((name) => kind.test(name) && !shown.includes(name));
    return strange
      ? refused([{ message: '这张卡片和现在的任务对不上，请在最新的卡片上重新提交。' }])
      : reader.safeParse(form);
  },
});

/** Several parts that each read the same form; faults of all parts are kept in their order. */
export const together = <S extends Record<string, FormReader<unknown>>>(
  parts: S,
): FormReader<{ [K in keyof S]: Reading<S[K]> }> => ({
  safeParse(form) {
    const read: Record<string, unknown> = {};
    const issues: { message: string }[] = [];
    for (const [key, part] of Object.entries(parts)) {
      const answer = part.safeParse(form);
      if (answer.success) read[key] = answer.data;
      else issues.push(...answer.error.issues);
    }
    if (issues.length > 0) return refused(issues);
    return { success: true, data: read as { [K in keyof S]: Reading<S[K]> } };
  },
});

/** A short code of the given form that a select sends; the bot checks that it exists. */
export const pickedCode = (label: string, pattern: RegExp) =>
  field<string>((raw) => {
    if (isEmpty(raw)) return { fault: `请选择“${label}”。` };
    return typeof raw === 'string' && pattern.test(raw)
      ? { value: raw }
      : { fault: `“${label}”没有这个选项，请重新选择。` };
  });

/** Several short codes of the given form that a multi-select sends; at least one, each once. */
export const pickedCodes = (label: string, pattern: RegExp, most: number) =>
  field<string[]>((raw) => {
    if (isEmpty(raw)) return { fault: `请选择“${label}”。` };
    const list = typeof raw === 'string' && raw.startsWith('[') ? readJson(raw) : raw;
    if (!Array.isArray(list) || list.length > most) return unreadable(label);
    if (list.length === 0) return { fault: `请选择“${label}”。` };
    const known = list.every((one): one is string => typeof one === 'string' && pattern.test(one));
    return known ? { value: [...new Set(list)] } : { fault: `“${label}”没有这个选项，请重新选择。` };
  });
