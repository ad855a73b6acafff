import type { Db } from './db';
import { ids } from './ids';
import type { Person } from './people';
import type { SandboxClock } from './types';

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
