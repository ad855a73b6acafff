import { Mutex } from 'async-mutex';
import { InboxEvent } from '../../../entities';
import type { Clock } from '../../core/clock';
import { type Database, sqlInstant } from '../../core/database';
import type { Logger } from '../../core/log';
import type { ChatMessage } from '../../core/messages';
import { FOR_GROUPS } from '../../core/outbox';
import { LAST_MISSED, remember } from '../../core/state';
import { FeishuRefusal } from '../errors';
import type { FeishuGateway } from '../gateway';
import type { Observe } from '../observe';
import { Rounds } from '../rounds';
import type { Inbox } from './inbox';
import { Outages } from './outages';
import type { InboundState } from './state';

/**
 * How far back is looked. Longer than Feishu itself repeats an event (7 h), shorter than the inbox keeps its keys (a
 * day at least): a message whose key was forgotten would be taken twice.
 */
const LOOK_BACK_MS = 12 * 3_600_000;
/** An event may be this late without anything being wrong: its first repeats come after 15 s and after 5 min. */
const GRACE_MS = 6 * 60_000;
const OVERLAP_MS = 60_000;
/** Whoever got a card since then is looked in on: every open matter has one younger. */
const ACTIVE_MS = 14 * 86_400_000;
const MOST_CHATS = 1_000;
/** What was found is told of for a day. */
const TOLD_FOR_MS = 86_400_000;

/** Machine time: one chat in three seconds, nobody more often than every two minutes. Feishu allows 1,000 a minute. */
const LOOK_EVERY_MS = 3_000;
const CYCLE_AT_LEAST_MS = 120_000;
/** Right after the line was away: so many chats each second. */
const AT_ONCE = 5;
/** After a call that went wrong, and after one that somebody must mend first. */
const AGAIN_MS = 15_000;
const MENDED_MS = 5 * 60_000;

export interface MissedState {
  /** Messages of the last day that Feishu had not pushed here although nothing was out of order. */
  unexplained: number;
  /** Whether any message at all was pushed here in that time. */
  heard: boolean;
  /** Why histories cannot be read; null when they can. */
  blocked: string | null;
}

export interface MissedDeps {
  db: Database;
  clock: Clock;
  gateway: Pick<FeishuGateway, 'messagesSince'>;
  inbox: Pick<Inbox, 'take'>;
  log: Logger;
  observe?: Observe;
  /** What time it is at Feishu, by the clock that it stamps messages with. */
  feishuNow(): Date;
  /** Whether this process looks in on everybody by and by: of several on one database, one does. */
  looks(): boolean;
}

interface Chat {
  chatId: string;
  openId: string;
}

/**
 * Looks into people's chats for messages that were never pushed here, and takes them into the inbox under the key of
 * their event: nothing is lost, nothing is taken twice. Right after the line was away it looks at once; all the time it
 * looks slowly, since Feishu hands each event to any one of an app's connections and lists them to nobody: a message
 * that is missing without a reason is the only sign of another program that is connected as this app.
 */
export class MissedMessages {
  private readonly outages = new Outages(LOOK_BACK_MS);
  private readonly rounds: Rounds;
  private readonly turn = new Mutex();
  private lostSince: Date | null = null;
  private everConnected = false;
  private queue: Chat[] = [];
  private hurry = false;
  /** Up to when each chat was looked through, Feishu's time. */
  private seen = new Map<string, number>();
  private nextLook = 0;
  private nextCycle = 0;
  private heardAt: Date | null = null;
  private unexplained: Date[] = [];
  private blocked: string | null = null;

  constructor(private readonly deps: MissedDeps) {
    this.rounds = new Rounds('missed messages', deps.log, () => this.turn.runExclusive(() => this.round()));
  }

  get state(): MissedState {
    const from = this.deps.feishuNow().getTime() - TOLD_FOR_MS;
    this.unexplained = this.unexplained.filter((sentAt) => sentAt.getTime() > from);
    return {
      unexplained: this.unexplained.length,
      heard: this.heardAt !== null && this.heardAt.getTime() > from,
      blocked: this.blocked,
    };
  }

  start(): void {
    this.rounds.start();
  }

  stop(): Promise<void> {
    return this.rounds.stop();
  }

  lineIs(state: InboundState['state']): void {
    const now = this.deps.feishuNow();
    if (state !== 'connected') {
      this.lostSince ??= now;
      return;
    }
    // What came before this process did is not known: another may have been there, or none.
    const from = this.everConnected ? (this.lostSince ?? now) : new Date(now.getTime() - LOOK_BACK_MS);
    this.everConnected = true;
    this.lostSince = null;
    this.outages.add(from, now);
    this.queue = [];
    this.hurry = true;
    this.rounds.wake();
  }

  /** A message was pushed here. */
  heard(): void {
    this.heardAt = this.deps.feishuNow();
  }

