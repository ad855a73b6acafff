import { simplifyCard } from '../cardText';
import { idsOf } from '../idsOf';
import type { Message } from '../messages';
import type { Person } from '../people';
import { granted } from '../scopes';
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

/** A person as the contact calls answer one; ids and mobile as far as their scopes were granted. */
export function personShape(w: World, person: Person) {
  const { name, mobile, title } = person;
  const shown = granted(w, 'contact:user.phone:readonly');
  return {
    ...idsOf(w, person),
    name,
    en_name: '',
    nickname: '',
    email: '',
    ...(shown && { mobile: `+86${mobile}` }),
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
