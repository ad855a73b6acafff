import { z } from 'zod';
import { ApiError, invalidParameter } from './apiError';
import { checkCard } from './cardRules';
import { parseJson } from './parseJson';
import type { World } from './world';

export { parseJson } from './parseJson';

const KB = 1024;

export const MSG_TYPES = [
  'text',
  'post',
  'image',
  'file',
  'audio',
  'media',
  'sticker',
  'interactive',
  'share_chat',
  'share_user',
  'system',
] as const;
export type MsgType = (typeof MSG_TYPES)[number];

const post = z.record(
  z.string(),
  z.object({ title: z.string().optional(), content: z.array(z.array(z.looseObject({ tag: z.string() }))) }),
);
const shapes = {
  text: z.object({ text: z.string().min(1) }),
  post,
  image: z.object({ image_key: z.string() }),
  file: z.object({ file_key: z.string() }),
  audio: z.object({ file_key: z.string() }),
  media: z.object({ file_key: z.string(), image_key: z.string().optional() }),
  sticker: z.object({ file_key: z.string() }),
  share_chat: z.object({ chat_id: z.string() }),
  share_user: z.object({ user_id: z.string() }),
  system: z.looseObject({ type: z.string() }),
} satisfies Record<Exclude<MsgType, 'interactive'>, z.ZodType>;

/**
 * Checks what the bot wants to send, as the send, reply, edit and patch calls do.
 * @param bodyBytes size of the whole request body, which is what Feishu limits: 150 KB, cards and posts 30 KB
 * @throws ApiError 230025 too long, 230001 malformed, 230017 foreign image or file, 230055 a file
 * that goes as another kind of message, or what the card validator says
 */
export function checkContent(w: World, msgType: MsgType, content: string, bodyBytes: number): void {
  const limit = msgType === 'interactive' || msgType === 'post' ? 30 * KB : 150 * KB;
  if (bodyBytes > limit) throw new ApiError(230025, 'The length of the message content reaches its limit.');
  if (msgType === 'interactive') {
    checkCardContent(w, content);
    return;
  }
  const result = shapes[msgType].safeParse(parseJson(content));
  if (!result.success)
    throw invalidParameter(`invalid ${msgType} content: ${result.error.issues[0]?.message ?? ''}`);
  for (const { key, kind } of keysIn(result.data)) {
    if (msgType === 'sticker') continue;
    if (!w.resources.usableByBot(key, kind)) {
      throw new ApiError(230017, 'Bot is NOT the owner of the resource.');
    }
    if (kind === 'file' && w.resources.messageTypeOf(key) !== fileMessage(msgType)) {
      throw new ApiError(230055, 'The type of file upload does not match the type of message being sent.');
    }
  }
}

/** Videos go as `media`, in a post too; voices as `audio`; everything else as `file`. */
function fileMessage(msgType: MsgType): string {
  return msgType === 'post' ? 'media' : msgType;
}

/** What a message holds once Feishu has taken it: a file's name comes from its upload, not from the message. */
export function contentKept(w: World, content: string): string {
  const parsed = parseJson(content);
  const key = z.object({ file_key: z.string() }).safeParse(parsed).data?.file_key;
  const name = key && w.resources.find(key)?.file_name;
  return name ? JSON.stringify({ ...(parsed as object), file_name: name }) : content;
}

/** Throws what a bad card is refused with; answers the parsed card of a good one. */
export function checkCardContent(w: World, content: string): object {
  const card = parseJson(content);
  if (typeof card !== 'object' || card === null || Array.isArray(card)) {
    throw cardRefusal(200621, 'parse card json err, please check whether the card json is correct');
  }
  const kind = 'type' in card && 'data' in card ? card.type : undefined;
  if (kind === 'template') throw cardRefusal(200380, 'template does not exist');
  if (kind === 'card') throw cardRefusal(200740, 'card entity does not exist');
  const fault = checkCard(card, cardContext(w));
  if (fault) throw new ApiError(fault.code, fault.msg);
  return card;
}

export function cardContext(w: World) {
  return {
    imageKeyKnown: (key: string) => w.resources.usableByBot(key, 'image'),
    openIdKnown: (id: string) => w.people.by('open_id', id) !== undefined,
    takeDoubtful: w.settings.get().doubtful_cards === 'taken',
    ignoreUnknown: w.settings.get().unknown_attributes === 'ignored',
  };
}

export function cardRefusal(code: number, message: string): ApiError {
  return new ApiError(
    230099,
    `Failed to create card content, ext=ErrCode: ${code}; ErrMsg: ${message}; ErrorValue: `,
  );
}

/** Every image and file key in a content, posts included. */
export function keysIn(value: unknown): { key: string; kind: 'image' | 'file' }[] {
  if (Array.isArray(value)) return value.flatMap(keysIn);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => {
    if (typeof inner !== 'string') return keysIn(inner);
    if (name === 'image_key') return [{ key: inner, kind: 'image' as const }];
    return name === 'file_key' ? [{ key: inner, kind: 'file' as const }] : [];
  });
}
