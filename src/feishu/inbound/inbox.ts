import { setTimeout as pause } from 'node:timers/promises';
import { Mutex } from 'async-mutex';
import { InboxEvent } from '../../../entities';
import { type Clock, machineNow } from '../../core/clock';
import { type Database, instantOf, sqlInstant } from '../../core/database';
import { Fault } from '../../core/errors';
import { type Logger, scrub } from '../../core/log';
import { Lanes } from '../lanes';
import type { Observe } from '../observe';
import { Rounds } from '../rounds';

/** How long one handler may take before another process takes the event over. Machine time. */
const LEASE_MS = 30_000;
const MOST_TRIES = 8;
const AT_ONCE = 4;
const PER_ROUND = 50;
const PATIENCE_MS = 5_000;
/** No lease and no pause is longer; one that is was written before the machine's clock was set back. Machine time. */
const LONGEST_MS = 15 * 60_000;

const MOST_PARKED = 500;

/** An event that could not be handled, try as we might. */
export interface ParkedEvent {
  id: number;
  type: string;
  attempts: number;
  /** ISO instant, business time. */
  receivedAt: string;
  error: string;
}

export interface NewEvent {
  /** ≤ 128 characters; the same key is taken once. */
  key: string;
  /** Which handler. */
  type: string;
  payload: object;
}

export interface Handler {
  /** Must stand being run twice: a crash may come between its work and its being written down. */
  run(payload: unknown): Promise<void>;
  /** Events of one lane are handled one after the other, in the order of their arrival. */
  lane(payload: unknown): string;
  /** Given up after eight tries; the event stays `parked` and visible. Called again if it throws, a few times. */
  parked?(payload: unknown, error: unknown): Promise<void>;
}

export interface InboxDeps {
  db: Database;
  clock: Clock;
  log: Logger;
  handlers: Record<string, Handler>;
  observe?: Observe;
  /** Machine time, for tests. */
  machine?: () => Date;
}

/** Seconds, doubling: the last of the eight tries comes after about four minutes. */
const backoffMs = (attempts: number): number => 1_000 * 2 ** attempts;

/** A payload that its own handler cannot read gets a lane to itself, and is parked in the end. */
function laneOf(event: InboxEvent, handler: Handler | undefined): string {
  try {
    return handler?.lane(event.payload) ?? event.type;
  } catch {
    return `unreadable ${event.id}`;
  }
}

/**
 * Events are stored by their key, answered at once, and handled from here: a repeat changes nothing, a restart
 * resumes. A handler's claim is a lease (`nextAt`) fenced by the number of the try.
 */
export class Inbox {
  private readonly lanes = new Lanes<string>(AT_ONCE);
  private readonly turn = new Mutex();
  private readonly rounds: Rounds;
  private readonly machine: () => Date;

  constructor(private readonly deps: InboxDeps) {
    this.machine = deps.machine ?? machineNow;
    this.rounds = new Rounds('inbox', deps.log, () => this.handleDue());
  }

  /** Stores an event unless its key is known. @returns whether it is new @throws when the database is away */
  async take(...events: NewEvent[]): Promise<boolean> {
    const receivedAt = this.deps.clock.now();
    const nextAt = this.machine();
    const rows = events.map((event) => ({
      ...event,
      receivedAt,
      nextAt,
      state: 'new' as const,
      attempts: 0,
    }));
    const { affected } = await this.deps.db.transaction((tx) =>
      tx.insert(InboxEvent, rows, { ignore: true }),
    );
    if (affected > 0) this.rounds.wake();
    return affected > 0;
  }

  start(): void {
    this.rounds.start();
  }

  async stop(): Promise<void> {
    await this.rounds.stop();
    await this.turn.waitForUnlock();
  }

  /** Resolves when all has been handled that can be handled within `patienceMs` of machine time. */
  async settle(patienceMs = PATIENCE_MS): Promise<void> {
    const giveUpAt = this.machine().getTime() + patienceMs;
    for (;;) {
      await this.handleDue();
      const [next] = await this.deps.db.read.query<{ nextAt: unknown }>(
        `SELECT nextAt FROM inbox_event WHERE state = 'new' ORDER BY nextAt LIMIT 1`,
      );
      if (!next) return;
      const at = instantOf(next.nextAt).getTime();
      if (at > giveUpAt) return;
      await pause(Math.max(20, at - this.machine().getTime()));
    }
  }

  /** What was given up, newest first: what it was about is the office's to see, not what was said. */
  async parked(): Promise<ParkedEvent[]> {
    const rows = await this.deps.db.read.find(
      InboxEvent,
      { state: 'parked' },
      { order: { id: 'DESC' }, limit: MOST_PARKED },
    );
    return rows.map(({ id, type, attempts, receivedAt, lastError }) => {
      return { id, type, attempts, receivedAt: receivedAt.toISOString(), error: scrub(lastError ?? '') };
    });
  }

