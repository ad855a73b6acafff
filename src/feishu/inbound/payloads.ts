import { z } from 'zod';
import type { CardPress, ChatMessage, GroupChange, MenuChoice, ReadReceipt } from '../../core/messages';

/*
 * What Feishu sends, read by hand-written schemas: the SDK's types lack card presses, and its dispatcher hands
 * on header and event flattened into one object. Unknown keys are ignored, known ones are bounded.
 */

const openId = z.string().min(1).max(64);
const messageId = z.string().min(1).max(64);
const eventId = z.string().min(1).max(100);

const press = z.object({
  event_id: eventId,
  operator: z.object({ open_id: openId }),
  action: z.object({
    name: z.string().max(200).optional(),
    value: z.unknown().optional(),
    form_value: z.record(z.string(), z.unknown()).optional(),
    option: z.string().optional(),
    options: z.unknown().optional(),
    input_value: z.string().optional(),
  }),
  context: z.object({ open_message_id: messageId, open_chat_id: z.string().max(64).default('') }),
});

/** Null when it is not a press as Feishu describes it. */
export function readPress(data: unknown): CardPress | null {
  const read = press.safeParse(data);
  if (!read.success) return null;
  const { event_id, operator, action, context } = read.data;
  const option =
    action.option ?? action.input_value ?? (typeof action.options === 'string' ? action.options : undefined);
  return {
    eventId: event_id,
    openId: operator.open_id,
    messageId: context.open_message_id,
    chatId: context.open_chat_id,
    action: {
      ...(action.name !== undefined && { name: action.name }),
      ...(action.value !== undefined && { value: action.value }),
      ...(action.form_value !== undefined && { formValue: action.form_value }),
      ...(option !== undefined && { option }),
    },
  };
}

const message = z.object({
  sender: z.object({ sender_id: z.object({ open_id: openId }), sender_type: z.string() }),
  message: z.object({
    message_id: messageId,
    create_time: z.string().regex(/^\d{1,16}$/),
    chat_id: z.string().max(64),
    chat_type: z.string(),
    message_type: z.string().max(32),
    content: z.string(),
    mentions: z.array(z.object({ mentioned_type: z.string().optional() })).nullish(),
  }),
});

/**
 * A message of a person; null for one of a bot, for what cannot be read, and in a group for what is not said to a bot
 * (an app that may hear everything in groups hears it too).
 */
export function readMessage(data: unknown): ChatMessage | null {
  const read = message.safeParse(data);
  if (!read.success || read.data.sender.sender_type !== 'user') return null;
  const { sender, message: said } = read.data;
  const p2p = said.chat_type === 'p2p';
  if (!p2p && !said.mentions?.some(({ mentioned_type }) => mentioned_type === 'bot')) return null;
  return {
    messageId: said.message_id,
    chatId: said.chat_id,
    chatType: p2p ? 'p2p' : 'group',
    openId: sender.sender_id.open_id,
    sentAt: new Date(Number(said.create_time)),
    text: null,
    imageKeys: [],
    place: null,
    file: null,
    ...readContent(said.message_type, said.content),
  };
}

const historyItem = z.object({
  message_id: messageId,
  chat_id: z.string().max(64),
  create_time: z.string().regex(/^\d{1,16}$/),
  msg_type: z.string().max(32),
  deleted: z.boolean().default(false),
  sender: z.object({ id: openId, id_type: z.string(), sender_type: z.string() }),
  body: z.object({ content: z.string() }),
});

/**
 * A person's message as the history of their own chat with the bot has it, read as its event would be; null for what
 * was recalled, what Feishu itself wrote there, and what is not a person's.
 */
export function readHistoryMessage(item: unknown): ChatMessage | null {
  const read = historyItem.safeParse(item);
  if (!read.success) return null;
  const { message_id, chat_id, create_time, msg_type, deleted, sender, body } = read.data;
  if (sender.sender_type !== 'user' || sender.id_type !== 'open_id') return null;
  if (deleted || msg_type === 'system') return null;
  return {
    messageId: message_id,
    chatId: chat_id,
    chatType: 'p2p',
    openId: sender.id,
    sentAt: new Date(Number(create_time)),
    text: null,
    imageKeys: [],
    place: null,
    file: null,
    ...readContent(msg_type, body.content),
  };
}

type Content = Partial<Pick<ChatMessage, 'text' | 'imageKeys' | 'place' | 'file'>>;

const text = z.object({ text: z.string() });
const image = z.object({ image_key: z.string().min(1).max(128) });
const file = z.object({ file_key: z.string().min(1).max(128), file_name: z.string().default('') });
const location = z.object({ name: z.string().default(''), longitude: z.string(), latitude: z.string() });
const element = z.looseObject({
  tag: z.string(),
  text: z.string().optional(),
  image_key: z.string().max(128).optional(),
});
const post = z.object({ title: z.string().default(''), content: z.array(z.array(element)) });

