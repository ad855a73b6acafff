import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { z } from 'zod';
import type { Chat } from './chats';
import { sees } from './groups';
import { BOT_NAME } from './identity';
import { idsOf } from './idsOf';
import type { Message } from './messages';
import type { Person } from './people';
import { RequestRefused } from './requestRefused';
import { GROUP_MENTIONS, granted, PRIVATE_MESSAGES } from './scopes';
import { inFewWords } from './words';
import type { World } from './world';

const bytes = { path: z.string().optional(), base64: z.string().optional() };
const where = {
  /** A group of the person; their chat with the bot when left out. */
  chat_id: z.string().optional(),
  /** The message this answers. */
  reply_to: z.string().optional(),
};
const degrees = z.union([z.number(), z.string().regex(/^-?\d+(\.\d+)?$/)]).transform(String);

export const sayingSchema = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('text'),
    text: z.string().min(1),
    /** In a group: whether it @s the bot, without which the bot is not told unless the settings say so. */
    at_bot: z.boolean().default(true),
    ...where,
  }),
  z.strictObject({ type: z.literal('image'), ...bytes, ...where }),
  z.strictObject({ type: z.literal('file'), name: z.string().min(1).optional(), ...bytes, ...where }),
  z.strictObject({
    type: z.literal('location'),
    name: z.string(),
    longitude: degrees,
    latitude: degrees,
    ...where,
  }),
  z.strictObject({
    type: z.literal('post'),
    title: z.string().default(''),
    text: z.string().default(''),
    paths: z.array(z.string()).default([]),
    /** Base64 each. */
    images: z.array(z.string()).default([]),
    at_bot: z.boolean().default(true),
    ...where,
  }),
]);
export type Saying = z.infer<typeof sayingSchema>;

/**
 * A person says something to the bot, alone or in a group. The message is stored and `im.message.receive_v1` pushed;
 * resolves when the first push has been answered, or at once while a fault holds the event back.
 * @throws RequestRefused when a picture or file can't be read, or the person is not in that group; ApiError for a
 * picture Feishu would not take
 */
export async function say(w: World, person: Person, saying: Saying): Promise<Message> {
  const group = groupOf(w, person, saying);
  const parent = saying.reply_to === undefined ? undefined : w.messages.byId(saying.reply_to);
  if (saying.reply_to !== undefined && !(parent && sees(w, person, parent))) {
    throw new RequestRefused(`${person.name} 的手机上没有要回复的消息`, 404);
  }
  const msgType = saying.type;
  const mentions = group !== null && 'at_bot' in saying && saying.at_bot;
  const content = JSON.stringify(contentOf(w, person, saying, mentions));
  let pushed = Promise.resolve();
  const message = w.db.write(() => {
    const to = { chat_id: group?.chat_id ?? person.chat_id, open_id: person.open_id };
    const added = w.messages.add({ to, sender: 'user', msgType, content, parent });
    const place = group ? `在 ${group.name} ` : '';
    w.feed.tell(
      `${person.name} ${place}发${msgType === 'text' ? '消息：' : ''}${inFewWords(msgType, content)}`,
    );
    const permitted = (group ? GROUP_MENTIONS : PRIVATE_MESSAGES).some((scope) => granted(w, scope));
    const told = !group || (group.bot_in && (mentions || w.settings.get().group_messages === 'all'));
    const heard = permitted && told;
    if (heard) pushed = w.events.emit('im.message.receive_v1', receiveEvent(w, person, added, mentions));
    return added;
  });
  await pushed;
  return message;
}

function groupOf(w: World, person: Person, { chat_id }: Saying): Chat | null {
  if (chat_id === undefined || chat_id === person.chat_id) return null;
  const chat = w.chats.byId(chat_id);
  if (!chat || chat.dissolved || !w.chats.isMember(chat_id, person.open_id)) {
    throw new RequestRefused(`${person.name} 不在这个群里`, 404);
  }
  return chat;
}

/** How a text stands for the mention of the bot. */
const AT_BOT = '@_user_1';

function contentOf(w: World, person: Person, saying: Saying, mentions: boolean): object {
  switch (saying.type) {
    case 'text':
      return { text: mentions ? `${AT_BOT} ${saying.text}` : saying.text };
    case 'image':
      return { image_key: w.resources.addImage(readBytes(saying), person.open_id) };
    case 'file': {
      const fileName = saying.name ?? basename(saying.path ?? 'file');
      return {
        file_key: w.resources.addFile(readBytes(saying), person.open_id, fileName),
        file_name: fileName,
      };
    }
    case 'location':
      return { name: saying.name, longitude: saying.longitude, latitude: saying.latitude };
    case 'post': {
      const pictures = [
        ...saying.paths.map((path) => readBytes({ path })),
        ...saying.images.map((base64) => readBytes({ base64 })),
      ].map((picture) => [{ tag: 'img', image_key: w.resources.addImage(picture, person.open_id) }]);
      const words = saying.text ? [[{ tag: 'text', text: saying.text, style: [] }]] : [];
      const at = mentions ? [[{ tag: 'at', user_id: AT_BOT, user_name: BOT_NAME, style: [] }]] : [];
      return { title: saying.title, content: [...at, ...words, ...pictures] };
    }
  }
}

function readBytes({ path, base64 }: { path?: string | undefined; base64?: string | undefined }): Buffer {
  if (base64 !== undefined) return Buffer.from(base64.replace(/^data:[^,]*,/, ''), 'base64');
  if (path === undefined) throw new RequestRefused('要给出 path 或 base64');
  try {
    return readFileSync(path);
  } catch {
    throw new RequestRefused(`读不到文件 ${path}`);
  }
}

function receiveEvent(w: World, person: Person, message: Message, mentions: boolean): object {
  return {
    sender: {
      sender_id: idsOf(w, person),
      sender_type: 'user',
      tenant_key: w.identity.tenantKey,
    },
    message: {
      message_id: message.message_id,
      create_time: String(message.create_time),
      update_time: String(message.update_time),
      chat_id: message.chat_id,
      chat_type: message.chat_id === person.chat_id ? 'p2p' : 'group',
      message_type: message.msg_type,
      content: message.content,
      ...(message.parent_id && { root_id: message.root_id, parent_id: message.parent_id }),
      ...(mentions && { mentions: [mentionOfBot(w)] }),
    },
  };
}

function mentionOfBot({ identity }: World): object {
  return {
    key: AT_BOT,
    id: { union_id: identity.botOpenId.replace('ou_', 'on_'), open_id: identity.botOpenId },
    mentioned_type: 'bot',
    name: BOT_NAME,
    tenant_key: identity.tenantKey,
  };
}
