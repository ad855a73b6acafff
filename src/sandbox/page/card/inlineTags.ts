import { decodeEntities } from './entities';
import type { Found, Inline } from './inlineTypes';

type Parse = (source: string) => Inline[];

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

/** `<font …>…</font>` and its kin at `at`; null for anything Feishu does not know, which stays text. */
export function tagAt(source: string, at: number, parse: Parse): Found | null {
  const rest = source.slice(at);
  const plain = /^<(br|hr)\s*\/?>/i.exec(rest);
  if (plain)
    return { piece: { kind: plain[1]?.toLowerCase() === 'br' ? 'break' : 'rule' }, length: plain[0].length };
  const auto = /^<(https?:\/\/[^\s<>]+)>/.exec(rest);
  if (auto?.[1]) {
    const href = decodeEntities(auto[1]);
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
  const piece = tagPiece(name, attributes(open[2] ?? ''), inner, parse);
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
    all[key] = decodeEntities(single ?? double ?? bare ?? '');
  return all;
}

function tagPiece(name: string, given: Record<string, string>, inner: string, parse: Parse): Inline {
  const color = given.color ?? '';
  switch (name) {
    case 'font':
      return { kind: 'font', color, children: parse(inner) };
    case 'text_tag':
      return { kind: 'tag', color, children: parse(inner) };
    case 'number_tag':
      return {
        kind: 'number',
        color: given.font_color ?? 'white',
        background: given.background_color ?? 'grey',
        text: decodeEntities(inner),
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
        children: parse(inner || given.href || given.url || ''),
      };
  }
}
