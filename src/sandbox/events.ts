import type { Db } from './db';
import type { Faults } from './faults';
import type { loadIdentity } from './identity';
import { ids } from './ids';
import type { Road } from './road';
import type { SandboxClock } from './types';

/** Re-pushes after a failed push, in ms of business time; after the last the event is given up. */
const RETRY_AFTER = [15_000, 300_000, 3_600_000, 21_600_000];
/** How long a push belongs to the process that makes it, in ms of machine time. */
const LEASE = 10_000;
/** A held-back event goes out alone when nothing overtakes it, after ms of machine time. */
const HOLD_AT_MOST = 1_000;
/** Pushes of a backlog that are in flight together. */
const AT_ONCE = 20;

interface EventRow {
  seq: number;
  event_id: string;
  event_type: string;
  body: string;
  attempts: number;
}

/**
 * Event push: at least once, answered 200 within 3 s or pushed again on Feishu's schedule. Pending pushes are rows,
 * so a restart goes on where it stopped; a lease keeps two processes from pushing the same row together.
 */
export class Events {
  private readonly flying = new Set<Promise<void>>();
  private release: (() => void) | null = null;

  constructor(
    private readonly db: Db,
    private readonly clock: SandboxClock,
    private readonly identity: ReturnType<typeof loadIdentity>,
    private readonly faults: Faults,
    private readonly road: Road,
    private readonly log: (line: string) => void,
  ) {}

  /** Stores the event, then pushes it; resolves after the first push, at once for an event that a fault holds back. */
  emit(eventType: string, event: object): Promise<void> {
    const eventId = this.store(eventType, event);
    const duplicate = this.faults.take('duplicate-event', { event: eventType });
    const again = duplicate && (duplicate.new_event_id ? this.store(eventType, event) : eventId);
    const push = async () => {
      await this.push(eventId);
      if (again) await this.push(again, again === eventId);
    };
    if (!this.release && this.faults.take('reorder-events', { event: eventType })) {
      this.track(this.hold(eventId).then(push));
      return Promise.resolve();
    }
    return this.track(push().finally(() => this.release?.()));
  }

  nextDue(): Date | null {
    if (!this.road.open) return null;
    const row = this.db.one<{ due: number | null }>(
      'SELECT MIN(due_at) AS due FROM event WHERE due_at IS NOT NULL AND lease_machine < ?',
      Date.now(),
    );
    return row?.due == null ? null : new Date(row.due);
  }

  async runDue(): Promise<void> {
    if (!this.road.open) return;
    for (;;) {
      const due = this.db.all<{ event_id: string }>(
        'SELECT event_id FROM event WHERE due_at <= ? AND lease_machine < ? ORDER BY due_at, seq LIMIT ?',
        this.clock.now().getTime(),
        Date.now(),
        AT_ONCE,
      );
      if (due.length === 0) break;
      await Promise.all(due.map((row) => this.track(this.push(row.event_id))));
    }
    await this.settled();
  }

  async settled(): Promise<void> {
    while (this.flying.size > 0) await Promise.all(this.flying);
  }

  /** Header of an envelope; the card callback counts in microseconds, events in milliseconds. */
  header(eventType: string, unit: 'ms' | 'us'): { event_id: string } & Record<string, string> {
    return {
      event_id: ids.event(),
      event_type: eventType,
      create_time: `${this.clock.now().getTime()}${unit === 'us' ? '000' : ''}`,
      token: this.identity.verificationToken,
      app_id: this.identity.appId,
      tenant_key: this.identity.tenantKey,
    };
  }

  private store(eventType: string, event: object): string {
    const header = this.header(eventType, 'ms');
    this.db.run(
      'INSERT INTO event (event_id, event_type, body, due_at) VALUES (?, ?, ?, ?)',
      header.event_id,
      eventType,
      JSON.stringify({ schema: '2.0', header, event }),
      this.clock.now().getTime(),
    );
    return header.event_id;
  }

  /** Resolves when another event has been pushed meanwhile, or after a second. Leased, so that no tick takes it. */
  private hold(eventId: string): Promise<void> {
    this.db.run('UPDATE event SET lease_machine = ? WHERE event_id = ?', Date.now() + HOLD_AT_MOST, eventId);
    return new Promise((resolve) => {
      const go = () => {
        clearTimeout(timer);
        this.release = null;
        this.db.run('UPDATE event SET lease_machine = 0 WHERE event_id = ?', eventId);
        resolve();
      };
      const timer = setTimeout(go, HOLD_AT_MOST);
      this.release = go;
    });
  }

  private async push(eventId: string, extra = false): Promise<void> {
    // Let the transaction that stored the event commit before anything leaves the house.
    await Promise.resolve();
    const row = this.claim(eventId, extra);
    if (!row) return;
    const result = await this.road.carry('event', row.body);
    if (extra) return;
    const delivered = result.kind === 'answer' && result.status === 200;
    const wait = RETRY_AFTER[row.attempts];
    const due = delivered || wait === undefined ? null : this.clock.now().getTime() + wait;
    this.db.run(
      'UPDATE event SET attempts = attempts + 1, due_at = ?, lease_machine = 0, outcome = ? WHERE event_id = ?',
      due,
      delivered ? 'delivered' : wait === undefined ? 'given up' : 'retrying',
      eventId,
    );
    if (!delivered) {
      const why = result.kind === 'answer' ? `HTTP ${result.status}` : result.kind;
      this.log(`event ${row.event_type} ${eventId} not taken (${why}), push ${row.attempts + 1}`);
    }
  }

  private claim(eventId: string, extra: boolean): EventRow | undefined {
    if (!this.road.open) return undefined;
    if (!extra) {
      const claimed = this.db.run(
        'UPDATE event SET lease_machine = ? WHERE event_id = ? AND due_at IS NOT NULL AND lease_machine < ?',
        Date.now() + LEASE,
        eventId,
        Date.now(),
      );
      if (!claimed) return undefined;
    }
    return this.db.one<EventRow>('SELECT * FROM event WHERE event_id = ?', eventId);
  }

  private track(work: Promise<void>): Promise<void> {
    const tracked = work
      .catch((error: unknown) => this.log(`event push failed: ${String(error)}`))
      .finally(() => this.flying.delete(tracked));
    this.flying.add(tracked);
    return tracked;
  }
}
