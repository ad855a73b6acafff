import { el, setStyle } from '../dom';
import type { Drawing } from './drawing';
import { parseInline } from './markdownInline';
import { personElement } from './person';
import { bool, isJson, type Json, num, obj, objects, str } from './read';
import { formatDate, formatNumber, pageOf, rowLines } from './tableFormat';
import { inlineOf, tagElement } from './text';

/** Padding and border beside a cell's text, which a column's given width includes, in px. */
const CELL_SIDES_PX = 21;

/** A table, paged; wider than the card it scrolls sideways inside its own box, as on Feishu's phone. */
export function table(spec: Json, drawing: Drawing): HTMLElement {
  const columns = objects(spec, 'columns');
  const rows = objects(spec, 'rows');
  const size = Math.min(Math.max(num(spec, 'page_size') ?? 5, 1), 10);
  const body = el('tbody');
  const label = el('span', { class: 'card-page' });
  const back = el('button', { type: 'button', 'aria-label': '上一页', onclick: () => show(at - 1) }, '‹');
  const on = el('button', { type: 'button', 'aria-label': '下一页', onclick: () => show(at + 1) }, '›');
  let at = 0;
  const show = (page: number) => {
    const shown = pageOf(rows, size, page);
    at = shown.page;
    body.replaceChildren(
      ...shown.rows.map((row) => el('tr', {}, ...columns.map((column) => cell(column, row, spec, drawing)))),
    );
    label.textContent = `${shown.page + 1} / ${shown.pages}`;
    back.disabled = at === 0;
    on.disabled = at === shown.pages - 1;
  };
  show(0);
  const grid = el('table', {}, heading(spec, columns), body);
  if (bool(spec, 'freeze_first_column')) grid.classList.add('card-frozen');
  const box = el(
    'div',
    { class: 'card-table' },
    el(
      'div',
      { class: 'card-table-scroll', tabindex: 0, role: 'region', 'aria-label': '表格，可左右滑动' },
      grid,
    ),
  );
  if (rows.length > size) box.append(el('div', { class: 'card-pager' }, back, label, on));
  return box;
}

function heading(spec: Json, columns: Json[]): HTMLElement {
  const style = obj(spec, 'header_style') ?? {};
  const row = columns.map((column) => {
    const align = str(style, 'text_align') || alignment(column);
    const node = el(
      'th',
      { scope: 'col' },
      cellBox([str(column, 'display_name')], num(style, 'lines') ?? 1, align),
    );
    const width = str(column, 'width');
    setStyle(node, {
      color: str(style, 'text_color') === 'default' ? '#1F2329' : undefined,
      'font-weight': style.bold === false ? '400' : undefined,
      width: /^\d+%$/.test(width) ? width : undefined,
    });
    return node;
  });
  const bare = str(style, 'background_style') === 'none';
  return el('thead', { class: bare ? 'card-th-bare' : '' }, el('tr', {}, ...row));
}

function alignment(column: Json): string {
  return str(column, 'horizontal_align') || (str(column, 'data_type') === 'number' ? 'right' : 'left');
}

function cell(column: Json, row: Json, spec: Json, drawing: Drawing): HTMLElement {
  const height = str(spec, 'row_height') || 'low';
  const content = cellContent(column, row[str(column, 'name')], drawing);
  const box = cellBox(content, rowLines(height), alignment(column));
  const width = str(column, 'width');
  if (/^\d+px$/.test(width))
    setStyle(box, { width: `calc(${width} - ${CELL_SIDES_PX}px)`, 'max-width': 'none' });
  const node = el('td', {}, box);
  setStyle(node, {
    height: /^\d+px$/.test(height) ? height : undefined,
    'vertical-align': str(column, 'vertical_align') === 'top' ? 'top' : undefined,
  });
  return node;
}

/** What stands in a cell, cut with an ellipsis after `lines` lines; null: never cut. */
function cellBox(content: (Node | string)[], lines: number | null, align: string): HTMLElement {
  const box = el('div', { class: `card-cell card-cell-${align}` }, ...content);
  if (lines === 1) box.classList.add('card-cell-one');
  else if (lines) {
    box.classList.add('card-clamped');
    setStyle(box, { '-webkit-line-clamp': String(lines) });
  }
  return box;
}

function cellContent(column: Json, value: unknown, drawing: Drawing): (Node | string)[] {
  switch (str(column, 'data_type')) {
    case 'number':
      return [formatNumber(value, column)];
    case 'date':
      return [formatDate(value, column)];
    case 'options':
      return optionTags(value);
    case 'persons':
      return (Array.isArray(value) ? value : [value])
        .filter((id) => typeof id === 'string')
        .map((id) => personElement(String(id), drawing, { avatar: true, name: true, small: true }));
    case 'markdown':
    case 'lark_md':
      return inlineOf(parseInline(typeof value === 'string' ? value : ''), drawing);
    default:
      return [value === undefined || value === null ? '' : String(value)];
  }
}

function optionTags(value: unknown): (Node | string)[] {
  const all = Array.isArray(value) ? value : [value];
  return all.flatMap((one) => {
    if (isJson(one)) return [tagElement(str(one, 'color') || 'neutral', [str(one, 'text')])];
    return typeof one === 'string' && one ? [tagElement('neutral', [one])] : [];
  });
}
