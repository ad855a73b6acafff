import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { z } from 'zod';
import type { ChatMessage } from '../core/messages';
import type { FeishuClient } from './client';
import { classify, type Failure, FeishuRefusal } from './errors';
import { readHistoryMessage } from './inbound/payloads';

/** A download may take long, but not fall silent. Machine time. */
const IDLE_MS = 60_000;
const MOST_BYTES = 100 * 1024 * 1024;
const MOST_ERROR_BYTES = 64 * 1024;

/** What the messenger calls a file: it shows a table or a document with its own sign. */
const FILE_TYPES: Record<string, string> = { xlsx: 'xls', docx: 'doc' };
const fileTypeOf = (name: string): string => FILE_TYPES[name.slice(name.lastIndexOf('.') + 1)] ?? 'stream';

export interface Download {
  /** To be read to its end, once. @throws FeishuRefusal when it stalls or grows over 100 MB */
  bytes: AsyncIterable<Buffer>;
  /** As Feishu says; the bytes know better. */
  mime: string;
}

/** One person, or a group. */
export type Receiver = { openId: string } | { chatId: string };

/** The calls the bot makes. Every failure is a FeishuRefusal. */
export interface FeishuGateway {
  /** @param uuid ≤ 50 characters; within an hour the same one sends at most one message */
  sendCard(
    /** `content` is the card as JSON. */
    ask: Receiver & { content: string; uuid: string },
  ): Promise<{ messageId: string; chatId: string }>;
  /** @param content the card as JSON */
  replaceCard(ask: { messageId: string; content: string }): Promise<void>;
  /** 加急 inside the app. @throws FeishuRefusal; also when Feishu says that this person is not in the chat */
  buzz(ask: { messageId: string; openId: string }): Promise<void>;
  sendText(ask: Receiver & { text: string; uuid: string }): Promise<{ messageId: string; chatId: string }>;
  /** @param file path of a picture of at most 10 MB @returns the image key that our cards may use */
  uploadImage(file: string): Promise<string>;
  /** @param bytes at most 30 MB @returns the file key that our messages may use */
  uploadFile(file: { name: string; bytes: Buffer }): Promise<string>;
  /** @param fileKey of a file that this app uploaded */
  sendFile(ask: {
    openId: string;
    fileKey: string;
    uuid: string;
  }): Promise<{ messageId: string; chatId: string }>;
  /** A picture (or a file) inside a message that a person sent. */
  download(messageId: string, key: string, type?: 'image' | 'file'): Promise<Download>;
  /** @param mobiles at most 50; those that Feishu does not know are absent from the answer */
  openIdsByMobile(mobiles: readonly string[]): Promise<Map<string, string>>;
  /** A private group of the bot's own, nobody in it yet. @param uuid within ten hours the same one makes one group */
  makeChat(ask: { name: string; uuid: string }): Promise<string>;
  /** @param openIds at most 50 @returns those of them whom Feishu does not let in */
  addToChat(ask: { chatId: string; openIds: readonly string[] }): Promise<string[]>;
  /** @param openIds at most 50 */
  removeFromChat(ask: { chatId: string; openIds: readonly string[] }): Promise<void>;
  /** What a person said to the bot in their own chat, oldest first; at most the first 1,000 messages since then. */
  messagesSince(chatId: string, since: Date): Promise<ChatMessage[]>;
}

const answerSchema = z.object({ code: z.number(), msg: z.string().optional(), data: z.unknown().optional() });
const sentSchema = z.object({ message_id: z.string(), chat_id: z.string() });
const fileSchema = z.object({ file_key: z.string() });
const imageSchema = z.object({ image_key: z.string() });
const buzzedSchema = z.object({ invalid_user_id_list: z.array(z.string()).default([]) });
const chatSchema = z.object({ chat_id: z.string() });
const idList = z.array(z.string()).nullish();
const addedSchema = z.object({ invalid_id_list: idList, not_existed_id_list: idList });
/** Feishu words it so when it lets nobody of a list in: unknown, outside the app's range, resigned. */
const NOBODY_LET_IN = [232022, 232043];
const historySchema = z.object({
  items: z.array(z.unknown()).default([]),
  has_more: z.boolean().default(false),
  page_token: z.string().optional(),
});
/** Pages of 50. */
const MOST_PAGES = 20;
const usersSchema = z.object({
  user_list: z.array(z.object({ mobile: z.string().optional(), user_id: z.string().optional() })).default([]),
});

type Ask = Parameters<FeishuClient['sdk']['request']>[0];

/**
 * Everything goes through the SDK's `request()`: its generated helpers lose the code of a failed upload and
 * treat an HTTP 200 that refuses as success.
 */
