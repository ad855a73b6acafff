import { simplifyCard } from '../cardText';
import type { Message } from '../messages';
import type { Person } from '../people';
import type { World } from '../world';

/**
 * A message as the message calls answer it.
 * @param original whether a card comes as it was sent instead of in Feishu's lossy form
 */
export function messageShape(w: World, message: Message, original = false) {
  const { message_id, root_id, parent_id, thread_id, chat_id, msg_type, sender, recalled } = message;
  const content = recalled ? 'This message was recalled' : message.content;
  const lossy = msg_type === 'interactive' && !original && !recalled;
  return {
    message_id,
    ...(root_id && { root_id, parent_id }),
    ...(thread_id && { thread_id }),
    msg_type,
    create_time: String(message.create_time),
    update_time: String(message.update_time),
    deleted: Boolean(recalled),
    updated: message.edits > 0,
    chat_id,
    sender: {
      ...(sender === 'bot'
        ? { id: w.identity.appId, id_type: 'app_id', sender_type: 'app' }
        : { id: message.open_id, id_type: 'open_id', sender_type: 'user' }),
      tenant_key: w.identity.tenantKey,
    },
    body: { content: lossy ? simplifyCard(content) : content },
    mentions: [],
  };
}

/** A person as the contact calls answer one, all field scopes granted. */
export function personShape(person: Person) {
  const { open_id, union_id, user_id, name, mobile, title } = person;
  return {
    union_id,
    user_id,
    open_id,
    name,
    en_name: '',
    nickname: '',
    email: '',
    mobile: `+86${mobile}`,
    mobile_visible: true,
    gender: 0,
    avatar: {},
    status: statusShape(person),
    department_ids: ['0'],
    leader_user_id: '',
    employee_no: '',
    job_title: title,
  };
}

export function statusShape({ resigned }: Person) {
  return {
    is_frozen: false,
    is_resigned: resigned === 1,
    is_activated: true,
    is_exited: false,
    is_unjoin: false,
  };
}
