import { el } from './dom';

export interface Tabs {
  element: HTMLElement;
  /** On middling screens the feed lies behind this button. */
  feedToggle: HTMLElement;
  choose(i: number): void;
  name(i: number, name: string): void;
  dot(i: number, count: number): void;
}

/** On a narrow screen one phone (or the feed) is seen at a time. Panels are the elements `<prefix>-<i>`. */
export function createTabs(names: string[], prefix: string): Tabs {
  const feed = names.length - 1;
  const buttons = names.map((name, i) =>
    el(
      'button',
      { type: 'button', role: 'tab', 'aria-controls': `${prefix}-${i}`, onclick: () => choose(i) },
      el('span', {}, name),
      el('span', { class: 'dot', hidden: true }),
    ),
  );
  const feedToggle = el('button', { type: 'button', class: 'feed-toggle', 'aria-expanded': 'false' }, '动态');
  feedToggle.addEventListener('click', () => {
    const open = document.body.classList.toggle('feed-open');
    feedToggle.setAttribute('aria-expanded', String(open));
  });
  const choose = (chosen: number) => {
    buttons.forEach((button, i) => {
      button.setAttribute('aria-selected', String(i === chosen));
    });
    document.body.dataset.tab = chosen === feed ? 'feed' : String(chosen);
    if (chosen === feed) dot(feed, 0);
  };
  const dot = (i: number, count: number) => {
    const mark = buttons[i]?.querySelector<HTMLElement>('.dot');
    if (!mark) return;
    mark.hidden = count === 0;
    mark.textContent = String(count);
  };
  return {
    element: el('nav', { class: 'tabs', role: 'tablist', 'aria-label': '看哪部手机' }, ...buttons),
    feedToggle,
    choose,
    name: (i, name) => {
      const text = buttons[i]?.firstElementChild;
      if (text) text.textContent = name;
    },
    dot,
  };
}
