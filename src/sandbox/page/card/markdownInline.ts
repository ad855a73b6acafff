import { entityAt } from './entities';

/** A piece of a line of Feishu markdown. */
export type Inline =
  | { kind: 'text'; text: string }
  | { kind: 'break' | 'rule' }
  | { kind: 'code'; text: string }
  | { kind: 'strong' | 'em' | 'strike'; children: Inline[] }
  | { kind: 'link'; href: string; children: Inline[] }
  | { kind: 'image'; key: string; alt: string }
  | { kind: 'font'; color: string; children: Inline[] }
  | { kind: 'tag'; color: string; children: Inline[] }
  | { kind: 'number'; color: string; background: string; text: string }
  | { kind: 'at'; id: string }
  | { kind: 'person'; id: string; name: boolean; avatar: boolean; capsule: boolean }
  | { kind: 'time'; milliseconds: number; format: string };

interface Delimiter {
  kind: 'delimiter';
  char: string;
  count: number;
  original: number;
  opens: boolean;
  closes: boolean;
}
type Piece = Inline | Delimiter;

const EMOJI: Record<string, string> = {
  OK: '👌',
  THUMBSUP: '👍',
  DONE: '✅',
  SMILE: '🙂',
  HEART: '❤️',
  ERROR: '❌',
  Alarm: '⏰',
  Pin: '📌',
  CheckMark: '✔️',
  CrossMark: '❌',
  Fire: '🔥',
  THANKS: '🙏',
  APPLAUSE: '👏',
  LGTM: '👍',
  YES: '🙆',
  NO: '🙅',
};
const CONTAINERS = new Set([
  'font',
  'text_tag',
  'number_tag',
  'a',
  'link',
  'at',
  'person',
  'local_datetime',
  'raw',
]);
const PUNCTUATION = /[\p{P}\p{S}]/u;

/**
 * Reads one block's text: CommonMark's inline rules (flanking rules included, since `**“引号”**` next to Chinese
 * fails on a real phone too) and Feishu's own tags. What is not understood stays as it was typed.
 */
export function parseInline(source: string): Inline[] {
  const pieces: Piece[] = [];
  const say = (text: string) => {
    const last = pieces.at(-1);
    if (last?.kind === 'text') last.text += text;
    else pieces.push({ kind: 'text', text });
  };
  let at = 0;
  while (at < source.length) {
    const found = pieceAt(source, at);
    if (!found) {
      say(source[at] ?? '');
      at += 1;
      continue;
    }
    if (found.piece.kind === 'text') say(found.piece.text);
    else pieces.push(found.piece);
    at += found.length;
  }
  return resolve(pieces);
}

interface Found {
  piece: Piece;
  length: number;
}

function pieceAt(source: string, at: number): Found | null {
  switch (source[at]) {
    case '\\':
      return escaped(source, at);
    case '&': {
      const entity = entityAt(source, at);
      return entity && { piece: { kind: 'text', text: entity.text }, length: entity.length };
    }
    case '`':
      return codeSpan(source, at);
    case '!':
      return image(source, at);
    case '[':
      return link(source, at);
    case '<':
      return tag(source, at);
    case '\n':
      return { piece: { kind: 'break' }, length: 1 };
    case '*':
    case '_':
    case '~':
      return delimiterRun(source, at);
    case ':':
      return emoji(source, at);
    case 'h':
      return bareUrl(source, at);
    default:
      return null;
  }
}

