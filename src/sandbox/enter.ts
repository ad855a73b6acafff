import { idsOf } from './idsOf';
import type { Person } from './people';
import type { World } from './world';

/** A person opens their chat with the bot, told each time by `im.chat.access_event.bot_p2p_chat_entered_v1`. */
export async function enter(w: World, person: Person): Promise<void> {
  const { chat_id } = person;
  const last = w.messages.ofChat(chat_id).at(-1);
  await w.events.emit('im.chat.access_event.bot_p2p_chat_entered_v1', {
    chat_id,
    operator_id: idsOf(w, person),
    ...(last && { last_message_id: last.message_id, last_message_create_time: String(last.create_time) }),
  });
}
