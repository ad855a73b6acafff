import type { Db } from './db';
import { ids } from './ids';
import type { Person } from './people';
import type { SandboxClock } from './types';

export interface Message {
  seq: number;
  message_id: string;
  chat_id: string;
  /** The person whose chat with the bot this is, whoever of the two sent it; in a group who sent it, '' for the bot. */
  open_id: string;
  sender: 'bot' | 'user';
  msg_type: string;
  /** Serialised as sent; of a card the newest card. */
  content: string;
  create_time: number;
  update_time: number;
  edits: number;
  recalled: number;
  /** Of a chat with one person; who has read a group's message stands in `group_read`. */
  read_time: number | null;
  urgent: number;
  root_id: string | null;
  parent_id: string | null;
  thread_id: string | null;
}

export interface NewMessage {
  to: Pick<Message, 'chat_id' | 'open_id'>;
  sender: Message['sender'];
  msgType: string;
  content: string;
  parent?: Message | undefined;
  inThread?: boolean | undefined;
}

/** A message as it lies on one person's phone. */
export interface PhoneMessage extends Message {
  /** How this person was buzzed about it, comma-separated. */
  urgent_means: string | null;
}

export type UrgentMeans = 'app' | 'sms' | 'phone';

/** Conditions on `message`: unread in the chat of one person (as the index has it), and counted in a group. */
const UNREAD = "sender = 'bot' AND read_time IS NULL AND recalled = 0";
const FOR_THE_GROUP =
  "sender = 'bot' AND recalled = 0 AND message.message_id NOT IN (SELECT message_id FROM ephemeral)";

/** Within this span the same uuid gives the first message again, in ms of business time. */
const UUID_HOUR = 3_600_000;

/** Messages of every chat, as both sides see them. */
export class Messages {
  constructor(
    private readonly db: Db,
    private readonly clock: SandboxClock,
  ) {}

  byId(messageId: string): Message | undefined {
    return this.db.one<Message>('SELECT * FROM message WHERE message_id = ?', messageId);
  }

  /** A chat, oldest first. */
  ofChat(chatId: string): Message[] {
    return this.db.all<Message>('SELECT * FROM message WHERE chat_id = ? ORDER BY seq', chatId);
  }

  /** Everything on a person's phone, oldest first: their chat with the bot and their groups. */
  ofPhone({ chat_id, open_id }: Person): PhoneMessage[] {
    return this.db.all<PhoneMessage>(
      `SELECT message.*, COALESCE(message.read_time, group_read.read_time) AS read_time,
         (SELECT GROUP_CONCAT(means) FROM urgent
          WHERE urgent.message_id = message.message_id AND urgent.open_id = ?1) AS urgent_means
       FROM message LEFT JOIN group_read ON group_read.message_id = message.message_id AND group_read.open_id = ?1
         LEFT JOIN ephemeral ON ephemeral.message_id = message.message_id
       WHERE chat_id IN (SELECT ?2 UNION ALL SELECT chat_id FROM chat_member WHERE open_id = ?1)
         AND (ephemeral.open_id IS NULL OR ephemeral.open_id = ?1)
       ORDER BY seq`,
      open_id,
      chat_id,
    );
  }

  /** What the bot sent into this chat and the person has not looked at. Cards for one member notify nobody. */
  unreadIn(chatId: string, { chat_id, open_id }: Person): number {
    const row =
      chatId === chat_id
        ? this.db.one<{ n: number }>(
            `SELECT COUNT(*) AS n FROM message WHERE chat_id = ? AND ${UNREAD}`,
            chatId,
          )
        : this.db.one<{ n: number }>(
            `SELECT COUNT(*) AS n FROM message WHERE chat_id = ? AND ${FOR_THE_GROUP} AND NOT EXISTS
               (SELECT 1 FROM group_read WHERE group_read.message_id = message.message_id AND open_id = ?)`,
            chatId,
            open_id,
          );
    return row?.n ?? 0;
  }

  /** The same for everybody at once, all their chats together: of a group what was sent less what was read. */
  unreadByPerson(): Map<string, number> {
    const rows = this.db.all<{ open_id: string; n: number }>(
      `SELECT open_id, SUM(n) AS n FROM (
         SELECT open_id, COUNT(*) AS n FROM message WHERE ${UNREAD} AND open_id <> '' GROUP BY open_id
         UNION ALL
         SELECT open_id, n FROM chat_member JOIN chat USING (chat_id) JOIN
           (SELECT chat_id, COUNT(*) AS n FROM message WHERE open_id = '' AND ${FOR_THE_GROUP} GROUP BY chat_id)
           USING (chat_id) WHERE dissolved = 0
         UNION ALL
         SELECT group_read.open_id, -COUNT(*) FROM group_read JOIN message USING (message_id) JOIN chat USING (chat_id)
           JOIN chat_member ON chat_member.chat_id = message.chat_id AND chat_member.open_id = group_read.open_id
           WHERE dissolved = 0 AND ${FOR_THE_GROUP} GROUP BY group_read.open_id)
       GROUP BY open_id`,
    );
    return new Map(rows.map(({ open_id, n }) => [open_id, n]));
  }

