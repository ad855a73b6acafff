import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { z } from 'zod';
import type { Message } from './messages';
import type { Person } from './people';
import { RequestRefused } from './requestRefused';
import { inFewWords } from './words';
import type { World } from './world';

const bytes = { path: z.string().optional(), base64: z.string().optional() };
const degrees = z.union([z.number(), z.string().regex(/^-?\d+(\.\d+)?$/)]).transform(String);

export const sayingSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('text'), text: z.string().min(1) }),
  z.strictObject({ type: z.literal('image'), ...bytes }),
  z.strictObject({ type: z.literal('file'), name: z.string().min(1).optional(), ...bytes }),
  z.strictObject({ type: z.literal('location'), name: z.string(), longitude: degrees, latitude: degrees }),
  z.strictObject({
    type: z.literal('post'),
    title: z.string().default(''),
    text: z.string().default(''),
    paths: z.array(z.string()).default([]),
    /** Base64 each. */
    images: z.array(z.string()).default([]),
  }),
]);
export type Saying = z.infer<typeof sayingSchema>;

/**
 * A person says something to the bot. The message is stored and `im.message.receive_v1` pushed; resolves when the
 * first push has been answered, or at once while a fault holds the event back.
 * @throws RequestRefused when a picture or file can't be read; ApiError for a picture Feishu would not take
 */
export async function say(w: World, person: Person, saying: Saying): Promise<Message> {
  const msgType = saying.type;
  const content = JSON.stringify(contentOf(w, person, saying));
  let pushed = Promise.resolve();
  const message = w.db.write(() => {
    const added = w.messages.add({ to: person, sender: 'user', msgType, content });
    w.feed.tell(`${person.name} 发${msgType === 'text' ? '消息：' : ''}${inFewWords(msgType, content)}`);
    pushed = w.events.emit('im.message.receive_v1', receiveEvent(w, person, added));
    return added;
  });
  await pushed;
  return message;
}

function contentOf(w: World, person: Person, saying: Saying): object {
  switch (saying.type) {
    case 'text':
      return { text: saying.text };
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
      return { title: saying.title, content: [...words, ...pictures] };
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

function receiveEvent(w: World, person: Person, message: Message): object {
  const { open_id, union_id, user_id } = person;
  return {
    sender: {
      sender_id: { union_id, user_id, open_id },
      sender_type: 'user',
      tenant_key: w.identity.tenantKey,
    },
    message: {
      message_id: message.message_id,
      create_time: String(message.create_time),
      update_time: String(message.update_time),
      chat_id: message.chat_id,
      chat_type: 'p2p',
      message_type: message.msg_type,
      content: message.content,
    },
  };
}
