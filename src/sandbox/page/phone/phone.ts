import { api, errorText } from '../api';
import type { CardHost, Press, ToastKind } from '../card/drawing';
import { el, safeUrl } from '../dom';
import type { ChatOnPhone, Message, Person, PressAnswer, Said } from '../pageTypes';
import { isoDay, shanghai } from '../time';
import { createChatTabs } from './chatTabs';
import { createComposer } from './composer';
import { createMessageList } from './messageList';

const TOAST_MS = 3500;

export interface Phone {
  element: HTMLElement;
  /** Shows this person's chat, fetched anew; a phone handed to somebody else starts clean. */
  give(openId: string | null): Promise<void>;
  /** The business clock in the status bar, milliseconds since the epoch. */
  tick(now: number): void;
}
export interface PhoneOptions {
  people(): Person[];
  now(): number;
  /** Called with the number of messages not looked at, whenever it may have changed. */
  unread(count: number): void;
  /** Something was said or pressed: the page should look for changes now. */
  acted(): void;
}

/** One person's phone with Feishu open at the chat with the bot. */
export function createPhone(options: PhoneOptions): Phone {
  let openId: string | null = null;
  let messages: Message[] = [];
  let chats: ChatOnPhone[] = [];
  /** The chat that is open; empty until the person's chats are known. */
  let current = '';
  const time = el('span');
  const screen = el('div', { class: 'screen' });
  const toasts = el('div', { class: 'toasts', role: 'status', 'aria-live': 'assertive' });

  const toast = (kind: ToastKind, text: string) => {
    const box = el('div', { class: `toast toast-${kind}` }, text);
    toasts.replaceChildren(box);
    setTimeout(() => box.remove(), TOAST_MS);
  };
  const guarded = async (work: () => Promise<void>): Promise<boolean> => {
    try {
      await work();
      return true;
    } catch (error) {
      toast('error', error instanceof Error ? error.message : String(error));
      return false;
    }
  };
  const press = async (messageId: string, one: Press) => {
    const who = openId;
    if (!who) return;
    if (!one.name) return toast('error', '这个组件没有 name，按了到不了机器人');
    await guarded(async () => {
      show(await api.press(who, messageId, one));
      await reload();
    });
    options.acted();
  };
  const show = (answer: PressAnswer) => {
    if (answer.error) toast('error', errorText(answer.error));
    else if (answer.toast) toast(answer.toast.type, answer.toast.content);
    if (answer.open_url && safeUrl(answer.open_url)) window.open(answer.open_url, '_blank', 'noopener');
  };
  const say = async (said: Said) => {
    const who = openId;
    if (!who) return false;
    const done = await guarded(async () => {
      await api.say(who, said, current);
      await reload();
    });
    options.acted();
    return done;
  };

  const host: Omit<CardHost, 'press'> & { press: typeof press } = {
    personName: (id) => options.people().find((person) => person.open_id === id)?.name ?? null,
    imageUrl: api.imageUrl,
    today: () => isoDay(options.now()),
    screen: () => screen,
    members: () => (openId ? [openId] : []),
    press,
    toast,
  };
  const list = createMessageList(host);
  const title = el('h2');
  const composer = createComposer(() => screen, say);
  const tabs = createChatTabs((chatId) => {
    current = chatId;
    list.clear();
    draw();
    void touched();
  });
  screen.append(statusBar(time), chatHead(title), tabs.element, list.element, composer.element, toasts);

  const inChat = () => messages.filter((message) => message.chat_id === current);
  const draw = () => {
    const chat = chats.find((one) => one.chat_id === current) ?? chats[0];
    if (!chat) return;
    if (chat.chat_id !== current) list.clear();
    current = chat.chat_id;
    title.replaceChildren(
      el('span', { class: 'chat-title', title: chat.name }, chat.name),
      chat.kind === 'p2p' ? el('span', { class: 'chat-bot' }, '机器人') : '',
    );
    composer.talksTo(chat.name);
    tabs.show(chats, current);
    list.show(inChat(), options.now());
  };
  const reload = async () => {
    const who = openId;
    if (!who) return;
    const [fresh, known] = await Promise.all([api.messages(who), api.chats(who)]);
    if (who !== openId) return;
    messages = fresh;
    chats = known;
    draw();
    if (screen.contains(document.activeElement) && document.hasFocus()) await touched();
    else options.unread(unreadOf(messages).length);
  };
  // A phone lies on the table until somebody touches it: only then are its messages read.
  const touched = async () => {
    const who = openId;
    const unread = unreadOf(inChat());
    if (!who || unread.length === 0) return;
    for (const message of unread) message.read = true;
    chats = chats.map((chat) => (chat.chat_id === current ? { ...chat, unread: 0 } : chat));
    draw();
    options.unread(unreadOf(messages).length);
    await guarded(async () => {
      await Promise.all(unread.map((message) => api.read(who, message.message_id)));
    });
  };
  screen.addEventListener('pointerdown', () => void touched());
  screen.addEventListener('focusin', () => void touched());
  screen.addEventListener('wheel', () => void touched(), { passive: true });

  return {
    element: el('div', { class: 'phone' }, screen),
    async give(next) {
      if (next !== openId) {
        openId = next;
        messages = [];
        chats = [];
        current = '';
        tabs.show([], '');
        list.clear();
        screen.querySelector('.sheet-layer')?.remove();
        screen.dataset.openId = next ?? '';
        options.unread(0);
      }
      await reload();
    },
    tick(now) {
      const t = shanghai(now);
      time.textContent = `${t.hour}:${t.minute}`;
    },
  };
}

function unreadOf(messages: Message[]): Message[] {
  return messages.filter((message) => message.from === 'bot' && !message.read && !message.recalled);
}

function statusBar(time: HTMLElement): HTMLElement {
  return el(
    'div',
    { class: 'status-bar', 'aria-hidden': 'true' },
    time,
    el('span', { class: 'status-icons' }),
  );
}

function chatHead(title: HTMLElement): HTMLElement {
  return el(
    'header',
    { class: 'chat-head' },
    el('span', { class: 'chat-back', 'aria-hidden': 'true' }),
    title,
    el('span', { class: 'dots', 'aria-hidden': 'true' }),
  );
}