export function createGateway({ sdk, tokens, warmUp }: FeishuClient): FeishuGateway {
  /** A token that Feishu no longer knows is fetched anew, once; `ask` is called for each try. */
  const attempt = async <T>(ask: () => Ask, read: (answer: unknown) => T | Promise<T>): Promise<T> => {
    for (let again = false; ; again = true) {
      try {
        await warmUp();
        return await read(await sdk.request(ask()));
      } catch (error) {
        const refusal = await toRefusal(error);
        if (refusal.kind !== 'token' || again) throw refusal;
        tokens.forget();
      }
    }
  };

  const call = <T>(schema: z.ZodType<T>, ask: () => Ask): Promise<T> =>
    attempt(ask, (answer) => dataOf(schema, answer));

  const send = async (to: Receiver, type: string, content: string, uuid: string) => {
    const [receive_id_type, receive_id] = 'openId' in to ? ['open_id', to.openId] : ['chat_id', to.chatId];
    const sent = await call(sentSchema, () => ({
      method: 'POST',
      url: '/open-apis/im/v1/messages',
      params: { receive_id_type },
      data: { receive_id, msg_type: type, content, uuid },
    }));
    return { messageId: sent.message_id, chatId: sent.chat_id };
  };

  return {
    sendCard: ({ content, uuid, ...to }) => send(to, 'interactive', content, uuid),
    sendText: ({ text, uuid, ...to }) => send(to, 'text', JSON.stringify({ text }), uuid),

    async replaceCard({ messageId, content }) {
      await call(z.unknown(), () => ({
        method: 'PATCH',
        url: `/open-apis/im/v1/messages/${encodeURIComponent(messageId)}`,
        data: { content },
      }));
    },

    async buzz({ messageId, openId }) {
      const { invalid_user_id_list } = await call(buzzedSchema, () => ({
        method: 'PATCH',
        url: `/open-apis/im/v1/messages/${encodeURIComponent(messageId)}/urgent_app`,
        params: { user_id_type: 'open_id' },
        data: { user_id_list: [openId] },
      }));
      if (invalid_user_id_list.length > 0) throw classify({ status: 200, code: 230002 });
    },

    async uploadImage(file) {
      const { image_key } = await call(imageSchema, () => ({
        method: 'POST',
        url: '/open-apis/im/v1/images',
        headers: { 'content-type': 'multipart/form-data' },
        data: { image_type: 'message', image: createReadStream(file) },
        timeout: IDLE_MS,
      }));
      return image_key;
    },

    async uploadFile({ name, bytes }) {
      const { file_key } = await call(fileSchema, () => ({
        method: 'POST',
        url: '/open-apis/im/v1/files',
        headers: { 'content-type': 'multipart/form-data' },
        data: { file_type: fileTypeOf(name), file_name: name, file: bytes },
        timeout: IDLE_MS,
      }));
      return file_key;
    },

    sendFile: ({ openId, fileKey, uuid }) =>
      send({ openId }, 'file', JSON.stringify({ file_key: fileKey }), uuid),

    download: (messageId, key, type = 'image') =>
      attempt(
        () =>
          ({
            method: 'GET',
            url: `/open-apis/im/v1/messages/${encodeURIComponent(messageId)}/resources/${encodeURIComponent(key)}`,
            params: { type },
            responseType: 'stream',
            timeout: IDLE_MS,
            $return_headers: true,
          }) as Ask,
        (answer) => {
          const { data, headers } = answer as { data: Readable; headers: Record<string, unknown> };
          return { bytes: guarded(data), mime: String(headers['content-type'] ?? '') };
        },
      ),

    async openIdsByMobile(mobiles) {
      const { user_list } = await call(usersSchema, () => ({
        method: 'POST',
        url: '/open-apis/contact/v3/users/batch_get_id',
        params: { user_id_type: 'open_id' },
        data: { mobiles: [...mobiles], include_resigned: false },
      }));
      const found = new Map<string, string>();
      for (const { mobile, user_id } of user_list) if (mobile && user_id) found.set(mobile, user_id);
      return found;
    },

    async makeChat({ name, uuid }) {
      const { chat_id } = await call(chatSchema, () => ({
        method: 'POST',
        url: '/open-apis/im/v1/chats',
        params: { user_id_type: 'open_id', uuid },
        data: { name, chat_mode: 'group', chat_type: 'private' },
      }));
      return chat_id;
    },

    async addToChat({ chatId, openIds }) {
      try {
        const { invalid_id_list, not_existed_id_list } = await call(addedSchema, () => ({
          method: 'POST',
          url: `/open-apis/im/v1/chats/${encodeURIComponent(chatId)}/members`,
          // 1: whoever can come in does, the others are named.
          params: { member_id_type: 'open_id', succeed_type: 1 },
          data: { id_list: [...openIds] },
        }));
        return [...(invalid_id_list ?? []), ...(not_existed_id_list ?? [])];
      } catch (error) {
        if (error instanceof FeishuRefusal && NOBODY_LET_IN.includes(error.code)) return [...openIds];
        throw error;
      }
    },

    async removeFromChat({ chatId, openIds }) {
      await call(z.unknown(), () => ({
        method: 'DELETE',
        url: `/open-apis/im/v1/chats/${encodeURIComponent(chatId)}/members`,
        params: { member_id_type: 'open_id' },
        data: { id_list: [...openIds] },
      }));
    },

    async messagesSince(chatId, since) {
      const said: ChatMessage[] = [];
      let token: string | undefined;
      for (let page = 0; page < MOST_PAGES; page += 1) {
        const { items, has_more, page_token } = await call(historySchema, () => ({
          method: 'GET',
          url: '/open-apis/im/v1/messages',
          params: {
            container_id_type: 'chat',
            container_id: chatId,
            start_time: String(Math.floor(since.getTime() / 1_000)),
            sort_type: 'ByCreateTimeAsc',
            page_size: 50,
            ...(token && { page_token: token }),
          },
        }));
        said.push(...items.flatMap((item) => readHistoryMessage(item) ?? []));
        if (!has_more || !page_token) break;
        token = page_token;
      }
      return said;
    },
  };
}