/** Feishu puts `@_user_1` where somebody was mentioned. */
const MENTION = /@_user_\d+\s?/g;
const plain = (said: string): string | null => said.replace(MENTION, '').trim() || null;

/** Text and pictures by the type of message (feishu.md 3.6); nothing for sounds, stickers and the like. */
function readContent(type: string, content: string): Content {
  const parsed = parseJson(content);
  switch (type) {
    case 'text': {
      const read = text.safeParse(parsed);
      return read.success ? { text: plain(read.data.text) } : {};
    }
    case 'image': {
      const read = image.safeParse(parsed);
      return read.success ? { imageKeys: [read.data.image_key] } : {};
    }
    case 'file':
    case 'media':
    case 'folder': {
      const read = file.safeParse(parsed);
      return read.success
        ? { file: { key: read.data.file_key, name: plain(read.data.file_name) ?? '' } }
        : {};
    }
    case 'location': {
      const read = location.safeParse(parsed);
      return read.success ? { place: read.data } : {};
    }
    case 'post':
      return readPost(parsed);
    default:
      return {};
  }
}

/** Photos sent together with words arrive as a post. */
function readPost(parsed: unknown): Content {
  const read = post.safeParse(parsed);
  if (!read.success) return {};
  const { title, content } = read.data;
  const lines = content.map((line) => line.map((part) => part.text ?? '').join(''));
  const pictures = content.flat().filter((part) => part.tag === 'img');
  return {
    text: plain([title, ...lines].filter(Boolean).join('\n')),
    imageKeys: pictures.flatMap(({ image_key }) => image_key ?? []),
  };
}

function parseJson(content: string): unknown {
  try {
    return JSON.parse(content);
  } catch {
    return null;
  }
}

const entered = z.object({ operator_id: z.object({ open_id: openId }) });

/** Who opened the chat. */
export function readEntered(data: unknown): string | null {
  const read = entered.safeParse(data);
  return read.success ? read.data.operator_id.open_id : null;
}

const receipt = z.object({
  reader: z.object({
    reader_id: z.object({ open_id: openId }),
    read_time: z.string().regex(/^\d{1,16}$/),
  }),
  message_id_list: z.array(messageId).min(1).max(1_000),
});

/** Which of our messages somebody has read (feishu.md 2.7); private chats only. */
export function readReceipt(data: unknown): ReadReceipt | null {
  const read = receipt.safeParse(data);
  if (!read.success) return null;
  const { reader, message_id_list } = read.data;
  return {
    openId: reader.reader_id.open_id,
    messageIds: message_id_list,
    readAt: new Date(Number(reader.read_time)),
  };
}

const contact = z.object({
  event_type: z.string(),
  object: z.object({
    open_id: openId,
    status: z.object({ is_resigned: z.boolean().optional() }).optional(),
  }),
});

/** Who is in the organisation no more: deleted, or marked as resigned. */
export function readLeaver(data: unknown): string | null {
  const read = contact.safeParse(data);
  if (!read.success) return null;
  const { event_type, object } = read.data;
  return event_type.includes('.deleted') || object.status?.is_resigned ? object.open_id : null;
}

const identified = z.object({ event_id: eventId });

export function readEventId(data: unknown): string | null {
  const read = identified.safeParse(data);
  return read.success ? read.data.event_id : null;
}

const groupEvent = z.object({
  event_type: z.string(),
  create_time: z.string().regex(/^\d{1,16}$/),
  chat_id: z.string().min(1).max(64),
  name: z.string().nullish(),
});

/** The bot came into a group, was taken out, or the group was disbanded (feishu.md 3.7). */
export function readGroup(data: unknown): GroupChange | null {
  const read = groupEvent.safeParse(data);
  if (!read.success) return null;
  const { event_type, create_time, chat_id, name } = read.data;
  const what = event_type.includes('.added')
    ? 'added'
    : event_type.includes('.deleted')
      ? 'removed'
      : 'ended';
  return { what, chatId: chat_id, name: (name ?? '').slice(0, 64), at: new Date(Number(create_time)) };
}

const menu = z.object({
  event_id: eventId,
  operator: z.object({ operator_id: z.object({ open_id: openId }) }),
  event_key: z.string().min(1).max(30),
});

/** An entry of the bot's menu that somebody chose. */
export function readMenu(data: unknown): MenuChoice | null {
  const read = menu.safeParse(data);
  if (!read.success) return null;
  const { event_id, operator, event_key } = read.data;
  return { eventId: event_id, openId: operator.operator_id.open_id, key: event_key };
}
