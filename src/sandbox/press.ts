import { z } from 'zod';
import { type Action, actionOf, type Gesture } from './action';
import { ApiError } from './apiError';
import { checkCardContent, parseJson } from './content';
import type { Delivery } from './deliver';
import { CARD_LIFE, schemaOf, showCard } from './editCard';
import { sees } from './groups';
import { ids } from './ids';
import { idsOf } from './idsOf';
import { lockCard, unlockCard } from './locks';
import type { Message } from './messages';
import type { Person } from './people';
import { RequestRefused } from './requestRefused';
import type { World } from './world';

/** The update token of a press: 30 minutes of business time, two uses. */
const TOKEN_LIFE = 30 * 60_000;
const TOKEN_USES = 2;

export interface Press extends Gesture {
  message_id: string;
  /** The card as this phone still shows it, when that is an older one than the newest. */
  card?: object | undefined;
}

/** What the phone shows after a press. */
export interface PressResult {
  toast: { type: string; content: string } | null;
  /** The card that replaced the old one. */
  card: object | null;
  error: { code: number; msg: string } | null;
  open_url?: string;
}

const legalAnswer = z.object({
  toast: z
    .object({
      type: z.enum(['info', 'success', 'error', 'warning']).default('info'),
      content: z.string().default(''),
      i18n: z.record(z.string(), z.string()).optional(),
    })
    .optional(),
  card: z
    .discriminatedUnion('type', [
      z.object({ type: z.literal('raw'), data: z.record(z.string(), z.unknown()) }),
      z.object({ type: z.literal('template'), data: z.record(z.string(), z.unknown()) }),
    ])
    .optional(),
});

/** Words of the client for each way a callback can fail (feishu.md §4.3). */
const FAILURES: Record<number, string> = {
  108002: '机器人的回答里没有内容',
  200080: '回调请求失败',
  200340: '没有配置回调地址，也没有长连接',
  200341: '机器人没有在 3 秒内回应',
  200342: '连不上机器人',
  200343: '找不到机器人的地址',
  200671: '机器人没有回答 200',
  200672: '机器人的回答格式不对',
  200673: '机器人给回的卡片不合格',
  200830: '2.0 的卡片不能换成 1.0 的卡片',
};

/**
 * A person presses something on a card. The card is locked against PATCH from here until the bot has answered or
 * 3 s have passed; a callback is never sent twice.
 * @throws RequestRefused for what no phone would do
 */
export async function press(w: World, person: Person, asked: Press): Promise<PressResult> {
  const message = pressable(w, person, asked);
  const action = actionOf(asked.card ?? parseJson(message.content), asked, w.settings.get());
  const link = action.openUrl === undefined ? {} : { open_url: action.openUrl };
  w.feed.tell(`${person.name} 按下 ${action.label}`);
  if (!action.callback) return { toast: null, card: null, error: null, ...link };
  // Cards sent in a batch have no callbacks.
  const mute = w.messages.ofBatch(message.message_id);
  const result = mute ? failed(200340) : await callBack(w, person, message, action);
  if (result.error) w.feed.tell(`${person.name} 的手机显示出错：${result.error.msg}（${result.error.code}）`);
  else if (result.toast) w.feed.tell(`机器人提示 ${person.name}：${result.toast.content}`);
  return { ...result, ...link };
}

function pressable(w: World, person: Person, { message_id, force }: Press): Message {
  const message = w.messages.byId(message_id);
  if (!message || !(sees(w, person, message) || force)) {
    throw new RequestRefused(`${person.name} 的手机上没有这条消息`, 404);
  }
  if (message.msg_type !== 'interactive') throw new RequestRefused('这条消息不是卡片');
  if (message.recalled) throw new RequestRefused('这条消息已被撤回');
  if (w.clock.now().getTime() - message.create_time > CARD_LIFE) {
    throw new RequestRefused('卡片发出已超过 14 天，不能再操作');
  }
  return message;
}

async function callBack(w: World, person: Person, message: Message, action: Action): Promise<PressResult> {
  const lock = w.db.write(() => lockCard(w.db, message.message_id, Date.now()));
  try {
    const envelope = envelopeOf(w, person, message, action, issueToken(w, message));
    return settle(w, message, await w.road.carry('press', JSON.stringify(envelope)));
  } finally {
    unlockCard(w.db, lock);
  }
}

function envelopeOf(w: World, person: Person, message: Message, action: Action, token: string) {
  return {
    schema: '2.0',
    header: w.events.header('card.action.trigger', 'us'),
    event: {
      operator: { tenant_key: w.identity.tenantKey, ...idsOf(w, person) },
      token,
      action: action.callback,
      host: 'im_message',
      context: { open_message_id: message.message_id, open_chat_id: message.chat_id },
    },
  };
}

function issueToken(w: World, message: Message): string {
  const token = ids.cardToken();
  const expires = w.clock.now().getTime() + TOKEN_LIFE;
  w.db.run('INSERT INTO card_token VALUES (?, ?, ?, ?)', token, message.message_id, expires, TOKEN_USES);
  return token;
}

/** Applies the bot's answer, or names what the client would show instead. */
function settle(w: World, message: Message, delivery: Delivery): PressResult {
  if (delivery.kind === 'no-connection') return failed(200340);
  if (delivery.kind === 'timeout') return failed(200341);
  if (delivery.kind === 'refused') return failed(200342);
  if (delivery.kind === 'no-such-host') return failed(200343);
  if (delivery.kind === 'broken') return failed(200080);
  if (delivery.status !== 200) return failed(200671);
  if (delivery.bare) return failed(108002);
  // An empty body counts as {}.
  const body = legalAnswer.safeParse(delivery.body === '' ? {} : parseJson(delivery.body));
  if (!body.success) return failed(200672);
  const { toast, card } = body.data;
  const shown = toast ? { type: toast.type, content: toast.i18n?.zh_cn ?? toast.content } : null;
  if (!card) return { toast: shown, card: null, error: null };
  if (card.type === 'template') return failed(200673);
  const error = replace(w, message, card.data);
  return error ? failed(error.code, error.why) : { toast: shown, card: card.data, error: null };
}

function replace(w: World, message: Message, card: object): { code: number; why: string } | null {
  const content = JSON.stringify(card);
  return w.db.write(() => {
    const now = w.messages.byId(message.message_id) ?? message;
    if (schemaOf(parseJson(now.content)) === '2.0' && schemaOf(card) !== '2.0')
      return { code: 200830, why: '' };
    try {
      checkCardContent(w, content);
    } catch (error) {
      if (error instanceof ApiError) return { code: 200673, why: error.message };
      throw error;
    }
    if (!now.recalled) showCard(w, now, content);
    return null;
  });
}

function failed(code: number, why = ''): PressResult {
  const msg = [FAILURES[code], why].filter(Boolean).join('：');
  return { toast: null, card: null, error: { code, msg } };
}
