import type { RepairKind } from './findings';
import type { Raw } from './readSheets';
import { type Cleaned, cleanCode, cleanText, isPlaceholder, maskDigits } from './text';

/** What a column's reader may say about the cell in hand. */
export interface Reading {
  /** Refuses the cell; returns null so that a reader can end with it. */
  fault(code: string, message: string): null;
  repaired(...kinds: RepairKind[]): void;
}

/** One column of a sheet: how it is called, how it is filled in, and how a cell becomes a value. */
export interface Column<T = unknown, Required extends boolean = boolean> {
  heading: string;
  required: Required;
  /** How to fill it in, for the template. */
  help: string;
  /** The template's example. */
  example: string;
  /** The words a cell may hold; `open` when others are taken too. */
  choices?: readonly string[];
  open?: boolean;
  /** Phone numbers are masked wherever they are shown. */
  secret?: boolean;
  /** An empty cell says something (still in office, no larger reach) and is not 待补. */
  blankIsAnswer?: boolean;
  /** Excel may keep it as a number; everything else is text to Excel. */
  numeric?: boolean;
  /** @returns null after a fault, or when the cell holds nothing but a placeholder */
  read(raw: Raw, reading: Reading): T | null;
}

export type Columns = Record<string, Column>;

type ValueOf<C> = C extends Column<infer T, boolean> ? T : never;

/** A row's values while faults are still being looked for: any may be missing. */
export type Values<C extends Columns> = { [K in keyof C]: ValueOf<C[K]> | null };

/** A row's values once the sheet is without fault. */
export type Complete<C extends Columns> = {
  [K in keyof C]: C[K] extends Column<infer T, true> ? T : ValueOf<C[K]> | null;
};

export interface Wording<R extends boolean> {
  required?: R;
  help?: string;
  example?: string;
  blankIsAnswer?: boolean;
}

export const described = <T, R extends boolean>(
  heading: string,
  wording: Wording<R>,
  rest: Pick<Column<T, R>, 'read' | 'choices' | 'open' | 'secret' | 'numeric'>,
): Column<T, R> => ({
  heading,
  required: (wording.required ?? false) as R,
  help: wording.help ?? '',
  example: wording.example ?? '',
  blankIsAnswer: wording.blankIsAnswer,
  ...rest,
});

/** Cell → text: numbers without exponent, dates as days, yes/no as words. */
export function textOf(raw: Raw): string {
  if (raw instanceof Date) return raw.toISOString().slice(0, 10);
  if (typeof raw === 'boolean') return raw ? '是' : '否';
  if (typeof raw === 'number' && Number.isInteger(raw)) return BigInt(raw).toString();
  return String(raw);
}

/** Cleans a cell's text; null when it is blank or a placeholder that is not one of the column's own words. */
export function cleaned(
  raw: Raw,
  clean: (text: string) => Cleaned,
  reading: Reading,
  words: readonly string[] = [],
): string | null {
  const { text, repairs } = clean(textOf(raw));
  if (text === '') return null;
  reading.repaired(...repairs);
  if (!words.includes(text) && isPlaceholder(text)) {
    reading.repaired('placeholder');
    return null;
  }
  return text;
}

const tooLong = (reading: Reading, max: number): null =>
  reading.fault('cell.tooLong', `太长了，最多 ${max} 个字`);

/** Free text. */
export function text<R extends boolean = false>(
  heading: string,
  wording: Wording<R> & { max: number; choices?: readonly string[] },
): Column<string, R> {
  return described(heading, wording, {
    choices: wording.choices,
    open: true,
    read: (raw, reading) => {
      const value = cleaned(raw, cleanText, reading, wording.choices);
      return value !== null && value.length > wording.max ? tooLong(reading, wording.max) : value;
    },
  });
}