  add({ to, sender, msgType, content, parent, inThread }: NewMessage): Message {
    const now = this.clock.now().getTime();
    const messageId = ids.message();
    const root = parent ? (parent.root_id ?? parent.message_id) : null;
    this.db.run(
      `INSERT INTO message (message_id, chat_id, open_id, sender, msg_type, content, create_time, update_time, root_id,
       parent_id, thread_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      messageId,
      to.chat_id,
      to.open_id,
      sender,
      msgType,
      content,
      now,
      now,
      root,
      parent?.message_id ?? null,
      parent?.thread_id ?? (inThread ? ids.thread() : null),
    );
    const added = this.byId(messageId);
    if (!added) throw new Error('a message just added is not in the store');
    return added;
  }

  replaceContent(messageId: string, content: string): void {
    this.db.run(
      'UPDATE message SET content = ?, update_time = ?, edits = edits + 1 WHERE message_id = ?',
      content,
      this.clock.now().getTime(),
      messageId,
    );
  }

  recall(messageId: string): void {
    this.db.run('UPDATE message SET recalled = 1 WHERE message_id = ?', messageId);
  }

  /** A card for one member leaves no trace. */
  remove(messageId: string): void {
    this.db.run('DELETE FROM message WHERE message_id = ?', messageId);
    this.db.run('DELETE FROM ephemeral WHERE message_id = ?', messageId);
  }

  /** False when this person had read it before. */
  markRead({ message_id, open_id }: Message, reader: Person): boolean {
    const now = this.clock.now().getTime();
    const changed = open_id
      ? this.db.run(
          'UPDATE message SET read_time = ? WHERE message_id = ? AND read_time IS NULL',
          now,
          message_id,
        )
      : this.db.run('INSERT OR IGNORE INTO group_read VALUES (?, ?, ?)', message_id, reader.open_id, now);
    return changed > 0;
  }

  /** Who has read a message of the bot, and when. */
  readersOf({ message_id, open_id, read_time }: Message): { open_id: string; read_time: number }[] {
    if (open_id) return read_time === null ? [] : [{ open_id, read_time }];
    return this.db.all(
      'SELECT open_id, read_time FROM group_read WHERE message_id = ? ORDER BY read_time',
      message_id,
    );
  }

  markUrgent(messageId: string, openId: string, means: UrgentMeans): void {
    this.db.run('UPDATE message SET urgent = 1 WHERE message_id = ?', messageId);
    this.db.run(
      'INSERT OR IGNORE INTO urgent VALUES (?, ?, ?, ?)',
      messageId,
      openId,
      means,
      this.clock.now().getTime(),
    );
  }

  /** How many messages this person was buzzed about and has not read. */
  unreadUrgent(openId: string): number {
    const row = this.db.one<{ n: number }>(
      `SELECT COUNT(DISTINCT urgent.message_id) AS n FROM urgent JOIN message USING (message_id)
       WHERE urgent.open_id = ?1 AND recalled = 0 AND read_time IS NULL AND NOT EXISTS
         (SELECT 1 FROM group_read WHERE group_read.message_id = urgent.message_id AND group_read.open_id = ?1)`,
      openId,
    );
    return row?.n ?? 0;
  }

  /** The one person who sees this card of a group; undefined for a message that all of its chat see. */
  onlyFor(messageId: string): string | undefined {
    return this.db.one<{ open_id: string }>('SELECT open_id FROM ephemeral WHERE message_id = ?', messageId)
      ?.open_id;
  }

  /** Batch messages can be neither updated nor pressed. */
  ofBatch(messageId: string): boolean {
    return Boolean(this.db.one('SELECT batch_id FROM batch_message WHERE message_id = ?', messageId));
  }

  /** The message this uuid gave within the last business hour. */
  byUuid(uuid: string): Message | undefined {
    const since = this.clock.now().getTime() - UUID_HOUR;
    const row = this.db.one<{ message_id: string }>(
      'SELECT message_id FROM sent_uuid WHERE uuid = ? AND at > ?',
      uuid,
      since,
    );
    return row && this.byId(row.message_id);
  }

  rememberUuid(uuid: string, messageId: string): void {
    this.db.run(
      'INSERT OR REPLACE INTO sent_uuid VALUES (?, ?, ?)',
      uuid,
      messageId,
      this.clock.now().getTime(),
    );
  }
}
