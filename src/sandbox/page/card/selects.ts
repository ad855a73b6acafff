import { el, setStyle } from '../dom';
import { openSheet } from '../sheet';
import type { Drawing } from './drawing';
import { faultLine, join } from './form';
import { confirmed } from './press';
import { bool, type Json, num, obj, objects, str, strings, words } from './read';

interface Option {
  value: string;
  text: string;
}

export function selectStatic(spec: Json, drawing: Drawing): HTMLElement {
  return select(spec, drawing, staticOptions(spec), false);
}

export function multiSelect(spec: Json, drawing: Drawing): HTMLElement {
  return select(spec, drawing, staticOptions(spec), true);
}

export function selectPerson(spec: Json, drawing: Drawing): HTMLElement {
  return select(spec, drawing, people(spec, drawing), false);
}

export function multiSelectPerson(spec: Json, drawing: Drawing): HTMLElement {
  return select(spec, drawing, people(spec, drawing), true);
}

function staticOptions(spec: Json): Option[] {
  return objects(spec, 'options').map((one) => ({ value: str(one, 'value'), text: words(obj(one, 'text')) }));
}

/** Named people; when the card names none, Feishu offers the members of the chat. */
function people(spec: Json, drawing: Drawing): Option[] {
  const named = objects(spec, 'options').map((one) => str(one, 'value'));
  const ids = named.length > 0 ? named : drawing.host.members();
  return ids.map((value) => ({ value, text: drawing.host.personName(value) ?? `不认识的人 ${value}` }));
}

function initialValues(spec: Json, options: Option[], many: boolean): string[] {
  if (many) return strings(spec, 'selected_values');
  const said = str(spec, 'initial_option');
  const index = num(spec, 'initial_index');
  const found =
    options.find((one) => one.value === said || one.text === said) ??
    (index ? options[index - 1] : undefined);
  return found ? [found.value] : [];
}

/** A field that opens the phone's list of choices. */
function select(spec: Json, drawing: Drawing, options: Option[], many: boolean): HTMLElement {
  const name = str(spec, 'name');
  const initial = initialValues(spec, options, many);
  const placeholder = words(obj(spec, 'placeholder')) || '请选择';
  let chosen = initial;
  const text = el('span', { class: 'card-select-text' });
  const button = el(
    'button',
    {
      class: 'card-select',
      type: 'button',
      'data-name': name,
      'data-tag': str(spec, 'tag'),
      'aria-haspopup': 'listbox',
      disabled: bool(spec, 'disabled'),
    },
    text,
  );
  if (str(spec, 'type') === 'text') button.classList.add('card-select-bare');
  const box = el('div', { class: 'card-field' }, button);
  const width = str(spec, 'width');
  if (/^\d+px$/.test(width)) setStyle(box, { width });
  else if (width !== 'fill') box.classList.add('card-field-auto');
  const show = () => {
    const texts = chosen.map((value) => options.find((one) => one.value === value)?.text ?? value);
    text.textContent = texts.join('、') || placeholder;
    button.classList.toggle('card-empty', chosen.length === 0);
    button.setAttribute('aria-label', `${placeholder}：${texts.join('、') || '未选'}`);
    button.dataset.value = chosen.join(',');
  };
  show();
  const changed = join(drawing, {
    name,
    node: button,
    // Feishu documents `required` of the multi-select as true unless told otherwise.
    required: bool(spec, 'required', str(spec, 'tag') === 'multi_select_static'),
    read: () => (many ? chosen : chosen[0]),
    fault: faultLine(box),
    reset: () => {
      chosen = initial;
      show();
    },
  });
  const choose = async (values: string[]) => {
    if (!(await confirmed(spec, drawing))) return;
    chosen = values;
    show();
    changed(values[0] ?? '');
  };
  button.addEventListener('click', () => {
    openSheet(drawing.host.screen(), { title: placeholder }, (close) =>
      choices(options, chosen, many, (values) => {
        close();
        void choose(values);
      }),
    );
  });
  return box;
}

function choices(
  options: Option[],
  chosen: string[],
  many: boolean,
  done: (values: string[]) => void,
): HTMLElement[] {
  const picked = new Set(chosen);
  const buttons = options.map((option) => {
    const node = el(
      'button',
      {
        class: 'sheet-option',
        type: 'button',
        role: 'option',
        'data-value': option.value,
        'aria-selected': String(picked.has(option.value)),
      },
      option.text,
    );
    node.addEventListener('click', () => {
      if (!many) return done([option.value]);
      if (!picked.delete(option.value)) picked.add(option.value);
      node.setAttribute('aria-selected', String(picked.has(option.value)));
    });
    return node;
  });
  const list = el(
    'div',
    { class: 'sheet-list', role: 'listbox', 'aria-multiselectable': String(many) },
    ...buttons,
  );
  if (options.length === 0) list.append(el('p', { class: 'sheet-none' }, '没有可选的'));
  if (!many) return [list];
  const confirm = () => done(options.map((one) => one.value).filter((value) => picked.has(value)));
  return [list, el('button', { class: 'sheet-done', type: 'button', onclick: confirm }, '确定')];
}
