import { Mutex } from 'async-mutex';
import { DrivenClock, machineNow } from './core/clock';
import type { Database } from './core/database';
import { addDays, dayOf, instantAt, weekday } from './core/days';
import { Fault } from './core/errors';
import { recall, remember } from './core/state';

const OFFSET = 'clock.offsetMs';

/** A move is for ever: one to a far year would have the jobs count through centuries, now and at every start. */
const MOST_YEARS = 5;

/** What moves when time moves: the bot's jobs and messages, the sandbox's event pushes. */
export interface Moved {
  /** The next instant after `after` at which something is scheduled; null when nothing is. */
  nextInstant(after: Date): Promise<Date | null>;
  /** Does what is due as of the clock, and resolves when it has settled. */
  runDue(): Promise<void>;
}

/** The Monday 08:00 of this week, in Shanghai: where a county that is tried out begins. */
function firstMonday(now: Date): Date {
  const today = dayOf(now);
  const monday = instantAt(addDays(today, 1 - weekday(today)), '08:00');
  return monday <= now ? monday : instantAt(addDays(today, -6 - weekday(today)), '08:00');
}

/**
 * The driven business time of a county that is tried out: stored, so that it goes on after a restart, shared by
 * every process on the same database, and only ever moved forward, through every scheduled instant on the way.
 */
export class Timeline {
  private readonly turn = new Mutex();
  private readonly parts: Moved[] = [];

  private constructor(
    private readonly db: Database,
    readonly clock: DrivenClock,
  ) {}

  static async open(db: Database): Promise<Timeline> {
    const stored = await recall(db.read, OFFSET);
    if (stored) return new Timeline(db, DrivenClock.withOffset(Number(stored)));
    return new Timeline(db, DrivenClock.showing(firstMonday(machineNow())));
  }

  moves(part: Moved): void {
    this.parts.push(part);
  }

  /** Keeps the offset; called once the first start begins to live, and at every move. */
  async keep(): Promise<void> {
    await this.db.transaction(async (tx) => {
      const stored = await recall(tx, OFFSET);
      if (stored === null || Number(stored) < this.clock.offsetMs) {
        await remember(tx, OFFSET, String(this.clock.offsetMs));
      }
    });
  }

  /** Takes over a move that another process made (`cli tick` beside a running bot). */
  async follow(): Promise<void> {
    const stored = await recall(this.db.read, OFFSET);
    if (stored !== null) this.clock.adopt(Number(stored));
  }

  /** @throws Fault `tick.tooFar` when `at` is further on than one move may go */
  mayReach(at: Date): void {
    const latest = new Date(this.clock.now());
    latest.setUTCFullYear(latest.getUTCFullYear() + MOST_YEARS);
    if (at <= latest) return;
    throw new Fault('tick.tooFar', { at: at.toISOString(), latest: latest.toISOString(), years: MOST_YEARS });
  }

  /** Whether the clock was ever started on this database. */
  async begun(): Promise<boolean> {
    return (await recall(this.db.read, OFFSET)) !== null;
  }

  /** Begins this database's time at `at`, if it has not begun: the first `tick --at` says where. */
  async beginAt(at: Date): Promise<void> {
    if (await this.begun()) return;
    this.clock.begin(at);
    await this.keep();
  }

  async next(after: Date): Promise<Date | null> {
    const instants = await Promise.all(this.parts.map((part) => part.nextInstant(after)));
    // What stays due although it was tried must not hold the clock up.
    const ahead = instants.filter((instant) => instant !== null && instant > after);
    return ahead.reduce((a, b) => (a === null || (b !== null && b < a) ? b : a), null);
  }

  /** Moves on to `to`, stopping at each scheduled instant; resolves when everything due has settled. */
  advanceTo(to: Date): Promise<void> {
    return this.turn.runExclusive(async () => {
      await this.runDue();
      for (;;) {
        const next = await this.next(this.clock.now());
        if (next === null || next > to) break;
        await this.stepTo(next);
      }
      await this.stepTo(to);
    });
  }

  /** Moves straight to `to` without running what lies between (`tick --at` evaluates once, as of `to`). */
  async jumpTo(to: Date): Promise<void> {
    this.clock.moveTo(to);
    await this.keep();
  }

  private async stepTo(instant: Date): Promise<void> {
    await this.jumpTo(instant);
    await this.runDue();
  }

  private async runDue(): Promise<void> {
    for (const part of this.parts) await part.runDue();
  }
}
