import { ApiError } from './apiError';
import type { Chat } from './chats';
import { BOT_NAME } from './identity';
import { idsOf } from './idsOf';
import type { Message } from './messages';
import type { Person } from './people';
import type { World } from './world';

/** Where a message goes: to one person, or into a group. */
export interface Receiver {
  chat_id: string;
  /** Empty for a group. */
  open_id: string;
  name: string;
  person?: Person;
  chat?: Chat;
}

/** Whether a message is on this person's phone: in their chat with the bot or in a group of theirs. */
export function sees(w: World, person: Person, message: Message): boolean {
  if (message.chat_id === person.chat_id) return true;
  const only = w.messages.onlyFor(message.message_id);
  return (!only || only === person.open_id) && w.chats.isMember(message.chat_id, person.open_id);
}

/** Where a message stands, in a word for the feed: the person's name or that of the group. */
export function placeOf(w: World, { chat_id, open_id }: Message): string {
  return w.chats.byId(chat_id)?.name ?? w.people.by('open_id', open_id)?.name ?? '';
}

/** Throws 232009 for a group that is dissolved and 230002 for one that the bot is not in. */
export function refuseOutside(chat: Chat | undefined): void {
  if (chat?.dissolved) {
    throw new ApiError(232009, 'Your request specifies a chat which has already been dissolved.');
  }
  if (chat && !chat.bot_in) throw new ApiError(230002, 'The bot can not be outside the group.');
}

/** `im.chat.member.user.added_v1` or `.deleted_v1`, when there is anyone to tell of. @param by null for the bot */
export async function tellMembers(
  w: World,
  chat: Chat,
  what: 'added' | 'deleted',
  openIds: string[],
  by: Person | null,
): Promise<void> {
  const people = openIds.flatMap((id) => w.people.by('open_id', id) ?? []);
  if (people.length === 0) return;
  w.feed.tell(
    `${people.map(({ name }) => name).join('、')} ${what === 'added' ? '进了群' : '离开群'} ${chat.name}`,
  );
  const users = people.map((person) => ({
    name: person.name,
    tenant_key: w.identity.tenantKey,
    user_id: idsOf(w, person),
  }));
  await w.events.emit(`im.chat.member.user.${what}_v1`, { ...chatEvent(w, chat, by), users });
}

/** What the events of a group have in common. */
export function chatEvent(w: World, chat: Chat, by: Person | null) {
  return {
    chat_id: chat.chat_id,
    operator_id: by ? idsOf(w, by) : { open_id: w.identity.botOpenId },
    external: false,
    operator_tenant_key: w.identity.tenantKey,
    name: chat.name,
    i18n_names: { zh_cn: chat.name, en_us: '', ja_jp: '' },
  };
}

/** The bot is in a group from now on. @param by null for the bot itself */
export function tellBotAdded(w: World, chat: Chat, by: Person | null): Promise<void> {
  const told = chatEvent(w, chat, by);
  const named = w.settings.get().added_name === 'bot' ? { ...told, name: BOT_NAME } : told;
  return w.events.emit('im.chat.member.bot.added_v1', named);
}
