import type { Press } from './card/drawing';
import type { ChatOnPhone, ClockState, FeedLine, Message, Person, PressAnswer, Said } from './pageTypes';

const BASE = '/sandbox/api';

/** The server refused; `message` is its sentence, fit to be shown. */
export class Refused extends Error {}

async function call<T>(path: string, body?: unknown): Promise<T> {
  const answer = await fetch(`${BASE}/${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: body === undefined ? {} : { 'content-type': 'application/json' },
    body: body === undefined ? null : JSON.stringify(body),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Refused(sentence(text) || `${answer.status} ${answer.statusText}`);
  return JSON.parse(text || '{}');
}

/** The words of an error answer, whichever of the usual shapes it has. */
function sentence(text: string): string {
  if (!text.startsWith('{')) return text.length < 200 && !text.startsWith('<') ? text : '';
  const body: unknown = JSON.parse(text);
  if (typeof body !== 'object' || body === null) return '';
  const { error, message, msg } = body as Record<string, unknown>;
  if (typeof error === 'string') return error;
  if (typeof error === 'object' && error !== null) return errorText(error);
  return String(message ?? msg ?? '');
}

/** An error as Feishu's client shows it: words, then the code. */
export function errorText(error: string | { code?: number; msg?: string }): string {
  if (typeof error === 'string') return error;
  const code = error.code ? ` code：${error.code}` : '';
  return `${error.msg ?? '出错了，请稍后重试'}${code}`;
}

const one = (openId: string) => `people/${encodeURIComponent(openId)}`;

export const api = {
  people: () => call<Person[]>('people'),
  messages: (openId: string) => call<Message[]>(`${one(openId)}/messages`),
  chats: (openId: string) => call<ChatOnPhone[]>(`${one(openId)}/chats`),
  say: (openId: string, said: Said, chatId: string) =>
    call<unknown>(`${one(openId)}/messages`, { ...said, chat_id: chatId }),
  press: (openId: string, messageId: string, press: Press) =>
    call<PressAnswer>(`${one(openId)}/actions`, { message_id: messageId, ...press }),
  read: (openId: string, messageId: string) =>
    call<unknown>(`${one(openId)}/read`, { message_id: messageId }),
  changes: () => call<{ seq: number }>('changes'),
  feed: (after: number) => call<FeedLine[]>(`feed?after=${after}`),
  clock: () => call<ClockState>('clock'),
  moveClock: (to: { advance: string } | { to: 'next' }) => call<ClockState>('clock', to),
  imageUrl: (key: string) => `${BASE}/images/${encodeURIComponent(key)}`,
  fileUrl: (key: string) => `${BASE}/files/${encodeURIComponent(key)}`,
};
