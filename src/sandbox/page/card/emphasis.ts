import type { Delimiter, Found, Inline, Piece } from './inlineTypes';

const PUNCTUATION = /[\p{P}\p{S}]/u;

export function delimiterRun(source: string, at: number): Found | null {
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
export function resolve(pieces: Piece[]): Inline[] {
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

/** Delimiters that found no partner are the characters they were typed as; neighbouring texts become one. */
function plain(pieces: Piece[]): Inline[] {
  const all: Inline[] = [];
  for (const piece of pieces) {
    const one: Inline =
      piece.kind === 'delimiter' ? { kind: 'text', text: piece.char.repeat(piece.count) } : piece;
    const last = all.at(-1);
    if (one.kind !== 'text') all.push(one);
    else if (last?.kind === 'text') all[all.length - 1] = { kind: 'text', text: last.text + one.text };
    else if (one.text !== '') all.push(one);
  }
  return all;
}
