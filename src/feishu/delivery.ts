import { setTimeout as pause } from 'node:timers/promises';
import { Mutex } from 'async-mutex';
import { ChatGroup, type OutboxMessage, Person } from '../../entities';
import type { Calendar } from '../core/calendar';
import { type Clock, machineNow } from '../core/clock';
import { type Database, sqlInstant } from '../core/database';
import type { Logger } from '../core/log';
import type { Recipient } from '../core/messages';
import { type Policies, spreadMinutesOf } from '../core/policy';
import { Attempts, laneOf } from './delivery/attempts';
import { Claims, type Taken } from './delivery/claims';
import { Ledger } from './delivery/ledger';
import { Outage } from './delivery/outage';
import { drawAnew, type Outcome, TAKEN } from './delivery/outcomes';
import { Pictures, type Shrink } from './delivery/pictures';
import { moveToHours, openClasses } from './delivery/schedule';
import { spreadCrowd } from './delivery/spread';
import type { FeishuGateway, Receiver } from './gateway';
import { Lanes } from './lanes';
import type { Observe } from './observe';
import { FEISHU_LIMITS, type Limits } from './rates';
import type { CardRenderer, FileWriter } from './renderer';
import { Rounds } from './rounds';
import type { SenderLease } from './senderLease';

/** Requests at work together: being drawn, sent, or written down. */
const AT_WORK = 192;
/**
 * Requests claimed ahead: enough to keep the calls going, few enough that something urgent is soon next. While Feishu's
 * allowance is short, fewer of what is routine are claimed (`claimMore`).
 */
const AHEAD = 320;
/** Requests claimed together, at least, while there are many. */
const AT_ONCE = 160;
/** How soon something urgent is seen while routine messages wait for Feishu's allowance. Machine time. */
const LOOK_MS = 100;
/** A call that hangs keeps nothing back that is asked for meanwhile: looked at again after so long. Machine time. */
const HANGING_MS = 500;
/** How often a long drain looks for what a dead process held. Machine time. */
const FREE_MS = 1_000;
/** How long `deliver` waits for something that is backing off, in ms of machine time. */
const PATIENCE_MS = 5_000;

export interface DeliveryDeps {
  db: Database;
  gateway: FeishuGateway;
  policies: Pick<Policies, 'current'>;
  calendar: Calendar;
  clock: Clock;
  renderers: CardRenderer;
  files: FileWriter;
  dataDir: string;
  log: Logger;
  observe?: Observe;
  /** Feishu's own when left out. */
  limits?: Limits;
  /** For pictures larger than Feishu takes; left out: cards go without them. */
  shrink?: Shrink;
  /** Machine time, for tests. */
  machine?: () => Date;
  leaseMs?: number;
  /** Kept while it sends by itself, and asked whether it may; whoever calls `deliver` has said so. */
  lease?: Pick<SenderLease, 'held' | 'start' | 'stop'>;
}

export interface DeliveryResult {
  /** New messages and cards changed in place. */
  sent: number;
  /** Due, but waiting: for the hours of its class, for its recipient to be matched, for Feishu. */
  deferred: number;
  refused: number;
  /** Nothing left to say. */
  dropped: number;
}

/**
 * Takes requests out of the outbox to Feishu (docs/architecture.md, "Delivery").
 *
 * A request is moved to its class's hours, claimed, drawn from the newest state, marked, sent under its uuid,
 * and written down together with others. A crash between sending and writing down is met by sending again under
 * the same uuid, which Feishu takes for the same message for one hour. After that hour a routine message stays
 * `unknown` and is not said twice, a notice or an alert is said again.
 */
export class DeliveryService {
  private readonly claims: Claims;
  private readonly attempts: Attempts;
  private readonly lanes = new Lanes<number>(AT_WORK);
  private readonly turn = new Mutex();
  private readonly ledger: Ledger;
  private readonly outage: Outage;
  private readonly rounds: Rounds;
  private readonly machine: () => Date;
  private stopping = new AbortController();
  /** When to look next for what others held and left, as `performance.now()` counts. */
  private freeAt = 0;
  /** Business time of the drain under way. */
  private asOf: () => Date;

