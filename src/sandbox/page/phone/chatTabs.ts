import { el } from '../dom';
import type { ChatOnPhone } from '../pageTypes';

export interface ChatTabs {
  element: HTMLElement;
  show(chats: ChatOnPhone[], current: string): void;
}

/** The chats of a phone, when there are others than that with the bot: one tab each, with what is unread in it. */
export function createChatTabs(choose: (chatId: string) => void): ChatTabs {
  const element = el('nav', { class: 'chat-tabs', 'aria-label': '换一个会话', hidden: true });
  let drawn = '';
  return {
    element,
    show(chats, current) {
      // Drawn anew only for a change, so that a tab keeps its focus.
      const wanted = JSON.stringify([chats, current]);
      if (wanted === drawn) return;
      drawn = wanted;
      element.hidden = chats.length < 2;
      element.replaceChildren(
        ...chats.map((chat) =>
          el(
            'button',
            {
              type: 'button',
              class: 'chat-tab',
              'data-chat-id': chat.chat_id,
              'aria-current': chat.chat_id === current ? 'true' : 'false',
              onclick: () => choose(chat.chat_id),
            },
            el('span', {}, chat.name),
            chat.unread
              ? el('span', { class: 'dot', 'aria-label': `${chat.unread} 条未读` }, String(chat.unread))
              : null,
          ),
        ),
      );
    },
  };
}