/** A code: half-width, no spaces. Excel keeps only 15 digits of a number, so a long one as a number is refused. */
export function code<R extends boolean = false>(
  heading: string,
  wording: Wording<R> & { max: number; pattern?: RegExp; upper?: boolean },
): Column<string, R> {
  return described(heading, wording, {
    read: (raw, reading) => {
      if (raw instanceof Date) {
        return reading.fault('cell.date', '被 Excel 当成了日期，请把这一格设为“文本”再重填');
      }
      if (typeof raw === 'number' && (!Number.isSafeInteger(raw) || raw >= 1e15)) {
        return reading.fault('cell.lostDigits', '被 Excel 存成了数字，末几位可能已丢失，请设为“文本”再重填');
      }
      const found = cleaned(raw, cleanCode, reading);
      const value = found !== null && wording.upper ? found.toUpperCase() : found;
      if (value === null) return null;
      if (/^\d(\.\d+)?E\+?\d+$/i.test(value)) {
        return reading.fault('cell.lostDigits', '是科学计数法，末几位已丢失，请设为“文本”再重填');
      }
      if (value.length > wording.max) return tooLong(reading, wording.max);
      if (wording.pattern && !wording.pattern.test(value)) {
        return reading.fault('cell.pattern', `写法不对，${wording.help}`);
      }
      return value;
    },
  });
}

/** `^1\d{10}$`, as the Feishu tenant knows it. */
export function mobile<R extends boolean = false>(heading: string, wording: Wording<R>): Column<string, R> {
  return described(heading, wording, {
    secret: true,
    read: (raw, reading) => {
      const typed = cleaned(raw, cleanCode, reading);
      if (typed === null) return null;
      const value = typed.replace(/^(?:\+|00)86(?=1)/, '').replace(/[-‐–—]/g, '');
      if (value !== typed) reading.repaired('phone');
      if (/^1\d{10}$/.test(value)) return value;
      return /E\+/i.test(value)
        ? reading.fault('cell.lostDigits', '是科学计数法，末几位已丢失，请设为“文本”再重填手机号')
        : reading.fault('cell.mobile', '手机号应是 1 开头的 11 位数字');
    },
  });
}

/** One of the given words; `aliases` are other spellings that are taken and told. */
export function choice<T extends string, R extends boolean = false>(
  heading: string,
  choices: readonly T[],
  wording: Wording<R> & { aliases?: Record<string, T> } = {},
): Column<T, R> {
  const known = new Map<string, T>(choices.map((word) => [cleanCode(word).text.toUpperCase(), word]));
  return described(heading, wording, {
    choices,
    read: (raw, reading) => {
      const typed = cleaned(raw, cleanCode, reading, choices);
      if (typed === null) return null;
      const word = known.get(typed.toUpperCase());
      if (word !== undefined) return word;
      const alias = wording.aliases?.[typed.toUpperCase()];
      if (alias === undefined) return reading.fault('cell.choice', `只能填：${choices.join('、')}`);
      reading.repaired('alias');
      return alias;
    },
  });
}

/** Several of the given words, separated by 、 or ；. */
export function choices<T extends string, R extends boolean = false>(
  heading: string,
  words: readonly T[],
  wording: Wording<R>,
): Column<T[], R> {
  return described(heading, wording, {
    choices: words,
    open: true,
    read: (raw, reading) => {
      const typed = cleaned(raw, cleanText, reading, words);
      if (typed === null) return null;
      const parts = typed.split(/[、,，;；/\s]+/).filter((part) => part !== '');
      const wrong = parts.filter((part) => !(words as readonly string[]).includes(part));
      if (wrong.length > 0) {
        return reading.fault('cell.choice', `“${wrong.join('、')}”不认识，只能填：${words.join('、')}`);
      }
      return words.filter((word) => parts.includes(word));
    },
  });
}

const YES_NO: Record<string, '是' | '否'> = {
  '√': '是',
  '✓': '是',
  TRUE: '是',
  Y: '是',
  '×': '否',
  FALSE: '否',
  N: '否',
};

/** 是 / 否. */
export function flag<R extends boolean = false>(
  heading: string,
  wording: Wording<R> = {},
): Column<boolean, R> {
  const words = choice(heading, ['是', '否'], { ...wording, aliases: YES_NO });
  return described(
    heading,
    { ...wording, help: wording.help ?? '填“是”或“否”' },
    {
      choices: words.choices,
      read: (raw, reading) => {
        const word = words.read(raw, reading);
        return word === null ? null : word === '是';
      },
    },
  );
}

/** What a shown fault quotes of a cell. */
export const quoted = (column: Column, raw: Raw): string => {
  const shown = textOf(raw).slice(0, 100);
  return column.secret ? maskDigits(shown) : shown;
};
