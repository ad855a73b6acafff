import { el } from '../dom';
import type { Drawing } from './drawing';
import { faultLine, join } from './form';
import { send } from './press';
import { bool, type Json, num, obj, str, words } from './read';
import { textElement } from './text';

/** Text input. Outside a form it has a send button, as on a phone; `max_length` is kept while typing. */
export function input(spec: Json, drawing: Drawing): HTMLElement {
  const name = str(spec, 'name');
  const kind = str(spec, 'input_type') || 'text';
  const initial = str(spec, 'default_value');
  const max = num(spec, 'max_length') ?? 1000;
  const label = words(obj(spec, 'label'));
  const required = bool(spec, 'required');
  const common = {
    class: 'card-input',
    'data-name': name,
    'data-tag': 'input',
    placeholder: words(obj(spec, 'placeholder')) || '请输入',
    maxlength: max,
    disabled: bool(spec, 'disabled'),
    'aria-label': label || words(obj(spec, 'placeholder')) || name,
    'aria-required': required ? 'true' : undefined,
  };
  const field =
    kind === 'multiline_text'
      ? el('textarea', { ...common, rows: num(spec, 'rows') ?? 5 })
      : el('input', { ...common, type: kind === 'password' ? 'password' : 'text' });
  field.value = initial;
  const left = str(spec, 'label_position') === 'left';
  const row = el('div', { class: 'card-input-row' }, field);
  const box = el(
    'div',
    { class: `card-field${left ? ' card-field-left' : ''}` },
    label ? labelLine(label, required) : null,
    row,
  );
  const count = el('span', { class: 'card-count' });
  if (kind === 'multiline_text') row.append(count);
  const counted = () => {
    count.textContent = `${field.value.length}/${max}`;
  };
  counted();
  const inForm = drawing.form !== null;
  const changed = join(drawing, {
    name,
    node: field,
    required,
    read: () => field.value,
    fault: faultLine(box),
    reset: () => {
      field.value = initial;
    },
  });
  field.addEventListener('input', () => {
    counted();
    if (inForm) changed(field.value);
  });
  if (!inForm)
    row.append(
      el(
        'button',
        {
          class: 'card-input-send',
          type: 'button',
          'aria-label': '发送',
          disabled: bool(spec, 'disabled'),
          onclick: () => changed(field.value),
        },
        '发送',
      ),
    );
  return box;
}

export function labelLine(label: string, required: boolean): HTMLElement {
  return el(
    'span',
    { class: 'card-label' },
    label,
    required ? el('span', { class: 'card-required', 'aria-hidden': 'true' }, ' *') : null,
  );
}

/** A tick box. Without behaviours it is only local, the one component that does not call back by default. */
export function checker(spec: Json, drawing: Drawing): HTMLElement {
  const name = str(spec, 'name');
  const initial = bool(spec, 'checked');
  const text = obj(spec, 'text');
  const box = el('input', {
    type: 'checkbox',
    'data-name': name,
    'data-tag': 'checker',
    disabled: bool(spec, 'disabled'),
  });
  box.checked = initial;
  const row = el('label', { class: 'card-checker' }, box, text ? textElement(text, drawing) : null);
  const style = obj(spec, 'checked_style') ?? {};
  const shown = () => {
    row.classList.toggle('card-struck', box.checked && bool(style, 'show_strikethrough'));
    row.style.opacity = box.checked ? String(num(style, 'opacity') ?? 1) : '';
  };
  shown();
  const fields = drawing.form;
  fields?.push({
    name,
    node: box,
    required: false,
    read: () => box.checked,
    fault: () => undefined,
    reset: () => {
      box.checked = initial;
      shown();
    },
  });
  box.addEventListener('change', () => {
    shown();
    if (!fields && Array.isArray(spec.behaviors) && spec.behaviors.length > 0)
      void send(drawing, row, { name, option: box.checked });
  });
  return row;
}
