import { idsOf } from './idsOf';
import type { Message } from './messages';
import type { Person } from './people';
import type { World } from './world';

/** A person sees a message of the bot: kept, and told by `im.message.message_read_v1`, the first time only. Of a group's messages the bot is not told. */
export async function read(w: World, person: Person, message: Message): Promise<void> {
  if (message.sender !== 'bot' || message.recalled) return;
  let pushed = Promise.resolve();
  w.db.write(() => {
    if (!w.messages.markRead(message, person)) return;
    w.feed.touch();
    if (message.chat_id !== person.chat_id) return;
    pushed = w.events.emit('im.message.message_read_v1', {
      reader: {
        reader_id: idsOf(w, person),
        read_time: String(w.clock.now().getTime()),
        tenant_key: w.identity.tenantKey,
      },
      message_id_list: [message.message_id],
    });
  });
  await pushed;
}
