import { el } from '../dom';

const WEEK = ['一', '二', '三', '四', '五', '六', '日'];

/** A month of days to press, weeks from Monday. Days are `yyyy-MM-dd`; `shown` says which month stands first. */
export function calendar(shown: string, selected: string, done: (day: string) => void): HTMLElement {
  let [year = 2026, month = 1] = shown.split('-').map(Number);
  let chosen = selected;
  const title = el('strong', { 'aria-live': 'polite' });
  const grid = el('div', { class: 'calendar-days' });
  const step = (by: number) => () => {
    const next = new Date(Date.UTC(year, month - 1 + by, 1));
    year = next.getUTCFullYear();
    month = next.getUTCMonth() + 1;
    draw();
  };
  const draw = () => {
    title.textContent = `${year}年${month}月`;
    grid.replaceChildren(...WEEK.map((day) => el('span', { class: 'calendar-week' }, day)), ...days());
  };
  const days = () => {
    const first = new Date(Date.UTC(year, month - 1, 1));
    const blanks = Array.from({ length: (first.getUTCDay() + 6) % 7 }, () => el('span'));
    const count = new Date(Date.UTC(year, month, 0)).getUTCDate();
    return [...blanks, ...Array.from({ length: count }, (_, i) => dayButton(i + 1))];
  };
  const dayButton = (day: number) => {
    const value = `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
    const pick = () => {
      chosen = value;
      draw();
      done(value);
    };
    return el(
      'button',
      {
        type: 'button',
        'data-value': value,
        'aria-pressed': String(value === chosen),
        'data-first': value === chosen,
        onclick: pick,
      },
      String(day),
    );
  };
  draw();
  return el(
    'div',
    { class: 'calendar' },
    el(
      'div',
      { class: 'calendar-head' },
      el('button', { type: 'button', 'aria-label': '上个月', onclick: step(-1) }, '‹'),
      title,
      el('button', { type: 'button', 'aria-label': '下个月', onclick: step(1) }, '›'),
    ),
    grid,
  );
}
