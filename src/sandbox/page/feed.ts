import { api } from './api';
import { el } from './dom';
import type { FeedLine } from './pageTypes';
import { chatTime, instant } from './time';

const KEPT = 300;
/** What the bot does to many people at once, word for word as the sandbox tells it. */
const TO_ONE = /^(机器人给|更新) (.+?) (发卡片：.+|的卡片：.+)$/;

export interface Feed {
  element: HTMLElement;
  reload(now: number): Promise<void>;
  /** Whether there are lines that were not shown yet. */
  news(): Promise<boolean>;
}

/** What bot and people did, newest on top; the same done to many within a minute is one line. */
export function createFeed(): Feed {
  let after = 0;
  let minute: Minute | null = null;
  const list = el('ol', { class: 'feed-list', 'aria-live': 'polite' });
  const empty = el('p', { class: 'feed-none' }, '还没有事。按手机上的按钮，或者让时间往前走。');
  return {
    element: el('aside', { class: 'feed', 'aria-label': '动态' }, el('h2', {}, '动态'), empty, list),
    async reload(now) {
      for (const line of await api.feed(after)) {
        if (line.id <= after) continue;
        after = line.id;
        const label = chatTime(instant(line.at), now);
        if (minute?.label !== label) {
          minute = newMinute(label);
          list.prepend(minute.element);
        }
        minute.add(line);
      }
      while (list.querySelectorAll('.feed-line').length > KEPT) list.lastElementChild?.remove();
      empty.hidden = list.children.length > 0;
    },
    news: async () => (await api.feed(after)).length > 0,
  };
}

interface Minute {
  label: string;
  element: HTMLElement;
  add(line: FeedLine): void;
}

function newMinute(label: string): Minute {
  const lines = el('div');
  const groups = new Map<string, { node: HTMLElement; names: Set<string> }>();
  return {
    label,
    element: el('li', {}, el('time', {}, label), lines),
    add({ id, text }) {
      const [, verb = '', name = '', what = ''] = TO_ONE.exec(text) ?? [];
      const quiet = verb === '更新' ? ' feed-quiet' : '';
      const known = verb ? groups.get(verb + what) : undefined;
      const names = (known?.names ?? new Set()).add(name);
      const whom = names.size > 1 ? `${name}等${names.size}人` : name;
      const node = known?.node ?? el('p', { class: `feed-line${quiet}` });
      node.textContent = verb ? `${verb} ${whom} ${what}` : text;
      node.dataset.id = String(id);
      if (verb) groups.set(verb + what, { node, names });
      lines.prepend(node);
    },
  };
}