  constructor(private readonly deps: DeliveryDeps) {
    const { db, gateway, dataDir, log, clock, renderers, files } = deps;
    this.asOf = () => clock.now();
    this.machine = deps.machine ?? machineNow;
    this.claims = new Claims(db, deps.leaseMs, this.machine);
    this.outage = new Outage(log, this.machine, deps.observe);
    this.ledger = new Ledger(
      db,
      this.claims,
      () => this.asOf(),
      () => this.attempts.full,
    );
    const pictures = new Pictures({ db, gateway, dataDir, log, limits: deps.limits, shrink: deps.shrink });
    this.attempts = new Attempts({
      db,
      gateway,
      renderers,
      files,
      pictures,
      ledger: this.ledger,
      outage: this.outage,
      limits: deps.limits,
      log,
      machine: this.machine,
    });
    this.rounds = new Rounds('delivery', log, async () => {
      const maySend = () => deps.lease?.held ?? true;
      if (maySend()) await this.drain(undefined, maySend);
    });
  }

  /**
   * Sends all that is due as of a business instant (now, when left out), and resolves when it is done. What Feishu
   * will not take for the moment is waited for as long as its next try is within `patienceMs` of machine time.
   *
   * @throws when the database is away
   */
  async deliver(at?: Date, patienceMs = PATIENCE_MS): Promise<DeliveryResult> {
    const giveUpAt = this.machine().getTime() + patienceMs;
    const total: DeliveryResult = { sent: 0, deferred: 0, refused: 0, dropped: 0 };
    for (;;) {
      const asOf = at ?? this.deps.clock.now();
      const { sent, refused, dropped, deferred } = await this.drain(at);
      total.sent += sent;
      total.refused += refused;
      total.dropped += dropped;
      total.deferred += deferred;
      const next = await this.claims.nextTry(asOf, this.open(asOf));
      const tryAt = next && Math.max(next.getTime(), this.outage.until);
      if (tryAt === null || tryAt > giveUpAt) break;
      await pause(Math.max(20, tryAt - this.machine().getTime()));
    }
    total.deferred += await this.waiting(at ?? this.deps.clock.now());
    return total;
  }

  /** Says words at once, within Feishu's allowance. @throws FeishuRefusal */
  async say(words: Parameters<FeishuGateway['sendText']>[0]): Promise<void> {
    await this.attempts.turnForWords(await this.laneFor(words));
    await this.deps.gateway.sendText(words);
  }

  /** What may be sent to one person or group is shared by cards and words; a stranger has an allowance too. */
  private async laneFor(to: Receiver): Promise<number | string> {
    const { read } = this.deps.db;
    if ('openId' in to) return (await read.findOne(Person, { openId: to.openId }))?.id ?? to.openId;
    const group = await read.findOne(ChatGroup, { chatId: to.chatId });
    return group ? laneOf({ kind: 'groupNotice', recipientId: group.id }) : to.chatId;
  }

  /** The next business instant after `after` for which something waits in the outbox. */
  nextDue(after: Date): Promise<Date | null> {
    return this.claims.nextDue(after);
  }

  start(): void {
    this.deps.lease?.start();
    this.rounds.start();
  }

  /** Something was put into the outbox. */
  wake(): void {
    this.rounds.wake();
  }

  /** Resolves when nothing is in flight any more; what has not gone out yet is put back. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.rounds.stop();
    await this.turn.runExclusive(() => this.lanes.atMost(0));
    await this.deps.lease?.stop();
    this.stopping = new AbortController();
  }

  /** As `deliver`, for whoever only has to wait. */
  async settle(): Promise<void> {
    await this.deliver();
  }

  /** One round: everything that can go now, each tried once. */
  private drain(at?: Date, maySend = () => true): Promise<DeliveryResult> {
    return this.turn.runExclusive(async () => {
      this.asOf = at ? () => at : () => this.deps.clock.now();
      const result: DeliveryResult = { sent: 0, deferred: 0, refused: 0, dropped: 0 };
      try {
        await this.sendAll(result, maySend);
      } finally {
        await this.lanes.atMost(0);
      }
      return result;
    });
  }

