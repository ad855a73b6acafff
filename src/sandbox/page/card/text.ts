import { el, externalLink, setStyle } from '../dom';
import { localTime } from '../time';
import { tagColors } from './colors';
import { type Drawing, scaled } from './drawing';
import type { Inline } from './inlineTypes';
import { type Block, parseMarkdown } from './markdown';
import { parseInline } from './markdownInline';
import { personElement } from './person';
import { type Json, num, obj, str, words } from './read';

const HEADING_SIZE = [30, 24, 20, 18, 16, 14, 14];

export function markdown(spec: Json, drawing: Drawing): HTMLElement {
  const box = el(
    'div',
    { class: 'card-text card-markdown' },
    ...blocksOf(parseMarkdown(words(spec)), drawing),
  );
  styleText(box, spec, drawing);
  return box;
}

/** `div`: one text, plain or in the small markdown (`lark_md`) that knows no lists or headings. */
export function div(spec: Json, drawing: Drawing): HTMLElement {
  const text = obj(spec, 'text');
  const box = el('div', { class: 'card-text' }, text ? textElement(text, drawing) : null);
  const width = str(spec, 'width');
  if (width === 'auto') setStyle(box, { 'align-self': 'flex-start' });
  else if (/^\d+px$/.test(width)) setStyle(box, { width });
  return box;
}

export function horizontalRule(): HTMLElement {
  return el('hr', { class: 'card-hr' });
}

/** A text object with its own size, colour, alignment and number of lines. */
export function textElement(text: Json, drawing: Drawing): HTMLElement {
  const rich = str(text, 'tag') === 'lark_md';
  const box = el('span', { class: 'card-line' });
  if (rich) box.append(...inlineOf(parseInline(words(text)), drawing));
  else box.textContent = words(text);
  styleText(box, text, drawing);
  if (!rich) setStyle(box, { color: drawing.color(str(text, 'text_color'), 'text') ?? undefined });
  const lines = num(text, 'lines');
  if (lines) {
    box.classList.add('card-clamped');
    setStyle(box, { '-webkit-line-clamp': String(lines) });
  }
  return box;
}

function styleText(box: HTMLElement, spec: Json, drawing: Drawing): void {
  const align = str(spec, 'text_align');
  setStyle(box, {
    'font-size': drawing.textSize(str(spec, 'text_size')) ?? undefined,
    'text-align': align || undefined,
  });
}

export function tagElement(color: string, children: (Node | string)[]): HTMLElement {
  const colors = tagColors(color);
  return el(
    'span',
    { class: 'card-tag', style: { background: colors.background, color: colors.text } },
    ...children,
  );
}

function blocksOf(blocks: Block[], drawing: Drawing): HTMLElement[] {
  return blocks.map((block) => blockOf(block, drawing));
}

function blockOf(block: Block, drawing: Drawing): HTMLElement {
  switch (block.kind) {
    case 'paragraph':
      return el('p', {}, ...inlineOf(block.children, drawing));
    case 'heading':
      return el(
        'p',
        {
          class: 'card-heading',
          role: 'heading',
          'aria-level': block.level,
          style: { 'font-size': scaled(HEADING_SIZE[block.level] ?? 14) },
        },
        ...inlineOf(block.children, drawing),
      );
    case 'quote':
      return el('blockquote', {}, ...blocksOf(block.children, drawing));
    case 'code':
      return el('pre', {}, el('code', {}, block.text));
    case 'rule':
      return horizontalRule();
    case 'list': {
      const items = block.items.map((item) => el('li', {}, ...blocksOf(item, drawing)));
      return block.start === null ? el('ul', {}, ...items) : el('ol', { start: block.start }, ...items);
    }
    case 'table': {
      const row = (cells: Inline[][], tag: 'th' | 'td') =>
        el('tr', {}, ...cells.map((cell) => el(tag, {}, ...inlineOf(cell, drawing))));
      const grid = el(
        'table',
        {},
        el('thead', {}, row(block.head, 'th')),
        el('tbody', {}, ...block.rows.map((cells) => row(cells, 'td'))),
      );
      return el('div', { class: 'card-md-table' }, grid);
    }
  }
}

export function inlineOf(pieces: Inline[], drawing: Drawing): (Node | string)[] {
  return pieces.map((piece) => inlineNode(piece, drawing));
}

function inlineNode(piece: Inline, drawing: Drawing): Node | string {
  switch (piece.kind) {
    case 'text':
      return piece.text;
    case 'break':
      return el('br');
    case 'rule':
      return horizontalRule();
    case 'code':
      return el('code', {}, piece.text);
    case 'strong':
      return el('strong', {}, ...inlineOf(piece.children, drawing));
    case 'em':
      return el('em', {}, ...inlineOf(piece.children, drawing));
    case 'strike':
      return el('s', {}, ...inlineOf(piece.children, drawing));
    case 'link':
      return externalLink(piece.href, ...inlineOf(piece.children, drawing));
    case 'image':
      return el('img', { class: 'card-inline-img', src: drawing.host.imageUrl(piece.key), alt: piece.alt });
    case 'font':
      return el(
        'span',
        { style: { color: drawing.color(piece.color, 'text') ?? undefined } },
        ...inlineOf(piece.children, drawing),
      );
    case 'tag':
      return tagElement(piece.color, inlineOf(piece.children, drawing));
    case 'number': {
      const style = {
        background: drawing.color(piece.background, 'text') ?? undefined,
        color: drawing.color(piece.color, 'text') ?? undefined,
      };
      return el('span', { class: 'card-number', style }, piece.text);
    }
    case 'at':
      return mention(piece.id, drawing);
    case 'person':
      return personElement(piece.id, drawing, { name: piece.name, avatar: piece.avatar, small: true });
    case 'time':
      return localTime(piece.milliseconds, piece.format);
  }
}

function mention(id: string, drawing: Drawing): HTMLElement {
  const name = id === 'all' ? '所有人' : drawing.host.personName(id);
  return el(
    'span',
    { class: name ? 'card-at' : 'card-at card-at-unknown', 'data-open-id': id },
    `@${name ?? `不认识的人 ${id}`}`,
  );
}
