import { el, safeUrl, setStyle } from '../dom';
import { openSheet } from '../sheet';
import type { Drawing } from './drawing';
import { readForm } from './form';
import { confirmed, openLink, send } from './press';
import { bool, type Json, obj, objects, str, words } from './read';

const TYPES = new Set([
  'default',
  'primary',
  'danger',
  'text',
  'primary_text',
  'danger_text',
  'primary_filled',
  'danger_filled',
  'laser',
]);
const SIZES = new Set(['tiny', 'small', 'medium', 'large']);

export function button(spec: Json, drawing: Drawing): HTMLElement {
  const type = TYPES.has(str(spec, 'type')) ? str(spec, 'type') : 'default';
  const size = SIZES.has(str(spec, 'size')) ? str(spec, 'size') : 'medium';
  const name = str(spec, 'name');
  const fields = drawing.form;
  const node = el(
    'button',
    {
      class: `card-button card-button-${type} card-button-${size}`,
      type: 'button',
      'data-name': name,
      'data-tag': 'button',
      disabled: bool(spec, 'disabled'),
      title: words(obj(spec, bool(spec, 'disabled') ? 'disabled_tips' : 'hover_tips')) || undefined,
      onclick: () => void pressed(),
    },
    el('span', { class: 'card-button-label' }, words(obj(spec, 'text'))),
  );
  const width = str(spec, 'width');
  if (width === 'fill') node.classList.add('card-fill');
  else if (/^\d+px$/.test(width)) setStyle(node, { width });
  const pressed = async () => {
    const action = str(spec, 'form_action_type') || str(spec, 'action_type').replace('form_', '');
    if (fields && action === 'reset') {
      for (const field of fields) field.reset();
      return;
    }
    const submits = fields !== null && action === 'submit';
    const values = submits ? readForm(fields) : undefined;
    if (values === null) return;
    if (!(await confirmed(spec, drawing))) return;
    if (openLink(spec)) return;
    await send(drawing, node, { name, form_value: values });
  };
  return node;
}

export function overflow(spec: Json, drawing: Drawing): HTMLElement {
  const name = str(spec, 'name');
  const node = el(
    'button',
    {
      class: 'card-overflow',
      type: 'button',
      'data-name': name,
      'data-tag': 'overflow',
      'aria-label': '更多',
      'aria-haspopup': 'menu',
      disabled: bool(spec, 'disabled'),
    },
    el('span', { class: 'dots', 'aria-hidden': 'true' }),
  );
  const choose = async (option: Json) => {
    if (!(await confirmed(spec, drawing))) return;
    const url = str(obj(option, 'multi_url') ?? {}, 'url') || str(option, 'url');
    if (url && safeUrl(url)) window.open(url, '_blank', 'noopener');
    else await send(drawing, node, { name, option: str(option, 'value') });
  };
  node.addEventListener('click', () => {
    openSheet(drawing.host.screen(), { title: '更多' }, (close) =>
      objects(spec, 'options').map((option) => {
        const press = () => {
          close();
          void choose(option);
        };
        return el(
          'button',
          {
            class: 'sheet-option',
            type: 'button',
            role: 'menuitem',
            'data-value': str(option, 'value'),
            onclick: press,
          },
          words(obj(option, 'text')),
        );
      }),
    );
  });
  return node;
}
