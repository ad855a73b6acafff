import type { Db } from './db';
import { ids } from './ids';
import type { Person } from './people';
import type { SandboxClock } from './types';

export interface Message {
  seq: number;
  message_id: string;
  chat_id: string;
  /** The person whose chat with the bot this is, whoever of the two sent it. */
  open_id: string;
  sender: 'bot' | 'user';
  msg_type: string;
  /** Serialised as sent; of a card the newest card. */
  content: string;
  create_time: number;
  update_time: number;
  edits: number;
  recalled: number;
  read_time: number | null;
  urgent: number;
  root_id: string | null;
  parent_id: string | null;
  thread_id: string | null;
}

export interface NewMessage {
  to: Person;
  sender: Message['sender'];
  msgType: string;
  content: string;
  parent?: Message | undefined;
  inThread?: boolean | undefined;
}

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

  unreadOf(chatId: string): number {
    const row = this.db.one<{ n: number }>(
      "SELECT COUNT(*) AS n FROM message WHERE chat_id = ? AND sender = 'bot' AND read_time IS NULL AND recalled = 0",
      chatId,
    );
    return row?.n ?? 0;
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

  /** False when it had been read before. */
  markRead(messageId: string): boolean {
    const now = this.clock.now().getTime();
    return (
      this.db.run(
        'UPDATE message SET read_time = ? WHERE message_id = ? AND read_time IS NULL',
        now,
        messageId,
      ) > 0
    );
  }

  markUrgent(messageId: string): void {
    this.db.run('UPDATE message SET urgent = 1 WHERE message_id = ?', messageId);
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