  /** Tries one that was given up from the beginning. @throws Fault `input.invalid` when there is none with this id */
  async retry(id: number): Promise<void> {
    if ((await this.again({ id })) === 0) {
      throw new Fault('input.invalid', { what: `搁置的事件里没有 ${id} 号` });
    }
  }

  /** Tries all of one type that were given up from the beginning. @returns how many */
  retryAll(type: string): Promise<number> {
    return this.again({ type });
  }

  private async again(which: { id: number } | { type: string }): Promise<number> {
    const again = { state: 'new' as const, attempts: 0, nextAt: this.machine() };
    const found = await this.deps.db.transaction((tx) =>
      tx.update(InboxEvent, { ...which, state: 'parked' }, again),
    );
    if (found > 0) this.rounds.wake();
    return found;
  }

  /** Handles what is due, until nothing is. */
  private handleDue(): Promise<void> {
    return this.turn.runExclusive(async () => {
      try {
        for (;;) {
          const due = await this.due();
          if (due.length === 0) return;
          for (const event of due) {
            const handler = this.deps.handlers[event.type];
            this.lanes.run(laneOf(event, handler), () => this.handle(event, handler));
          }
          await this.lanes.atMost(0);
        }
      } finally {
        await this.lanes.atMost(0);
      }
    });
  }

  private async due(): Promise<InboxEvent[]> {
    const { db } = this.deps;
    const now = this.machine();
    const never = new Date(now.getTime() + LONGEST_MS);
    const ids = await db.read.query<{ id: number }>(
      `SELECT id FROM inbox_event WHERE state = 'new' AND (nextAt <= ? OR nextAt > ?)
       ORDER BY nextAt, id LIMIT ${PER_ROUND}`,
      [sqlInstant(now), sqlInstant(never)],
    );
    if (ids.length === 0) return [];
    const found = await db.read.find(InboxEvent, { id: ids.map(({ id }) => id) }, { order: { id: 'ASC' } });
    // Another process may have claimed one between the two reads: it must not be claimed by what it is now.
    return found.filter(({ state, nextAt }) => state === 'new' && (nextAt <= now || nextAt > never));
  }

  private async handle(event: InboxEvent, handler: Handler | undefined): Promise<void> {
    const { log, observe } = this.deps;
    try {
      if (!(await this.claim(event))) return;
      const end = await this.run(event, handler);
      observe?.('inbox', { type: event.type, end });
    } catch (error) {
      // The database: the lease runs out by itself.
      log.error({ err: error, inboxId: event.id }, 'inbox could not be written');
    }
  }

  private async claim(event: InboxEvent): Promise<boolean> {
    const { id, attempts, nextAt } = event;
    const until = new Date(this.machine().getTime() + LEASE_MS);
    const taken = await this.deps.db.transaction((tx) =>
      tx.update(
        InboxEvent,
        { id, state: 'new', attempts, nextAt },
        { attempts: attempts + 1, nextAt: until },
      ),
    );
    return taken > 0;
  }

  private async run(event: InboxEvent, handler: Handler | undefined): Promise<'done' | 'retry' | 'parked'> {
    try {
      if (!handler) throw new Error(`no handler for ${event.type}`);
      await handler.run(event.payload);
      // What was said is not kept longer than it takes to handle it; the key is.
      await this.finish(event, { state: 'done', payload: null, lastError: null });
      return 'done';
    } catch (error) {
      return this.failed(event, handler, error);
    }
  }

  private async failed(event: InboxEvent, handler: Handler | undefined, error: unknown) {
    const { id, type, attempts } = event;
    const lastError = error instanceof Error ? error.message.slice(0, 500) : 'unknown';
    if (attempts + 1 < MOST_TRIES) {
      const nextAt = new Date(this.machine().getTime() + backoffMs(attempts));
      this.deps.log.warn({ err: error, inboxId: id, type }, 'event not handled yet');
      await this.finish(event, { nextAt, lastError });
      return 'retry' as const;
    }
    this.deps.log.error({ err: error, inboxId: id, type }, 'event parked');
    try {
      await handler?.parked?.(event.payload, error);
    } catch (unsaid) {
      // Said with a later try; but an event that not even this can be done with is parked all the same.
      if (attempts + 1 < 2 * MOST_TRIES) throw unsaid;
      this.deps.log.error({ err: unsaid, inboxId: id, type }, 'event parked, and nobody told');
    }
    await this.finish(event, { state: 'parked', lastError });
    return 'parked' as const;
  }

  private async finish({ id, attempts }: InboxEvent, set: Partial<InboxEvent>): Promise<void> {
    await this.deps.db.transaction((tx) => tx.update(InboxEvent, { id, attempts: attempts + 1 }, set));
  }
}
