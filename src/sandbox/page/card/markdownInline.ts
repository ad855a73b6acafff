import { delimiterRun, resolve } from './emphasis';
import { decodeEntities, entityAt } from './entities';
import { tagAt } from './inlineTags';
import type { Found, Inline, Piece } from './inlineTypes';

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
      return tagAt(source, at, parseInline);
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
    target: decodeEntities(target[1] ?? ''),
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
      piece: { kind: 'image', key: found.target, alt: decodeEntities(found.inner) },
      length: found.length + 1,
    }
  );
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
