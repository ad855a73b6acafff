import { api } from './api';
import { el } from './dom';
import { createMinute, type Minute } from './feedMinute';
import { chatTime, instant } from './time';

/** Minutes kept on the page. */
const KEPT = 200;
const MINUTE_MS = 60_000;

export interface Feed {
  element: HTMLElement;
  reload(now: number): Promise<void>;
  /** Whether there are lines that were not shown yet. */
  news(): Promise<boolean>;
}

/** What bot and people did, newest on top, minute by minute of business time. */
export function createFeed(): Feed {
  let after = 0;
  let minutes: (Minute & { at: number })[] = [];
  const list = el('ol', { class: 'feed-list', tabindex: 0, 'aria-live': 'polite' });
  const empty = el('p', { class: 'feed-none' }, '还没有事。按手机上的按钮，或者让时间往前走。');

  const minuteOf = (time: number): Minute => {
    const at = Math.floor(time / MINUTE_MS) * MINUTE_MS;
    const newest = minutes[0];
    if (newest?.at === at) return newest;
    const fresh = { ...createMinute(), at };
    list.prepend(fresh.element);
    minutes.unshift(fresh);
    for (const { element } of minutes.slice(KEPT)) element.remove();
    minutes = minutes.slice(0, KEPT);
    return fresh;
  };
  return {
    element: el('aside', { class: 'feed', 'aria-label': '动态' }, el('h2', {}, '动态'), empty, list),
    async reload(now) {
      for (const line of await api.feed(after)) {
        if (line.id <= after) continue;
        after = line.id;
        minuteOf(instant(line.at)).add(line.text);
      }
      for (const { at, name } of minutes) name(chatTime(at, now));
      empty.hidden = minutes.length > 0;
    },
    news: async () => (await api.feed(after)).length > 0,
  };
}
