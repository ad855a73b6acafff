import { ApiError } from './apiError';
import { checkContent, contentKept, type MsgType } from './content';
import type { Message } from './messages';
import type { Person } from './people';
import { inFewWords } from './words';
import type { World } from './world';

export interface Outgoing {
  to: Person;
  msgType: MsgType;
  content: string;
  uuid?: string | undefined;
  bodyBytes: number;
  parent?: Message | undefined;
  inThread?: boolean | undefined;
}

/**
 * The bot sends or replies. A uuid used within the last business hour gives the first message again, whatever else
 * the call says.
 * @throws ApiError 230013 resigned, 230053 stopped the bot, 230020 over 5 a second to one person, content errors
 */
export function send(
  w: World,
  { to, msgType, content, uuid, bodyBytes, parent, inThread }: Outgoing,
): Message {
  return w.db.write(() => {
    const first = uuid ? w.messages.byUuid(uuid) : undefined;
    if (first) return first;
    if (to.resigned) throw new ApiError(230013, 'Bot has NO availability to this user.');
    if (to.blocked) throw new ApiError(230053, 'The user has stopped the bot from sending messages.');
    checkContent(w, msgType, content, bodyBytes);
    w.rates.takeTarget(`chat ${to.chat_id}`, Date.now());
    const kept = contentKept(w, content);
    const message = w.messages.add({ to, sender: 'bot', msgType, content: kept, parent, inThread });
    if (uuid) w.messages.rememberUuid(uuid, message.message_id);
    w.feed.tell(`机器人给 ${to.name} 发${msgType === 'text' ? '消息：' : ''}${inFewWords(msgType, kept)}`);
    return message;
  });
}
