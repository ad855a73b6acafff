/**
 * Text that people wrote, made safe for a card. Feishu's markdown knows `<at id=all>`, links, fonts, emoji
 * codes and more, so nothing reaches a markdown element except through the `md` template, which turns every
 * character with a meaning into its numeric entity (the way Feishu's own documentation advises).
 */

/** Markdown in which everything that came from outside is already escaped. Made only in this file. */
class EscapedMarkdown {
  readonly #source: string;
  constructor(source: string) {
    this.#source = source;
  }
  toString(): string {
    return this.#source;
  }
}
export type SafeMd = EscapedMarkdown;

/** What a template may hold: text is escaped, a number is printed, SafeMd goes through as it is. */
export type MdValue = string | number | SafeMd;

/** Interpolated text longer than this is clipped, unless `inline` or `paragraph` gave another limit. */
const INLINE_LIMIT = 120;

// Bidi overrides, zero-width marks and lone surrogates can hide or reverse what is read.
const INVISIBLE = /[\p{Cf}\p{Cs}\p{Co}\p{Cn}]|[^\P{Cc}\n]/gu;
const PILED_MARKS = /(\p{M}{2})\p{M}+/gu;
const MEANINGFUL = /[!"#$&'()*+\-/:<=>@[\\\]^_`{|}~]/g;
// A full stop makes a link (`a.cn`) or a numbered list (`1. `), but a score such as 88.40 stays readable.
const RISKY_STOP = /\.(?!\d)|(?<!\d)\./g;

// Most names and sentences: single characters of one kind each, single spaces inside. `clean` would change nothing.
const PLAIN = /^[\u4e00-\u9fff\u3001\u3002\uff0c\uff08\uff09\uff1a“”·…!-~]+(?: [\u4e00-\u9fff·!-~]+)*$/;

/** Drops what cannot be seen, keeps line breaks, closes up blank lines and indents (four spaces would be code). */
function clean(raw: string): string {
  if (PLAIN.test(raw)) return raw;
  return raw
    .normalize('NFC')
    .replace(/\r\n?|[\u0085\u2028\u2029]/g, '\n')
    .replace(/[^\S\n]+/g, ' ')
    .replace(INVISIBLE, '')
    .replace(PILED_MARKS, '$1')
    .replace(/\s*\n\s*/g, '\n')
    .trim();
}

/** Cleaned text of at most `limit` characters (code points), the last of them … when something was left out. */
export function clip(raw: string, limit: number): string {
  const characters = Array.from(clean(raw));
  return characters.length <= limit ? characters.join('') : `${characters.slice(0, limit - 1).join('')}…`;
}

const clipLine = (raw: string, limit: number): string => clip(raw.replace(/\s+/g, ' '), limit);

const escapeMarkup = (cleaned: string): string =>
  cleaned.replace(MEANINGFUL, (character) => `&#${character.charCodeAt(0)};`).replace(RISKY_STOP, '&#46;');

/** Text for a `plain_text` object: no markup there, but `:SMILE:` would still become a picture. */
export const plain = (raw: string, limit = 100): string =>
  clipLine(raw, limit).replace(/:(?=[A-Za-z0-9_+-]+:)/g, '：');

/** One line of somebody's words, clipped to `limit` characters. */
export const inline = (raw: string, limit: number): SafeMd =>
  new EscapedMarkdown(escapeMarkup(clipLine(raw, limit)));

/** Several lines of somebody's words, their line breaks kept, clipped to `limit` characters. */
export const paragraph = (raw: string, limit: number): SafeMd =>
  new EscapedMarkdown(escapeMarkup(clip(raw, limit)));

const print = (value: MdValue): string =>
  typeof value === 'string' ? inline(value, INLINE_LIMIT).toString() : String(value);

/**
 * Our own markdown with values of others in it: md`看 **${count} 个**，${name}`.
 * Bold over interpolated text only when it fills its line: an escaped character beside `**` switches it off.
 */
export function md(parts: TemplateStringsArray, ...values: MdValue[]): SafeMd {
  const source = parts.reduce((text, part, i) => text + (i > 0 ? print(values[i - 1] ?? '') : '') + part, '');
  return new EscapedMarkdown(source);
}

/** The given pieces with `separator` (our own text) between them; absent ones (`null`) are left out. */
export const join = (pieces: (SafeMd | null)[], separator = '\n'): SafeMd =>
  new EscapedMarkdown(pieces.filter((piece) => piece !== null).join(separator));

type FontColour = 'grey' | 'red' | 'orange' | 'green' | 'blue';
/** A run of text in a colour; of one line, since a font tag ends with its line. */
export const coloured = (colour: FontColour, text: SafeMd): SafeMd =>
  new EscapedMarkdown(`<font color='${colour}'>${text}</font>`);
export const grey = (text: SafeMd): SafeMd => coloured('grey', text);

/** Width of a line in Chinese characters; a Latin letter or a digit takes a little more than half of one. */
export function widthOf(line: string): number {
  const widths = Array.from(line).map((character) => {
    if (character === ' ') return 0.35;
    if (character === '·') return 0.55;
    return character.charCodeAt(0) < 0x2e80 ? 0.6 : 1;
  });
  return widths.reduce((sum, width) => sum + width, 0);
}

/** `keep` is how much of what fits comes from the name's beginning, the rest from its end. */
function cut(name: string, width: number, keep: number): string {
  if (widthOf(name) <= width) return name;
  const characters = Array.from(name);
  for (let kept = characters.length - 1; kept > 0; kept--) {
    const head = Math.ceil(kept * keep);
    const line = `${characters.slice(0, head).join('')}…${characters.slice(characters.length - kept + head).join('')}`;
    if (widthOf(line) <= width) return line;
  }
  return '…';
}

const MIDDLE = 0.5;
/** A name cut in its middle to stand on a line `width` Chinese characters wide: the ends of names tell them apart. */
export const fitName = (raw: string, width: number): string => cut(plain(raw, 200), width, MIDDLE);

/** Where else to cut names that look alike when cut in the middle: keep the beginning, the end, most of either. */
const OTHER_CUTS = [1, 0, 0.75, 0.25];

/** The same for names of one list, of which no two may look alike: the wrong one would be chosen. */
export function fitNames(raws: readonly string[], width: number): string[] {
  const names = raws.map((raw) => plain(raw, 200));
  const fitted = names.map((name) => cut(name, width, MIDDLE));
  const alike = (line: string) => fitted.flatMap((other, n) => (other === line ? [n] : []));
  for (const line of new Set(fitted)) {
    const group = alike(line);
    if (group.length === 1) continue;
    const others = new Set(fitted.filter((other) => other !== line));
    const tellsApart = (lines: string[]) =>
      new Set(lines).size === lines.length && !lines.some((one) => others.has(one));
    const apart = OTHER_CUTS.map((keep) => group.map((n) => cut(names[n] as string, width, keep))).find(
      tellsApart,
    );
    // Names of the same words, or alike wherever they are cut: their place in the list is what is left.
    for (const [k, n] of group.entries()) {
      fitted[n] =
        apart?.[k] ?? `${cut(names[n] as string, width - widthOf(`（${n + 1}）`), MIDDLE)}（${n + 1}）`;
    }
  }
  return fitted;
}
