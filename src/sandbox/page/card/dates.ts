import { type Child, el, setStyle } from '../dom';
import { openSheet } from '../sheet';
import { calendar } from './calendar';
import type { Drawing } from './drawing';
import { faultLine, join } from './form';
import { confirmed } from './press';
import { bool, type Json, obj, str, words } from './read';

/** Feishu hands picked times on with the phone's zone; these phones stand in China. */
const ZONE = ' +0800';

export function datePicker(spec: Json, drawing: Drawing): HTMLElement {
  return picker(spec, drawing, str(spec, 'initial_date'), '请选择日期', (now, done) => [
    calendar(now || drawing.host.today(), now, done),
  ]);
}

export function timePicker(spec: Json, drawing: Drawing): HTMLElement {
  return picker(spec, drawing, str(spec, 'initial_time'), '请选择时间', (now, done) => {
    const time = timeRow(now || '08:00');
    return [
      time.row,
      el('button', { class: 'sheet-done', type: 'button', onclick: () => done(time.value()) }, '确定'),
    ];
  });
}

export function datetimePicker(spec: Json, drawing: Drawing): HTMLElement {
  return picker(spec, drawing, str(spec, 'initial_datetime'), '请选择日期和时间', (now, done) => {
    const [day = drawing.host.today(), hour = '08:00'] = now ? now.split(' ') : [];
    let picked = day;
    const time = timeRow(hour);
    const days = calendar(day, day, (next) => {
      picked = next;
    });
    return [
      days,
      time.row,
      el(
        'button',
        { class: 'sheet-done', type: 'button', onclick: () => done(`${picked} ${time.value()}`) },
        '确定',
      ),
    ];
  });
}

type Fill = (now: string, done: (value: string) => void) => Child[];

function picker(spec: Json, drawing: Drawing, initial: string, otherwise: string, fill: Fill): HTMLElement {
  const name = str(spec, 'name');
  const placeholder = words(obj(spec, 'placeholder')) || otherwise;
  let value = initial;
  const text = el('span', { class: 'card-select-text' });
  const button = el(
    'button',
    {
      class: 'card-select card-date',
      type: 'button',
      'data-name': name,
      'data-tag': str(spec, 'tag'),
      'aria-haspopup': 'dialog',
      disabled: bool(spec, 'disabled'),
    },
    text,
  );
  const box = el('div', { class: 'card-field' }, button);
  const width = str(spec, 'width');
  if (/^\d+px$/.test(width)) setStyle(box, { width });
  else if (width !== 'fill') box.classList.add('card-field-auto');
  const show = () => {
    text.textContent = value || placeholder;
    button.classList.toggle('card-empty', value === '');
    button.setAttribute('aria-label', `${placeholder}：${value || '未选'}`);
    button.dataset.value = value;
  };
  show();
  const changed = join(drawing, {
    name,
    node: button,
    required: bool(spec, 'required'),
    read: () => (value ? value + ZONE : undefined),
    fault: faultLine(box),
    reset: () => {
      value = initial;
      show();
    },
  });
  const choose = async (next: string) => {
    if (!(await confirmed(spec, drawing))) return;
    value = next;
    show();
    changed(value + ZONE);
  };
  button.addEventListener('click', () => {
    openSheet(drawing.host.screen(), { title: placeholder }, (close) =>
      fill(value, (next) => {
        close();
        void choose(next);
      }),
    );
  });
  return box;
}

function timeRow(initial: string): { row: HTMLElement; value(): string } {
  const [hour = '08', minute = '00'] = initial.split(':');
  const hours = numbers(24, hour, '时');
  const minutes = numbers(60, minute, '分');
  return {
    row: el('div', { class: 'sheet-time' }, hours, '：', minutes),
    value: () => `${hours.value}:${minutes.value}`,
  };
}

function numbers(count: number, initial: string, label: string): HTMLSelectElement {
  const all = Array.from({ length: count }, (_, i) => String(i).padStart(2, '0'));
  const node = el(
    'select',
    { 'aria-label': label },
    ...all.map((one) => el('option', { value: one }, `${one} ${label}`)),
  );
  node.value = initial;
  return node;
}
