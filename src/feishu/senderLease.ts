import { hostname } from 'node:os';
import { SenderLease as LeaseRow } from '../../entities';
import { machineNow } from '../core/clock';
import type { Database } from '../core/database';
import { newClaimToken } from '../core/ids';
import type { Logger } from '../core/log';

const ROLE = 'sender';
/** Machine time: how long the role is kept without being renewed, and how often it is renewed or tried for. */
const KEEP_MS = 10_000;
const EVERY_MS = 2_000;
/** Before its end by this much it counts as over for its holder, so that two never hold it together. */
const MARGIN_MS = 2_000;

export interface SenderState {
  sends: boolean;
  /** Which process sends, as `pid@machine`; null when none does just now. */
  holder: string | null;
}

export interface SenderLeaseDeps {
  db: Database;
  log: Logger;
  /** Called when this process becomes the sender. */
  onHeld?: () => void;
  /** Machine time, for tests. */
  machine?: () => Date;
  /** For tests: two in one process. */
  name?: string;
}

/**
 * Which of several processes on one database sends. Each request is claimed whatever this says (`delivery/claims.ts`);
 * the role is about Feishu's limits and the order of messages, which two senders would each keep for themselves.
 *
 * A holder is followed when its row has stood still, by the clock of whoever looks: machines' clocks differ, and
 * none is compared with another's.
 */
export class SenderLease {
  private readonly machine: () => Date;
  private readonly token = newClaimToken();
  private readonly name: string;
  private heldUntil = 0;
  /** The other holder's last renewal that we saw, and since when by our clock. */
  private seen: { mark: string; at: number } | null = null;
  private holder: string | null = null;
  private timer: NodeJS.Timeout | null = null;
  private trying: Promise<void> = Promise.resolve();

  constructor(private readonly deps: SenderLeaseDeps) {
    this.machine = deps.machine ?? machineNow;
    this.name = deps.name ?? `${process.pid}@${hostname()}`;
  }

  get held(): boolean {
    return this.machine().getTime() < this.heldUntil;
  }

  get state(): SenderState {
    return { sends: this.held, holder: this.holder };
  }

  /** Resolves when the first try is over. */
  async start(): Promise<void> {
    this.timer ??= setInterval(() => this.tryAgain(), EVERY_MS).unref();
    await this.tryAgain();
  }

  /** Gives the role back, so that another takes it at its next try. */
  async stop(): Promise<void> {
    if (this.timer) clearInterval(this.timer);
    this.timer = null;
    await this.trying;
    if (this.heldUntil === 0) return;
    this.heldUntil = 0;
    try {
      await this.deps.db.transaction((tx) => tx.remove(LeaseRow, { role: ROLE, token: this.token }));
    } catch (error) {
      // It runs out by itself.
      this.deps.log.warn({ err: error }, 'sender role not given back');
    }
  }

  /** One try to get or to keep the role; tries follow one another. */
  tryAgain(): Promise<void> {
    this.trying = this.trying
      .then(() => this.renewOrTake())
      .catch((error: unknown) => this.deps.log.warn({ err: error }, 'sender role not looked up'));
    return this.trying;
  }

  private async renewOrTake(): Promise<void> {
    const now = this.machine().getTime();
    const row = await this.deps.db.read.findOne(LeaseRow, { role: ROLE });
    if (row && row.token !== this.token && !this.isOver(row, now)) this.standBy(row);
    else if (await this.put(row)) this.hold(row, now);
  }

  private isOver({ token, renewal }: LeaseRow, now: number): boolean {
    const mark = `${token} ${renewal}`;
    if (this.seen?.mark !== mark) this.seen = { mark, at: now };
    return now - this.seen.at >= KEEP_MS;
  }

  private standBy({ holder }: LeaseRow): void {
    this.heldUntil = 0;
    if (this.holder !== holder) {
      this.deps.log.warn({ holder }, 'another process on this database sends; this one answers and waits');
    }
    this.holder = holder;
  }

  private hold(before: LeaseRow | null, now: number): void {
    const was = this.held;
    this.heldUntil = now + KEEP_MS - MARGIN_MS;
    this.holder = this.name;
    if (was) return;
    this.deps.log.info({ after: before?.holder ?? null }, 'this process sends');
    this.deps.onHeld?.();
  }

  /** @returns false when somebody else was quicker */
  private put(before: LeaseRow | null): Promise<boolean> {
    const row = {
      holder: this.name,
      token: this.token,
      renewal: (before?.renewal ?? 0) + 1,
    };
    return this.deps.db.transaction(async (tx) => {
      if (before) {
        const { token, renewal } = before;
        return (await tx.update(LeaseRow, { role: ROLE, token, renewal }, row)) > 0;
      }
      const { affected } = await tx.insert(LeaseRow, { role: ROLE, ...row }, { ignore: true });
      return affected > 0;
    });
  }
}
