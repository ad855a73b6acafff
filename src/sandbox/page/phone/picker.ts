import { el } from '../dom';
import type { Person } from '../pageTypes';
import { searchPeople, titleBeside } from '../pickPeople';

export interface Picker {
  element: HTMLElement;
  show(people: Person[], current: string | null): void;
}

/** The name plate above a phone: whose phone it is, and a searched list of everybody to hand it to. */
export function createPicker(label: string, choose: (openId: string) => void): Picker {
  let people: Person[] = [];
  let current: string | null = null;
  const name = el('strong');
  const title = el('small');
  const plate = el(
    'button',
    { class: 'plate', type: 'button', 'aria-haspopup': 'listbox', 'aria-expanded': 'false' },
    el('span', { class: 'plate-label' }, label),
    el('span', { class: 'plate-who' }, name, title),
  );
  const search = el('input', {
    type: 'search',
    placeholder: '按职务或名字找，如：镇长',
    'aria-label': '找人',
  });
  const list = el('div', { class: 'people-list', role: 'listbox', 'aria-label': '换一个人' });
  const panel = el('div', { class: 'people-panel', hidden: true }, search, list);
  const element = el('div', { class: 'picker' }, plate, panel);

  const fill = () => {
    const found = searchPeople(people, search.value);
    list.replaceChildren(...found.map(option));
    if (found.length === 0)
      list.append(
        el(
          'p',
          { class: 'people-none' },
          people.length === 0 ? '还没有人。导入花名册之后，人就在这里。' : '没有找到',
        ),
      );
  };
  const option = (person: Person) =>
    el(
      'button',
      {
        class: 'people-option',
        type: 'button',
        role: 'option',
        'data-open-id': person.open_id,
        'aria-selected': String(person.open_id === current),
        onclick: () => {
          open(false);
          choose(person.open_id);
        },
      },
      el('span', {}, person.name),
      el('small', {}, titleBeside(person)),
      person.unread
        ? el('span', { class: 'dot', 'aria-label': `${person.unread} 条未读` }, String(person.unread))
        : null,
    );
  const open = (yes: boolean) => {
    panel.hidden = !yes;
    plate.setAttribute('aria-expanded', String(yes));
    if (!yes) return plate.focus();
    search.value = '';
    fill();
    list.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
    search.focus();
  };

  plate.addEventListener('click', () => open(panel.hidden === true));
  search.addEventListener('input', fill);
  element.addEventListener('keydown', (event) => {
    if (panel.hidden) return;
    if (event.key === 'Escape') open(false);
    else if (event.key === 'Enter' && event.target === search)
      list.querySelector<HTMLElement>('button')?.click();
    else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') walk(event.key === 'ArrowDown' ? 1 : -1);
    else return;
    event.preventDefault();
  });
  const walk = (by: number) => {
    const all = [search, ...list.querySelectorAll<HTMLElement>('button')];
    const at = all.findIndex((node) => node.matches(':focus'));
    all[Math.min(Math.max(at + by, 0), all.length - 1)]?.focus();
  };
  document.addEventListener('pointerdown', (event) => {
    if (!panel.hidden && event.target instanceof Node && !element.contains(event.target)) {
      panel.hidden = true;
      plate.setAttribute('aria-expanded', 'false');
    }
  });

  return {
    element,
    show(all, openId) {
      people = all;
      current = openId;
      const person = all.find((one) => one.open_id === openId);
      name.textContent = person?.name ?? '还没有人';
      title.textContent = person ? titleBeside(person) : '';
      if (!panel.hidden) fill();
    },
  };
}
