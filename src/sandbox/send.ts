import { ApiError } from './apiError';
import { checkContent, contentKept, type MsgType } from './content';
import { type Receiver, refuseOutside } from './groups';
import type { Message } from './messages';
import { refuseFor } from './refusals';
import { inFewWords } from './words';
import type { World } from './world';

export interface Outgoing {
  to: Receiver;
  msgType: MsgType;
  content: string;
  uuid?: string | undefined;
  bodyBytes: number;
  parent?: Message | undefined;
  inThread?: boolean | undefined;
}

/**
 * The bot sends or replies. A uuid used within the last business hour gives the first message again, whatever else
 * the call says, or is refused with 230049: see `settings.ts`.
 * @throws ApiError what the person's messages are refused with, 230002 and 232009 for a group, 230020 over 5 a second
 * in one chat, content errors
 */
export function send(
  w: World,
  { to, msgType, content, uuid, bodyBytes, parent, inThread }: Outgoing,
): Message {
  return w.db.write(() => {
    const first = uuid ? w.messages.byUuid(uuid) : undefined;
    if (first && w.settings.get().repeated_uuid === 'refused') {
      throw new ApiError(230049, 'The message is being sent.');
    }
    if (first) return first;
    if (to.person) refuseFor(w, to.person);
    refuseOutside(to.chat);
    checkContent(w, msgType, content, bodyBytes);
    w.rates.takeTarget(`chat ${to.chat_id}`, Date.now());
    const kept = contentKept(w, content);
    const message = w.messages.add({ to, sender: 'bot', msgType, content: kept, parent, inThread });
    if (uuid) w.messages.rememberUuid(uuid, message.message_id);
    w.feed.tell(`机器人给 ${to.name} 发${msgType === 'text' ? '消息：' : ''}${inFewWords(msgType, kept)}`);
    return message;
  });
}
