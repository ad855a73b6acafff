import { ApiError } from './apiError';
import type { Db } from './db';
import { ids } from './ids';
import type { Message } from './messages';
import type { Person } from './people';
import type { SandboxClock } from './types';
import type { World } from './world';

/** The same uuid makes one group within this span, in ms of business time. */
const UUID_FOR = 10 * 3_600_000;

/** A group. Chats of one person with the bot are no rows here: each person has one. */
export interface Chat {
  chat_id: string;
  name: string;
  description: string;
  /** Empty when the bot owns it. */
  owner_id: string;
  bot_in: number;
  dissolved: number;
  /** Who may buzz: `all_members` or `only_owner`. */
  urgent_setting: string;
}

export interface NewChat {
  name: string;
  description?: string | undefined;
  ownerId: string;
  members: string[];
  bot: boolean;
  urgentSetting?: string | undefined;
  uuid?: string | undefined;
}

/** Where a message goes: to one person, or into a group. */
export interface Receiver {
  chat_id: string;
  /** Empty for a group. */
  open_id: string;
  name: string;
  person?: Person;
  chat?: Chat;
}

/** Groups and who is in them. */
export class Chats {
  constructor(
    private readonly db: Db,
    private readonly clock: SandboxClock,
  ) {}

  byId(chatId: string): Chat | undefined {
    return this.db.one<Chat>('SELECT * FROM chat WHERE chat_id = ?', chatId);
  }

  all(): Chat[] {
    return this.db.all<Chat>('SELECT * FROM chat ORDER BY rowid');
  }

  ofPerson(openId: string): Chat[] {
    return this.db.all<Chat>(
      `SELECT chat.* FROM chat_member JOIN chat USING (chat_id) WHERE open_id = ? AND dissolved = 0
       ORDER BY chat.rowid`,
      openId,
    );
  }

  membersOf(chatId: string): Person[] {
    return this.db.all<Person>(
      'SELECT person.* FROM chat_member JOIN person USING (open_id) WHERE chat_member.chat_id = ? ORDER BY person.rowid',
      chatId,
    );
  }

  isMember(chatId: string, openId: string): boolean {
    return Boolean(
      this.db.one('SELECT chat_id FROM chat_member WHERE chat_id = ? AND open_id = ?', chatId, openId),
    );
  }

  /** A new group, or that which this uuid made within the last ten business hours. */
  create({ name, description = '', ownerId, members, bot, urgentSetting, uuid }: NewChat): Chat {
    return this.db.write(() => {
      const now = this.clock.now().getTime();
      const made = uuid
        ? this.db.one<Chat>('SELECT * FROM chat WHERE uuid = ? AND create_time > ?', uuid, now - UUID_FOR)
        : undefined;
      if (made) return made;
      const chatId = ids.chat();
      this.db.run(
        'INSERT INTO chat VALUES (?, ?, ?, ?, ?, 0, ?, ?, ?)',
        chatId,
        name,
        description,
        ownerId,
        Number(bot),
        urgentSetting ?? 'all_members',
        uuid ?? null,
        now,
      );
      this.add(chatId, ownerId ? [ownerId, ...members] : members);
      return this.byId(chatId) as Chat;
    });
  }

  /** Those who were not in it before. */
  add(chatId: string, openIds: string[]): string[] {
    return openIds.filter(
      (id) => this.db.run('INSERT OR IGNORE INTO chat_member VALUES (?, ?)', chatId, id) > 0,
    );
  }

  /** Those who were in it. */
  remove(chatId: string, openIds: string[]): string[] {
    return openIds.filter(
      (id) => this.db.run('DELETE FROM chat_member WHERE chat_id = ? AND open_id = ?', chatId, id) > 0,
    );
  }

  change(chatId: string, to: Partial<Pick<Chat, 'name' | 'bot_in' | 'dissolved' | 'urgent_setting'>>): void {
    const chat = this.byId(chatId);
    if (!chat) return;
    const { name, bot_in, dissolved, urgent_setting } = { ...chat, ...to };
    this.db.run(
      'UPDATE chat SET name = ?, bot_in = ?, dissolved = ?, urgent_setting = ? WHERE chat_id = ?',
      name,
      bot_in,
      dissolved,
      urgent_setting,
      chatId,
    );
  }
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
  const users = people.map(({ name, union_id, user_id, open_id }) => ({
    name,
    tenant_key: w.identity.tenantKey,
    user_id: { union_id, user_id, open_id },
  }));
  await w.events.emit(`im.chat.member.user.${what}_v1`, { ...chatEvent(w, chat, by), users });
}

/** What the events of a group have in common. */
export function chatEvent(w: World, chat: Chat, by: Person | null) {
  const operator = by ?? { union_id: '', user_id: '', open_id: w.identity.botOpenId };
  return {
    chat_id: chat.chat_id,
    operator_id: { union_id: operator.union_id, user_id: operator.user_id, open_id: operator.open_id },
    external: false,
    operator_tenant_key: w.identity.tenantKey,
    name: chat.name,
    i18n_names: { zh_cn: chat.name, en_us: '', ja_jp: '' },
  };
}
