import { api } from '../api';
import { type DrawnCard, drawCard } from '../card/drawCard';
import type { CardHost } from '../card/drawing';
import { isJson, type Json, obj, str } from '../card/read';
import { el, externalLink } from '../dom';
import type { Message } from '../pageTypes';

/** A message's content as it stands in the chat; cards bring their own life with them. */
export interface Bubble {
  element: HTMLElement;
  card: DrawnCard | null;
}

export function drawBubble(message: Message, host: CardHost): Bubble {
  const content = isJson(message.content) ? message.content : {};
  if (message.recalled)
    return {
      element: el('p', { class: 'chat-note' }, `${recaller(message, host)}撤回了一条消息`),
      card: null,
    };
  if (message.msg_type === 'interactive') {
    const card = drawCard(message.content, host);
    return { element: card.element, card };
  }
  return { element: plainBubble(message.msg_type, content, host), card: null };
}

function recaller({ own, sender }: Message, host: CardHost): string {
  if (own) return '你';
  return sender === null ? '河长助手' : (host.personName(sender) ?? '');
}

function plainBubble(type: string, content: Json, host: CardHost): HTMLElement {
  switch (type) {
    case 'text':
      return el('div', { class: 'bubble' }, ...withMentions(str(content, 'text'), host));
    case 'post':
      return post(content, host);
    case 'image':
      return el('img', { class: 'bubble-image', src: api.imageUrl(str(content, 'image_key')), alt: '照片' });
    case 'file':
      return el(
        'div',
        { class: 'bubble bubble-file' },
        el('span', { class: 'file-icon', 'aria-hidden': 'true' }),
        fileName(content),
      );
    case 'location':
      return el(
        'div',
        { class: 'bubble bubble-place' },
        el('strong', {}, str(content, 'name') || '位置'),
        el('small', {}, `${str(content, 'longitude')}, ${str(content, 'latitude')}`),
        el('span', { class: 'place-map', 'aria-hidden': 'true' }),
      );
    case 'system':
      return el('p', { class: 'chat-note' }, str(content, 'template') || str(content, 'text'));
    default:
      return el('div', { class: 'card-unknown' }, `不认识的消息类型：${type}`);
  }
}

function fileName(content: Json): HTMLElement {
  const name = str(content, 'file_name') || '文件';
  const key = str(content, 'file_key');
  return el('a', { href: api.fileUrl(key), download: name, 'data-file-key': key }, name);
}

/** `<at user_id="…">name</at>` in a text message; the rest is said as it is. */
function withMentions(text: string, host: CardHost): (Node | string)[] {
  return text.split(/(<at user_id="[^"]*">[^<]*<\/at>|@_user_1)/).map((part) => {
    // The only one a person can mention here is the bot.
    if (part === '@_user_1') return el('span', { class: 'card-at' }, '@河长助手');
    const id = /^<at user_id="([^"]*)">/.exec(part)?.[1];
    if (id === undefined) return part;
    return el('span', { class: 'card-at' }, `@${id === 'all' ? '所有人' : (host.personName(id) ?? id)}`);
  });
}

function post(content: Json, host: CardHost): HTMLElement {
  const body = obj(content, 'zh_cn') ?? content;
  const title = str(body, 'title');
  const box = el('div', { class: 'bubble' }, title ? el('strong', {}, title) : null);
  const lines = Array.isArray(body.content) ? body.content : [];
  for (const line of lines)
    box.append(
      el('p', {}, ...(Array.isArray(line) ? line : []).filter(isJson).map((piece) => postPiece(piece, host))),
    );
  return box;
}

function postPiece(piece: Json, host: CardHost): Node | string {
  switch (str(piece, 'tag')) {
    case 'a':
      return externalLink(str(piece, 'href'), str(piece, 'text'));
    case 'at':
      return el(
        'span',
        { class: 'card-at' },
        `@${host.personName(str(piece, 'user_id')) ?? str(piece, 'user_name')}`,
      );
    case 'img':
      return el('img', { class: 'bubble-image', src: api.imageUrl(str(piece, 'image_key')), alt: '图片' });
    default:
      return str(piece, 'text');
  }
}