  private async sendAll(result: DeliveryResult, maySend: () => boolean): Promise<void> {
    const { db, policies, calendar, limits = FEISHU_LIMITS } = this.deps;
    this.freeAt = 0;
    result.deferred = await moveToHours(db, this.asOf(), policies.current.messages, calendar);
    for (;;) {
      const at = this.asOf();
      if (limits.spread) {
        result.deferred += await spreadCrowd(db, at, spreadMinutesOf(policies.current));
      }
      const claimed = maySend() ? await this.claimMore(at) : null;
      for (const { row, recipient } of claimed ?? []) {
        this.lanes.run(laneOf(row), () => this.work(row, recipient, at, result));
      }
      if (this.lanes.size === 0 && !claimed) {
        if (!maySend() || !(await this.routineWaits(at))) return;
        await pause(LOOK_MS);
        continue;
      }
      // With something claimed, go on as soon as there is room for more; else wait for whatever ends next.
      if (claimed) await this.lanes.atMost(AHEAD - AT_ONCE);
      else await Promise.race([this.lanes.atMost(Math.max(0, this.lanes.size - 1)), pause(HANGING_MS)]);
    }
  }

  /** Null when there is nothing to claim now. While Feishu is out, one request at a time finds out whether it is back. */
  private async claimMore(at: Date): Promise<Taken[] | null> {
    if (this.outage.waiting || this.stopping.signal.aborted) return null;
    const room = this.outage.probing ? 1 - this.lanes.size : AHEAD - this.lanes.size;
    if (room <= 0) return null;
    if (performance.now() >= this.freeAt) {
      await this.claims.freeExpired();
      this.freeAt = performance.now() + FREE_MS;
    }
    const forRoutine = Math.min(room, this.attempts.roomForRoutine - this.lanes.size);
    return forRoutine > 0
      ? this.claims.take(at, this.open(at), forRoutine)
      : this.claims.take(at, this.open(at), room, true);
  }

  /** Whether something can go but for Feishu's allowance, which will do in a moment. */
  private async routineWaits(at: Date): Promise<boolean> {
    if (this.attempts.roomForRoutine > 0 || this.outage.waiting || this.stopping.signal.aborted) return false;
    const next = await this.claims.nextTry(at, this.open(at));
    return next !== null && next <= this.machine();
  }

  private async work(
    row: OutboxMessage,
    recipient: Recipient,
    at: Date,
    result: DeliveryResult,
  ): Promise<void> {
    const { log, observe } = this.deps;
    try {
      const outcome = await this.attempts.of(row, recipient, at, this.stopping.signal);
      if (!outcome || !(await this.ledger.note(outcome))) return;
      observe?.('delivery', { end: outcome.end, messageClass: row.messageClass });
      if (TAKEN.includes(outcome.end)) result.sent += 1;
      if (outcome.end === 'dropped' || outcome.end === 'gone') result.dropped += 1;
      if (outcome.end === 'refused' || outcome.end === 'unknown') {
        result.refused += 1;
        const { code, end } = outcome;
        log.warn(
          { outboxId: row.id, recipientId: recipient.id, kind: row.kind, code, end },
          'message not delivered',
        );
      }
      if (outcome.end === 'sent') await this.checkStillTrue(outcome, recipient, at);
    } catch (error) {
      // The database: the claim runs out by itself, and the request is sent again under the same uuid.
      log.error({ err: error, outboxId: row.id }, 'delivery not written down');
    } finally {
      this.claims.letGo(row.id);
    }
  }

  private async checkStillTrue(
    { row, shown, messageId }: Extract<Outcome, { end: 'sent' }>,
    recipient: Recipient,
    at: Date,
  ): Promise<void> {
    if (!(await this.attempts.outdated(row, recipient, at, shown))) return;
    await this.deps.db.transaction((tx) => drawAnew(tx, { messageId }, at));
  }

  private open(at: Date) {
    return openClasses(at, this.deps.policies.current.messages, this.deps.calendar);
  }

  private async waiting(at: Date): Promise<number> {
    const [row] = await this.deps.db.read.query<{ n: number }>(
      `SELECT COUNT(*) AS n FROM outbox_message WHERE state = 'pending' AND dueAt <= ?`,
      [sqlInstant(at)],
    );
    return Number(row?.n ?? 0);
  }
}