  /** What was pushed could not be stored: it is missing until Feishu sends it again. */
  notTaken(): void {
    const now = this.deps.feishuNow();
    this.outages.add(now, now);
  }

  /** Looks into every chat now. */
  lookNow(): Promise<void> {
    return this.turn.runExclusive(async () => {
      this.queue = await this.chats();
      for (let left = this.queue.length; left > 0; left -= 1) await this.lookAtNext();
    });
  }

  private async round(): Promise<void> {
    const now = performance.now();
    if (now < this.nextLook) return;
    if (this.hurry) {
      if (this.queue.length === 0) this.queue = await this.chats();
      for (let n = 0; n < AT_ONCE && performance.now() >= this.nextLook; n += 1) await this.lookAtNext();
      this.hurry = this.queue.length > 0;
      return;
    }
    if (!this.deps.looks()) return;
    if (this.queue.length === 0) {
      if (now < this.nextCycle) return;
      this.nextCycle = now + CYCLE_AT_LEAST_MS;
      this.queue = await this.chats();
    }
    this.nextLook = now + LOOK_EVERY_MS;
    await this.lookAtNext();
  }

  /** The chats of those who have had cards lately, the latest first. */
  private async chats(): Promise<Chat[]> {
    const { db, clock } = this.deps;
    const chats = await db.read.query<Chat & { at: unknown }>(
      `SELECT c.chatId AS chatId, p.openId AS openId, MAX(c.sentAt) AS at
         FROM card_message c JOIN person p ON p.id = c.recipientId
        WHERE c.sentAt > ? AND p.openId IS NOT NULL AND c.kind NOT IN ${FOR_GROUPS}
        GROUP BY c.chatId, p.openId ORDER BY at DESC LIMIT ${MOST_CHATS}`,
      [sqlInstant(new Date(clock.now().getTime() - ACTIVE_MS))],
    );
    const known = new Set(chats.map(({ chatId }) => chatId));
    for (const chatId of this.seen.keys()) if (!known.has(chatId)) this.seen.delete(chatId);
    return chats;
  }

  private async lookAtNext(): Promise<void> {
    const chat = this.queue.shift();
    if (!chat) return;
    try {
      await this.lookAt(chat);
      if (this.blocked !== null) this.deps.log.info('histories can be read again');
      this.blocked = null;
    } catch (error) {
      if (!(error instanceof FeishuRefusal)) throw error;
      this.putOff(chat, error);
    }
  }

  private putOff(chat: Chat, { kind, afterMs, sentence, code }: FeishuRefusal): void {
    // One person's chat may be closed to the bot; what every chat would meet is waited out.
    if (kind.startsWith('terminal') || kind === 'gone') return;
    const mends = kind === 'configuration' || kind === 'token';
    this.nextLook = performance.now() + (afterMs ?? (mends ? MENDED_MS : AGAIN_MS));
    this.queue.push(chat);
    if (kind === 'retry' && afterMs !== undefined) return;
    if (this.blocked === null) this.deps.log.warn({ code }, 'histories cannot be read');
    this.blocked = sentence;
  }

  private async lookAt({ chatId, openId }: Chat): Promise<void> {
    const { db, gateway, inbox, feishuNow, log, observe } = this.deps;
    const now = feishuNow().getTime();
    const seen = (this.seen.get(chatId) ?? 0) - GRACE_MS - OVERLAP_MS;
    const said = await gateway.messagesSince(chatId, new Date(Math.max(seen, now - LOOK_BACK_MS)));
    const missing = await this.unknown(said.filter((message) => message.openId === openId));
    for (const message of missing) {
      const reason = this.outages.explain(message.sentAt);
      if (!reason && now - message.sentAt.getTime() < GRACE_MS) continue;
      const key = `message:${message.messageId}`;
      // False when its event has come meanwhile.
      if (!(await inbox.take({ key, type: 'message', payload: message }))) continue;
      // For `doctor`, which is another process.
      if (!reason) await db.transaction((tx) => remember(tx, LAST_MISSED, key));
      observe?.('inbound', { type: 'im.message.receive_v1', result: reason ? 'fetched' : 'missed' });
      log.warn(
        { messageId: message.messageId, sentAt: message.sentAt },
        reason
          ? 'a message was fetched from the history: the line was away when it was sent'
          : 'a message was never pushed here, though the line was there: another program may be connected as this app',
      );
      if (!reason) this.unexplained.push(message.sentAt);
    }
    this.seen.set(chatId, now);
  }

  private async unknown(messages: ChatMessage[]): Promise<ChatMessage[]> {
    if (messages.length === 0) return [];
    const keys = messages.map(({ messageId }) => `message:${messageId}`);
    const found = await this.deps.db.read.find(InboxEvent, { key: keys });
    const known = new Set(found.map(({ key }) => key));
    return messages.filter(({ messageId }) => !known.has(`message:${messageId}`));
  }
}