function escaped(source: string, at: number): Found | null {
  const next = source[at + 1] ?? '';
  if (next === '\n') return { piece: { kind: 'break' }, length: 2 };
  return /[!-/:-@[-`{-~]/.test(next) ? { piece: { kind: 'text', text: next }, length: 2 } : null;
}

function codeSpan(source: string, at: number): Found {
  const fence = /^`+/.exec(source.slice(at))?.[0] ?? '`';
  let end = source.indexOf(fence, at + fence.length);
  while (end >= 0 && source[end + fence.length] === '`') {
    const run = /^`+/.exec(source.slice(end))?.[0].length ?? 1;
    if (run === fence.length) break;
    end = source.indexOf(fence, end + run);
  }
  if (end < 0) return { piece: { kind: 'text', text: fence }, length: fence.length };
  const text = source.slice(at + fence.length, end).replace(/\n/g, ' ');
  const trimmed = /^ .*[^ ].* $/.test(text) ? text.slice(1, -1) : text;
  return { piece: { kind: 'code', text: trimmed }, length: end + fence.length - at };
}

/** `[words](address)`: where the words end, what the address is, how long it all was. */
function bracketed(source: string, at: number): { inner: string; target: string; length: number } | null {
  let depth = 0;
  let close = -1;
  for (let i = at; i < source.length; i += 1) {
    if (source[i] === '\\') i += 1;
    else if (source[i] === '[') depth += 1;
    else if (source[i] === ']' && --depth === 0) {
      close = i;
      break;
    }
  }
  if (close < 0 || source[close + 1] !== '(') return null;
  const target = /^\(\s*<?([^\s()<>]*(?:\([^\s()]*\)[^\s()<>]*)*)>?(?:\s+["'][^"']*["'])?\s*\)/.exec(
    source.slice(close + 1),
  );
  if (!target) return null;
  return {
    inner: source.slice(at + 1, close),
    target: decode(target[1] ?? ''),
    length: close + 1 + target[0].length - at,
  };
}

function link(source: string, at: number): Found | null {
  const found = bracketed(source, at);
  return (
    found && {
      piece: { kind: 'link', href: found.target, children: parseInline(found.inner) },
      length: found.length,
    }
  );
}

function image(source: string, at: number): Found | null {
  const found = source[at + 1] === '[' ? bracketed(source, at + 1) : null;
  return (
    found && {
      piece: { kind: 'image', key: found.target, alt: decode(found.inner) },
      length: found.length + 1,
    }
  );
}

function tag(source: string, at: number): Found | null {
  const rest = source.slice(at);
  const plain = /^<(br|hr)\s*\/?>/i.exec(rest);
  if (plain)
    return { piece: { kind: plain[1]?.toLowerCase() === 'br' ? 'break' : 'rule' }, length: plain[0].length };
  const auto = /^<(https?:\/\/[^\s<>]+)>/.exec(rest);
  if (auto?.[1]) {
    const href = decode(auto[1]);
    return {
      piece: { kind: 'link', href, children: [{ kind: 'text', text: href }] },
      length: auto[0].length,
    };
  }
  const open = /^<([a-z_]+)((?:\s+[\w-]+\s*=\s*(?:'[^']*'|"[^"]*"|[^\s'">/]+))*)\s*(\/?)>/.exec(rest);
  if (!open || !CONTAINERS.has(open[1] ?? '')) return null;
  const name = open[1] ?? '';
  const inner = open[3] ? '' : innerOf(rest, name, open[0].length);
  if (inner === null) return null;
  const piece = tagPiece(name, attributes(open[2] ?? ''), inner);
  return { piece, length: open[0].length + (open[3] ? 0 : inner.length + name.length + 3) };
}

/** What stands between `<name …>` and its own `</name>`, tags of the same name nested inside included. */
function innerOf(rest: string, name: string, from: number): string | null {
  const marks = new RegExp(`<${name}[\\s>]|</${name}>`, 'g');
  marks.lastIndex = from;
  let depth = 1;
  for (let mark = marks.exec(rest); mark; mark = marks.exec(rest)) {
    depth += mark[0].startsWith('</') ? -1 : 1;
    if (depth === 0) return rest.slice(from, mark.index);
  }
  return null;
}

function attributes(source: string): Record<string, string> {
  const all: Record<string, string> = {};
  for (const [, key = '', single, double, bare] of source.matchAll(
    /([\w-]+)\s*=\s*(?:'([^']*)'|"([^"]*)"|([^\s'">/]+))/g,
  ))
    all[key] = decode(single ?? double ?? bare ?? '');
  return all;
}

function tagPiece(name: string, given: Record<string, string>, inner: string): Inline {
  const color = given.color ?? '';
  switch (name) {
    case 'font':
      return { kind: 'font', color, children: parseInline(inner) };
    case 'text_tag':
      return { kind: 'tag', color, children: parseInline(inner) };
    case 'number_tag':
      return {
        kind: 'number',
        color: given.font_color ?? 'white',
        background: given.background_color ?? 'grey',
        text: decode(inner),
      };
    case 'at':
      return { kind: 'at', id: given.id ?? given.user_id ?? given.ids ?? '' };
    case 'person':
      return {
        kind: 'person',
        id: given.id ?? '',
        name: given.show_name !== 'false',
        avatar: given.show_avatar !== 'false',
        capsule: given.style === 'capsule',
      };
    case 'local_datetime':
      return {
        kind: 'time',
        milliseconds: Number(given.millisecond ?? Number.NaN),
        format: given.format_type ?? '',
      };
    case 'raw':
      return { kind: 'text', text: inner };
    default:
      return {
        kind: 'link',
        href: given.href ?? given.url ?? '',
        children: parseInline(inner || given.href || given.url || ''),
      };
  }
}

function emoji(source: string, at: number): Found | null {
  const match = /^:([A-Za-z]{2,20}):/.exec(source.slice(at, at + 24));
  const text = match?.[1] ? EMOJI[match[1]] : undefined;
  return match && text ? { piece: { kind: 'text', text }, length: match[0].length } : null;
}

function bareUrl(source: string, at: number): Found | null {
  if (/[A-Za-z0-9]/.test(source[at - 1] ?? '')) return null;
  const match = /^https?:\/\/[\w\-.~:/?#@!$&'()*+,;=%]+/.exec(source.slice(at));
  if (!match) return null;
  const href = match[0].replace(/[.,;:!?)'*_]+$/, '');
  return { piece: { kind: 'link', href, children: [{ kind: 'text', text: href }] }, length: href.length };
}

function decode(source: string): string {
  return source.replace(/&[#\w]{2,12};/g, (entity) => entityAt(entity, 0)?.text ?? entity);
}

function delimiterRun(source: string, at: number): Found | null {
  const char = source[at] ?? '';
  let end = at;
  while (source[end] === char) end += 1;
  const count = end - at;
  if (char === '~' && count !== 2)
    return { piece: { kind: 'text', text: source.slice(at, end) }, length: count };
  const before = source[at - 1] ?? ' ';
  const after = source[end] ?? ' ';
  const space = (c: string) => /\s/.test(c);
  const mark = (c: string) => PUNCTUATION.test(c);
  const left = !space(after) && (!mark(after) || space(before) || mark(before));
  const right = !space(before) && (!mark(before) || space(after) || mark(after));
  const opens = char === '_' ? left && (!right || mark(before)) : left;
  const closes = char === '_' ? right && (!left || mark(after)) : right;
  return { piece: { kind: 'delimiter', char, count, original: count, opens, closes }, length: count };
}

/** CommonMark's "process emphasis": closes each closer with the nearest opener before it. */
function resolve(pieces: Piece[]): Inline[] {
  for (let i = 0; i < pieces.length; i += 1) {
    const closer = pieces[i];
    if (closer?.kind !== 'delimiter' || !closer.closes) continue;
    let openAt = i - 1;
    while (openAt >= 0 && !pairs(pieces[openAt], closer)) openAt -= 1;
    const opener = pieces[openAt];
    if (opener?.kind !== 'delimiter') continue;
    const used = opener.count >= 2 && closer.count >= 2 ? 2 : 1;
    const kind = closer.char === '~' ? 'strike' : used === 2 ? 'strong' : 'em';
    const children = plain(pieces.slice(openAt + 1, i));
    opener.count -= used;
    closer.count -= used;
    pieces.splice(openAt + 1, i - openAt - 1, { kind, children });
    i = closer.count > 0 ? openAt + 1 : openAt + 2;
  }
  return plain(pieces);
}

function pairs(piece: Piece | undefined, closer: Delimiter): boolean {
  if (piece?.kind !== 'delimiter' || piece.char !== closer.char || !piece.opens || piece.count === 0)
    return false;
  if (closer.count === 0) return false;
  const both = piece.closes || closer.opens;
  const sum = piece.original + closer.original;
  return !(both && sum % 3 === 0 && !(piece.original % 3 === 0 && closer.original % 3 === 0));
}

/** Delimiters that found no partner are the characters they were typed as. */
function plain(pieces: Piece[]): Inline[] {
  const all: Inline[] = [];
  for (const piece of pieces) {
    if (piece.kind !== 'delimiter') all.push(piece);
    else if (piece.count > 0) all.push({ kind: 'text', text: piece.char.repeat(piece.count) });
  }
  return all;
}
