import type { Inline } from './inlineTypes';
import { parseInline } from './markdownInline';

/** A block of Feishu markdown. A single line break inside a paragraph is a line break, as in Feishu. */
export type Block =
  | { kind: 'paragraph'; children: Inline[] }
  | { kind: 'heading'; level: number; children: Inline[] }
  | { kind: 'list'; start: number | null; items: Block[][] }
  | { kind: 'quote'; children: Block[] }
  | { kind: 'code'; text: string }
  | { kind: 'rule' }
  | { kind: 'table'; head: Inline[][]; rows: Inline[][][] };

const RULE = /^ {0,3}([-*_])(?:[ \t]*\1){2,}[ \t]*$/;
const HEADING = /^ {0,3}(#{1,6})[ \t]+(.*?)[ \t]*#*$/;
const FENCE = /^ {0,3}(`{3,}|~{3,})/;
const QUOTE = /^ {0,3}> ?/;
const ITEM = /^(\s*)([-*+]|\d{1,9}[.)])[ \t]+(?=\S)/;
const DIVIDER = /^\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*$/;

/** Reads a whole `markdown` component. Never throws: what is not understood is shown as typed. */
export function parseMarkdown(source: string): Block[] {
  return blocks(source.replace(/\r\n?/g, '\n').split('\n'));
}

function blocks(lines: string[]): Block[] {
  const all: Block[] = [];
  let at = 0;
  while (at < lines.length) {
    const line = lines[at] ?? '';
    if (line.trim() === '') {
      at += 1;
      continue;
    }
    const [block, used] = blockAt(lines.slice(at), line);
    all.push(block);
    at += used;
  }
  return all;
}

/** The block that starts with the first of `lines`, and how many lines it took. */
function blockAt(lines: string[], line: string): [Block, number] {
  if (RULE.test(line)) return [{ kind: 'rule' }, 1];
  const heading = HEADING.exec(line);
  if (heading)
    return [{ kind: 'heading', level: heading[1]?.length ?? 1, children: parseInline(heading[2] ?? '') }, 1];
  if (FENCE.test(line)) return fenced(lines, line);
  if (QUOTE.test(line)) {
    const used = count(lines, (one) => QUOTE.test(one));
    return [
      { kind: 'quote', children: blocks(lines.slice(0, used).map((one) => one.replace(QUOTE, ''))) },
      used,
    ];
  }
  if (ITEM.test(line)) return list(lines, line);
  if (line.includes('|') && DIVIDER.test(lines[1] ?? '') && (lines[1] ?? '').includes('-'))
    return table(lines);
  return paragraph(lines);
}

function count(lines: string[], holds: (line: string) => boolean): number {
  const end = lines.findIndex((line) => !holds(line));
  return end < 0 ? lines.length : end;
}

function fenced(lines: string[], line: string): [Block, number] {
  const mark = FENCE.exec(line)?.[1] ?? '```';
  const end = lines.findIndex(
    (one, i) => i > 0 && one.trim().startsWith(mark) && one.trim().replaceAll(mark[0] ?? '`', '') === '',
  );
  const text = lines.slice(1, end < 0 ? lines.length : end).join('\n');
  return [{ kind: 'code', text }, end < 0 ? lines.length : end + 1];
}

function list(lines: string[], first: string): [Block, number] {
  const ordered = (line: string) => /^\s*\d/.test(line);
  const indent = (line: string) => /^\s*/.exec(line)?.[0].length ?? 0;
  const base = indent(first);
  const items: string[][] = [];
  let at = 0;
  for (; at < lines.length; at += 1) {
    const line = lines[at] ?? '';
    const item = ITEM.exec(line);
    if (item && indent(line) <= base + 1 && !RULE.test(line)) {
      if (ordered(line) !== ordered(first) || indent(line) < base) break;
      items.push([line.slice(item[0].length)]);
    } else if (line.trim() === '') {
      const next = lines[at + 1] ?? '';
      if (!(ITEM.test(next) && ordered(next) === ordered(first)) && indent(next) <= base) break;
      items.at(-1)?.push('');
    } else if (indent(line) > base) items.at(-1)?.push(line.slice(Math.min(indent(line), base + 2)));
    else break;
  }
  const start = ordered(first) ? Number.parseInt(first.trim(), 10) : null;
  return [{ kind: 'list', start, items: items.map(blocks) }, at];
}

function table(lines: string[]): [Block, number] {
  const used = count(lines, (line) => line.includes('|'));
  const [head = [], , ...rows] = lines.slice(0, used).map(cells);
  return [{ kind: 'table', head, rows }, used];
}

function cells(line: string): Inline[][] {
  const inner = line
    .trim()
    .replace(/^\|/, '')
    .replace(/(?<!\\)\|$/, '');
  return inner.split(/(?<!\\)\|/).map((cell) => parseInline(cell.trim().replaceAll('\\|', '|')));
}

function paragraph(lines: string[]): [Block, number] {
  let used = 1;
  for (; used < lines.length; used += 1) {
    const line = lines[used] ?? '';
    if (/^ {0,3}(=+|-+)[ \t]*$/.test(line)) {
      const level = line.includes('=') ? 1 : 2;
      return [{ kind: 'heading', level, children: inlineOf(lines.slice(0, used)) }, used + 1];
    }
    if (line.trim() === '' || RULE.test(line) || HEADING.test(line) || FENCE.test(line) || QUOTE.test(line))
      break;
    const item = ITEM.exec(line)?.[2];
    if (item && (!/^\d/.test(item) || /^1[.)]/.test(item))) break;
  }
  return [{ kind: 'paragraph', children: inlineOf(lines.slice(0, used)) }, used];
}

function inlineOf(lines: string[]): Inline[] {
  return parseInline(lines.map((line) => line.trim()).join('\n'));
}
