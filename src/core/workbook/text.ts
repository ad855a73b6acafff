import type { RepairKind } from './findings';

/** Text put right, and what was put right about it. */
export interface Cleaned {
  text: string;
  repairs: RepairKind[];
}

type Step = [kind: RepairKind, repair: (text: string) => string];

const LINE_BREAK = / ?[\r\n\v\f\u0085\u2028\u2029]\s*/g;

/** A line break inside a text is a space; at its ends it is nothing. */
const inner = (found: string, at: number, whole: string): string =>
  at === 0 || at + found.length === whole.length ? '' : ' ';

// The dirt seen in live ledgers (domain.md §4.5). Every step takes time linear in the text, hostile text included.
const TEXT_STEPS: Step[] = [
  ['invisible', (t) => t.replace(/(?!\s|\u0085)[\p{Cc}\p{Cf}]|\ufeff/gu, '')],
  ['invisible', (t) => t.replace(/(?! )\p{Zs}/gu, ' ')],
  ['padding', (t) => t.replace(/[ \t]+/g, ' ')],
  ['lineBreak', (t) => t.replace(LINE_BREAK, inner)],
  ['padding', (t) => t.trim()],
  ['lookalike', (t) => t.replaceAll('囗', '口')],
];

const CODE_STEPS: Step[] = [
  ['fullWidth', toHalfWidth],
  ['innerSpace', (t) => t.replace(/\s+/g, '')],
];

/** Full-width letters, digits and signs to half-width; the Chinese dash and degree signs are left. */
export function toHalfWidth(text: string): string {
  return text.replace(/[\uff01-\uff5e]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0));
}

/** Nothing in it that any step would touch: most cells, so most cells cost one test instead of seven. */
const CLEAN = /^[\u4e00-\u56d6\u56d8-\u9fa5A-Za-z0-9.\-/]*$/;

function apply(raw: string, steps: Step[]): Cleaned {
  if (CLEAN.test(raw)) return { text: raw, repairs: [] };
  const repairs = new Set<RepairKind>();
  let text = raw;
  for (const [kind, repair] of steps) {
    const after = repair(text);
    if (after !== text) repairs.add(kind);
    text = after;
  }
  return { text, repairs: [...repairs] };
}

/** Free text: line breaks, invisible characters, padding and the lookalike 囗. Idempotent. */
export const cleanText = (raw: string): Cleaned => apply(raw, TEXT_STEPS);

/** A code, number, phone or chosen word: also half-width and without spaces inside. Idempotent. */
export const cleanCode = (raw: string): Cleaned => apply(raw, [...TEXT_STEPS, ...CODE_STEPS]);

/** What people type into a cell that has no answer: "-", "/", "——", 无, 暂无. */
export const isPlaceholder = (text: string): boolean => /^(?:[-－—–_/／\\]+|无|暂无|N\/A|NULL)$/i.test(text);

/** What folding leaves as it is but for the case: nearly every name and code, and twenty times as fast. */
const PLAIN = /^[\u4e00-\u9fa5A-Za-z0-9#._-]*$/;

/**
 * Two texts with the same fold are the same key: as strict as the strictest database the house runs on
 * (MariaDB's `utf8mb4_unicode_ci` takes case, width and accents as equal).
 */
export const fold = (text: string): string =>
  PLAIN.test(text) ? text.toLowerCase() : text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().trim();

/** Digits of a phone-like text hidden but for the first three and last four, for reports and logs. */
export const maskDigits = (text: string): string =>
  text.replace(
    /\d{8,}/g,
    (digits) => `${digits.slice(0, 3)}${'*'.repeat(digits.length - 7)}${digits.slice(-4)}`,
  );
