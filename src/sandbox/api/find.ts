import { ApiError } from '../apiError';
import type { Receiver } from '../groups';
import type { Message } from '../messages';
import type { World } from '../world';

/** Throws 99992354 for an id that no message has. */
export function findMessage(w: World, messageId: string): Message {
  const message = w.messages.byId(messageId);
  if (!message) throw new ApiError(99992354, `these message ids not existed: ${messageId}`);
  return message;
}

/** Whom a message is for; throws the code that Feishu has for each kind of id that leads nowhere. */
export function receiver(
  w: World,
  type: 'open_id' | 'union_id' | 'user_id' | 'email' | 'chat_id',
  id: string,
): Receiver {
  const person = type === 'email' ? undefined : w.people.by(type, id);
  if (person) return { chat_id: person.chat_id, open_id: person.open_id, name: person.name, person };
  const chat = type === 'chat_id' ? w.chats.byId(id) : undefined;
  if (chat) return { chat_id: chat.chat_id, open_id: '', name: chat.name, chat };
  if (type === 'open_id') throw new ApiError(99992351, `these open ids not existed: ${id}`);
  if (type === 'chat_id') throw new ApiError(99992356, `these chat ids not existed: ${id}`);
  if (type === 'user_id') throw new ApiError(99992360, `these user ids not existed: ${id}`);
  throw new ApiError(230034, 'The receive_id is invalid.');
}

/** Each id with its person, those that are nobody's apart. */
export function peopleBy(w: World, type: 'open_id' | 'union_id' | 'user_id', given: string[]) {
  const found = [...new Set(given)].map((id) => ({ id, person: w.people.by(type, id) }));
  return {
    people: found.flatMap(({ person }) => (person ? [person] : [])),
    unknown: found.flatMap(({ id, person }) => (person ? [] : [id])),
  };
}
