import { el } from './dom';

/** What the bot does to many people at once, as the sandbox tells it of each of them. */
const TO_ONE = /^(机器人给|更新) (.+?) (发卡片：.+|的卡片：.+)$/;

export interface Minute {
  element: HTMLElement;
  /** What the minute is called now: 今天 08:30 becomes 昨天 08:30. */
  name(label: string): void;
  add(text: string): void;
}

/** The lines of one minute, newest on top; the same done to many people is one line with their number. */
export function createMinute(): Minute {
  const time = el('time');
  const lines = el('div');
  const known = new Map<string, { line: HTMLElement; names: Set<string> }>();
  return {
    element: el('li', {}, time, lines),
    name(label) {
      time.textContent = label;
    },
    add(text) {
      const [, verb, name, what] = TO_ONE.exec(text) ?? [];
      if (!verb || !name || !what) return lines.prepend(el('p', { class: 'feed-line' }, text));
      const key = verb + what;
      const group = known.get(key) ?? { line: el('p', { class: 'feed-line' }), names: new Set() };
      known.set(key, group);
      group.names.add(name);
      const whom = group.names.size > 1 ? `${name}等${group.names.size}人` : name;
      group.line.textContent = `${verb}${whom}${what}`;
      group.line.classList.toggle('feed-quiet', verb === '更新');
      lines.prepend(group.line);
    },
  };
}