/** An HTTP 200 may still refuse. */
function dataOf<T>(schema: z.ZodType<T>, answer: unknown): T {
  const envelope = answerSchema.safeParse(answer);
  if (!envelope.success) throw classify({ network: 'EPAYLOAD' });
  const { code, msg, data } = envelope.data;
  if (code !== 0) throw classify({ status: 200, code, msg });
  const read = schema.safeParse(data);
  if (!read.success) throw classify({ network: 'EPAYLOAD' });
  return read.data;
}

/** Hands the bytes on, and ends a download that stalls or never ends. */
async function* guarded(source: Readable): AsyncGenerator<Buffer> {
  let seen = 0;
  const stalled = setTimeout(() => source.destroy(classify({ network: 'ESTALLED' })), IDLE_MS);
  try {
    for await (const chunk of source as AsyncIterable<Buffer>) {
      stalled.refresh();
      seen += chunk.length;
      if (seen > MOST_BYTES) throw classify({ status: 400, code: 234037 });
      yield chunk;
    }
  } catch (error) {
    throw await toRefusal(error);
  } finally {
    clearTimeout(stalled);
    source.destroy();
  }
}

interface HttpError {
  code?: unknown;
  response?: { status?: unknown; headers?: Record<string, unknown>; data?: unknown };
}

/** Whatever the SDK or the HTTP client threw, classified. */
async function toRefusal(error: unknown): Promise<FeishuRefusal> {
  if (error instanceof FeishuRefusal) return error;
  const { code, response } = error as HttpError;
  if (response) return classify(await failureOf(response));
  // A token answer of HTTP 200 without a token: the SDK puts the code into its sentence.
  const said = /failed to get tenant_access_token, code: (\d+)/.exec(String(error))?.[1];
  if (said) return classify({ status: 200, code: Number(said) });
  return classify({ network: typeof code === 'string' ? code : 'UNKNOWN' });
}

async function failureOf(response: NonNullable<HttpError['response']>): Promise<Failure> {
  const body = response.data instanceof Readable ? await readError(response.data) : response.data;
  const { code, msg } = (typeof body === 'object' && body !== null ? body : {}) as Record<string, unknown>;
  const reset = Number(response.headers?.['x-ogw-ratelimit-reset']);
  return {
    status: Number(response.status),
    ...(typeof code === 'number' && { code }),
    ...(typeof msg === 'string' && { msg }),
    ...(reset > 0 && { resetSeconds: reset }),
  };
}

/** The refusal of a download comes as a stream of JSON. */
async function readError(stream: Readable): Promise<unknown> {
  const parts: Buffer[] = [];
  let size = 0;
  try {
    for await (const part of stream as AsyncIterable<Buffer>) {
      size += part.length;
      if (size > MOST_ERROR_BYTES) return null;
      parts.push(part);
    }
    return JSON.parse(Buffer.concat(parts).toString('utf8'));
  } catch {
    // The status alone classifies it then.
    return null;
  }
}
