import { placeOf, sees } from './groups';
import type { Message } from './messages';
import type { Person } from './people';
import { RequestRefused } from './requestRefused';
import type { World } from './world';

/**
 * A person takes a message back, told by `im.message.recalled_v1`: their own, or as owner of the group anybody's.
 * @throws RequestRefused for a message of others, or one that is not on their phone
 */
export async function recall(w: World, person: Person, message: Message | undefined): Promise<void> {
  if (!message || !sees(w, person, message))
    throw new RequestRefused(`${person.name} 的手机上没有这条消息`, 404);
  if (message.recalled) throw new RequestRefused('这条消息已被撤回');
  const own = message.sender === 'user' && message.open_id === person.open_id;
  const owns = w.chats.byId(message.chat_id)?.owner_id === person.open_id;
  if (!own && !owns) throw new RequestRefused(`${person.name} 只能撤回自己发的消息`);
  w.db.write(() => {
    w.messages.recall(message.message_id);
    w.feed.tell(`${person.name} 在 ${placeOf(w, message)} 撤回一条消息`);
  });
  await w.events.emit('im.message.recalled_v1', {
    message_id: message.message_id,
    chat_id: message.chat_id,
    recall_time: String(w.clock.now().getTime()),
    recall_type: own ? 'message_owner' : 'group_owner',
  });
}
