import { el, setStyle } from '../dom';
import { type Drawing, layOut, scaled, spacing } from './drawing';
import { confirmed, openLink, send } from './press';
import { bool, type Json, num, obj, objects, str, words } from './read';
import { textElement } from './text';

export function form(spec: Json, drawing: Drawing): HTMLElement {
  const box = el('div', { class: 'card-form', role: 'group', 'data-form': str(spec, 'name') });
  layOut(box, spec, { gap: '12px' });
  // Components take their form from the drawing at the moment they are drawn, which is synchronous.
  const around = drawing.form;
  drawing.form = [];
  box.append(...drawing.drawAll(objects(spec, 'elements')));
  drawing.form = around;
  return box;
}

const STACKED = new Set(['stretch']);

export function columnSet(spec: Json, drawing: Drawing): HTMLElement {
  const mode = str(spec, 'flex_mode') || 'none';
  const columns = objects(spec, 'columns');
  const box = el('div', { class: `card-columns card-columns-${mode}` });
  const gap = spacing(str(spec, 'horizontal_spacing')) ?? '8px';
  setStyle(box, {
    gap: STACKED.has(mode) || mode === 'flow' ? `8px ${gap}` : gap,
    'justify-content': { center: 'center', right: 'flex-end' }[str(spec, 'horizontal_align')],
  });
  paint(box, spec, drawing);
  box.append(
    ...columns.map((one) => {
      const node = drawing.draw({ tag: 'column', ...one });
      setStyle(node, columnWidth(one, mode));
      return node;
    }),
  );
  return box;
}

function columnWidth(spec: Json, mode: string): Record<string, string> {
  const width = str(spec, 'width') || 'auto';
  if (mode === 'bisect' || mode === 'trisect') return { 'min-width': '0' };
  if (mode === 'stretch') return { flex: '1 0 100%', 'min-width': '0' };
  if (mode === 'none' && width === 'weighted')
    return { flex: `${num(spec, 'weight') ?? 1} 1 0`, 'min-width': '0' };
  if (mode === 'none' && /^\d+px$/.test(width)) return { flex: `0 0 ${width}`, 'min-width': '0' };
  return { flex: '0 1 auto', 'min-width': '0' };
}

export function column(spec: Json, drawing: Drawing): HTMLElement {
  const box = el('div', { class: 'card-column' });
  layOut(box, { vertical_align: 'top', ...spec }, { gap: '8px' });
  setStyle(box, { 'align-self': { center: 'center', bottom: 'flex-end' }[str(spec, 'vertical_align')] });
  paint(box, spec, drawing);
  box.append(...drawing.drawAll(objects(spec, 'elements')));
  return box;
}

function paint(box: HTMLElement, spec: Json, drawing: Drawing): void {
  const color = drawing.color(str(spec, 'background_style'), 'fill');
  setStyle(box, {
    background: color ?? undefined,
    padding: spacing(str(spec, 'padding')),
    'border-radius': color ? '6px' : undefined,
  });
}

/** A box that is pressed as a whole; what can be pressed inside it wins. */
export function interactiveContainer(spec: Json, drawing: Drawing): HTMLElement {
  const off = bool(spec, 'disabled');
  const box = el('div', {
    class: 'card-interactive',
    role: 'button',
    tabindex: off ? undefined : 0,
    'aria-disabled': off,
    'data-name': str(spec, 'name'),
  });
  layOut(box, spec, { gap: '4px', padding: '4px 12px' });
  paint(box, spec, drawing);
  setStyle(box, {
    border: bool(spec, 'has_border')
      ? `1px solid ${drawing.color(str(spec, 'border_color'), 'line') ?? '#DEE0E3'}`
      : undefined,
    'border-radius': spacing(str(spec, 'corner_radius')),
    width: /^\d+px$/.test(str(spec, 'width')) ? str(spec, 'width') : undefined,
    height: /^\d+px$/.test(str(spec, 'height')) ? str(spec, 'height') : undefined,
  });
  box.append(...drawing.drawAll(objects(spec, 'elements')));
  const press = async () => {
    if (off || !(await confirmed(spec, drawing)) || openLink(spec)) return;
    await send(drawing, box, { name: str(spec, 'name') });
  };
  const own = (event: Event) =>
    event.target instanceof Element &&
    event.target.closest('a, button, input, textarea, [role="button"]') === box;
  box.addEventListener('click', (event) => {
    if (own(event)) void press();
  });
  box.addEventListener('keydown', (event) => {
    if (!own(event) || (event.key !== 'Enter' && event.key !== ' ')) return;
    event.preventDefault();
    void press();
  });
  return box;
}

export function collapsiblePanel(spec: Json, drawing: Drawing): HTMLElement {
  const head = obj(spec, 'header') ?? {};
  const open = bool(spec, 'expanded');
  const title = obj(head, 'title');
  const body = el('div', { class: 'card-panel-body', hidden: !open });
  layOut(body, spec, { gap: '8px', padding: '8px' });
  const place = str(head, 'icon_position') || 'right';
  const toggle = el(
    'button',
    {
      class: `card-panel-head card-panel-${place}`,
      type: 'button',
      'aria-expanded': String(open),
      'data-name': str(spec, 'element_id') || undefined,
    },
    title ? textElement(title, drawing) : words(title),
    el('span', { class: 'card-panel-icon', 'aria-hidden': 'true' }),
  );
  const box = el('div', { class: 'card-panel' }, toggle, body);
  const background = drawing.color(str(head, 'background_color') || str(spec, 'background_color'), 'fill');
  const border = obj(spec, 'border');
  setStyle(toggle, { background: background ?? undefined, padding: spacing(str(head, 'padding')) });
  setStyle(box, {
    border: border ? `1px solid ${drawing.color(str(border, 'color'), 'line') ?? '#DEE0E3'}` : undefined,
    'border-radius': border ? (spacing(str(border, 'corner_radius')) ?? '5px') : undefined,
    'font-size': scaled(14),
  });
  body.append(...drawing.drawAll(objects(spec, 'elements')));
  toggle.addEventListener('click', () => {
    body.hidden = !body.hidden;
    toggle.setAttribute('aria-expanded', String(!body.hidden));
  });
  return box;
}
