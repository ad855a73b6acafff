import type { CardHost, Press } from '../card/drawing';
import { el } from '../dom';
import type { Message } from '../pageTypes';
import { chatTime, instant } from '../time';
import { type Bubble, drawBubble } from './bubbles';

/** Within this span of business time a message stands under the time of the one before, as in Feishu. */
const SAME_TIME_MS = 5 * 60_000;
/** This near to the end counts as "at the end", in px. */
const AT_END_PX = 60;

const URGENT: Record<string, string> = { app: '加急', sms: '短信加急', phone: '电话加急' };

interface Row {
  signature: string;
  element: HTMLElement;
  bubble: Bubble;
}
type Host = Omit<CardHost, 'press'> & { press(messageId: string, press: Press): Promise<void> };

export interface MessageList {
  element: HTMLElement;
  /** Shows these messages; what has not changed keeps its element, and with it half-filled forms. */
  show(messages: Message[], now: number): void;
  clear(): void;
}

export function createMessageList(host: Host): MessageList {
  const rows = new Map<string, Row>();
  const list = el('div', { class: 'chat-list', role: 'log', 'aria-live': 'polite' });
  const more = el(
    'button',
    { class: 'chat-more', type: 'button', hidden: true, onclick: () => toEnd() },
    '有新消息 ↓',
  );
  const element = el('div', { class: 'chat', tabindex: 0 }, list);
  const frame = el('div', { class: 'chat-frame' }, element, more);
  let following = true;
  let put = 0;
  const atEnd = () => element.scrollHeight - element.scrollTop - element.clientHeight < AT_END_PX;
  // The end, or the head of the last message when that is taller than the screen.
  const toEnd = () => {
    const last = list.lastElementChild;
    const end = element.scrollHeight - element.clientHeight;
    element.scrollTop = last instanceof HTMLElement ? Math.min(end, last.offsetTop) : end;
    put = element.scrollTop;
    following = true;
    more.hidden = true;
  };
  element.addEventListener('scroll', () => {
    if (Math.abs(element.scrollTop - put) > 2) following = atEnd();
    if (following) more.hidden = true;
  });
  // A phone that comes to light on another tab, or is resized, shows its end again.
  new ResizeObserver(() => following && toEnd()).observe(element);
  // A picture that arrives late makes the chat longer; capture, because load events do not bubble.
  list.addEventListener('load', () => following && toEnd(), true);

  const rowOf = (message: Message): Row => {
    const signature = JSON.stringify([
      message.content,
      message.recalled,
      message.urgent_by,
      message.msg_type,
    ]);
    const known = rows.get(message.message_id);
    if (known?.signature === signature) return known;
    known?.bubble.card?.drop();
    const row = drawRow(message, signature, host);
    if (known) replace(known.element, row.element);
    rows.set(message.message_id, row);
    return row;
  };

  return {
    element: frame,
    show(messages, now) {
      const grew = messages.some((message) => !rows.has(message.message_id));
      const order: HTMLElement[] = [];
      let last = Number.NEGATIVE_INFINITY;
      for (const message of messages) {
        const { element: row } = rowOf(message);
        const at = instant(message.create_time);
        row.dataset.time = at - last > SAME_TIME_MS ? chatTime(at, now) : '';
        row.classList.toggle('chat-unread', message.from === 'bot' && !message.read);
        last = at;
        order.push(row);
      }
      settle(list, order);
      const kept = new Set(messages.map((message) => message.message_id));
      for (const [id, row] of rows) {
        if (kept.has(id)) continue;
        row.bubble.card?.drop();
        row.element.remove();
        rows.delete(id);
      }
      for (const row of rows.values()) void shown(row);
      if (!grew) return;
      if (following) toEnd();
      else more.hidden = false;
    },
    clear() {
      for (const row of rows.values()) row.bubble.card?.drop();
      rows.clear();
      following = true;
      list.replaceChildren();
      more.hidden = true;
    },
  };
}

const alive = new WeakSet<Row>();

/** Starts a card's charts once, after it has come into the document. */
async function shown(row: Row): Promise<void> {
  if (alive.has(row)) return;
  alive.add(row);
  await row.bubble.card?.shown();
}

/** A card drawn anew keeps the focus: on the same control if it is still there, else on the card as a whole. */
function replace(old: HTMLElement, fresh: HTMLElement): void {
  const focused = old.contains(document.activeElement) ? document.activeElement : null;
  const name = focused instanceof HTMLElement ? focused.dataset.name : undefined;
  old.replaceWith(fresh);
  if (!focused) return;
  const same = name ? fresh.querySelector<HTMLElement>(`[data-name="${CSS.escape(name)}"]`) : null;
  if (!same) fresh.tabIndex = -1;
  (same ?? fresh).focus({ preventScroll: true });
}

/** Puts the rows in order, moving only what stands wrong: a moved element would lose its focus and scrolling. */
function settle(list: HTMLElement, order: HTMLElement[]): void {
  order.forEach((row, i) => {
    if (list.children[i] !== row) list.insertBefore(row, list.children[i] ?? null);
  });
}

function drawRow(message: Message, signature: string, host: Host): Row {
  const bubble = drawBubble(message, { ...host, press: (press) => host.press(message.message_id, press) });
  const note = bubble.element.classList.contains('chat-note');
  const urgent = message.urgent_by.map((means) =>
    el('span', { class: 'chat-urgent', 'data-means': means }, URGENT[means] ?? '加急'),
  );
  const name = message.sender === null ? null : host.personName(message.sender);
  const said = message.own || note || !name ? null : el('span', { class: 'chat-name' }, name);
  const face =
    message.own || note
      ? null
      : el(
          'span',
          { class: `avatar avatar-${message.from}`, 'aria-hidden': 'true' },
          name?.slice(-1) ?? '河',
        );
  const kind = note ? 'chat-row-note' : message.own ? 'chat-row-user' : 'chat-row-bot';
  const element = el(
    'div',
    { class: `chat-row ${kind}`, 'data-message-id': message.message_id, 'data-type': message.msg_type },
    face,
    el('div', { class: 'chat-content' }, said, ...urgent, bubble.element),
  );
  return { signature, element, bubble };
}
