import { api } from './api';
import { el } from './dom';
import { chatTime, instant } from './time';

const KEPT = 300;

export interface Feed {
  element: HTMLElement;
  reload(now: number): Promise<void>;
}

/** What bot and people did, newest on top. */
export function createFeed(): Feed {
  let after = 0;
  const list = el('ol', { class: 'feed-list', 'aria-live': 'polite' });
  const empty = el('p', { class: 'feed-none' }, '还没有事。按手机上的按钮，或者让时间往前走。');
  return {
    element: el('aside', { class: 'feed', 'aria-label': '动态' }, el('h2', {}, '动态'), empty, list),
    async reload(now) {
      const lines = await api.feed(after);
      for (const line of lines) {
        if (line.id <= after) continue;
        after = line.id;
        list.prepend(
          el(
            'li',
            { 'data-id': line.id },
            el('time', {}, chatTime(instant(line.at), now)),
            el('span', {}, line.text),
          ),
        );
      }
      while (list.children.length > KEPT) list.lastElementChild?.remove();
      empty.hidden = list.children.length > 0;
    },
  };
}
