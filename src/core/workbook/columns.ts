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
export interface Column<T = unknown> {
  heading: string;
  required: boolean;
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
  /** Written out as dates; in the template as text, so that Excel takes a day however it is typed. */
  dated?: boolean;
  /** @returns null after a fault, or when the cell holds nothing but a placeholder */
  read(raw: Raw, reading: Reading): T | null;
}

export type Columns = Record<string, Column>;

type ValueOf<C> = C extends Column<infer T> ? T : never;

/** A row's values: any may be missing, because the cell was empty or refused. */
export type Values<C extends Columns> = { [K in keyof C]: ValueOf<C[K]> | null };

export interface Wording {
  required?: boolean;
  help?: string;
  example?: string;
  blankIsAnswer?: boolean;
}

export const described = <T>(
  heading: string,
  wording: Wording,
  rest: Pick<Column<T>, 'read' | 'choices' | 'open' | 'secret' | 'numeric' | 'dated'>,
): Column<T> => ({
  heading,
  required: wording.required ?? false,
  help: wording.help ?? '',
  example: wording.example ?? '',
  blankIsAnswer: wording.blankIsAnswer,
  ...rest,
});

/** Cell → text: numbers without exponent, dates as days, yes/no as words. */
export function textOf(raw: Raw): string {
  // A date that Excel itself cannot show is ######## there, too.
  if (raw instanceof Date) return Number.isNaN(raw.getTime()) ? '########' : raw.toISOString().slice(0, 10);
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
export function text(
  heading: string,
  wording: Wording & { max: number; choices?: readonly string[] },
): Column<string> {
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
export function code(
  heading: string,
  wording: Wording & { max: number; pattern?: RegExp; upper?: boolean },
): Column<string> {
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
export function mobile(heading: string, wording: Wording): Column<string> {
  return described(heading, wording, {
    secret: true,
    read: (raw, reading) => {
      const typed = cleaned(raw, cleanCode, reading);
      if (typed === null) return null;
      // Dashes between digits are clutter; one before them makes a negative number, which is no phone.
      const value = typed.replace(/^(?:\+|00)86[-‐–—]?(?=1)/, '').replace(/(?<=\d)[-‐–—](?=\d)/g, '');
      if (value !== typed) reading.repaired('phone');
      if (/^1\d{10}$/.test(value)) return value;
      return /E\+/i.test(value)
        ? reading.fault('cell.lostDigits', '是科学计数法，末几位已丢失，请设为“文本”再重填')
        : reading.fault('cell.mobile', '应是 1 开头的 11 位数字');
    },
  });
}

/** One of the given words; `aliases` are other spellings that are taken and told. */
export function choice<T extends string>(
  heading: string,
  choices: readonly T[],
  wording: Wording & { aliases?: Record<string, T> } = {},
): Column<T> {
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
export function choices<T extends string>(
  heading: string,
  words: readonly T[],
  wording: Wording,
): Column<T[]> {
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
export function flag(heading: string, wording: Wording = {}): Column<boolean> {
  const words = choice(heading, ['是', '否'], { ...wording, aliases: YES_NO });
  return described(heading, wording, {
    choices: words.choices,
    read: (raw, reading) => {
      const word = words.read(raw, reading);
      return word === null ? null : word === '是';
    },
  });
}

/** What a shown fault quotes of a cell. */
export const quoted = (column: Column, raw: Raw): string => {
  const shown = textOf(raw).slice(0, 100);
  return column.secret ? maskDigits(shown) : shown;
};
