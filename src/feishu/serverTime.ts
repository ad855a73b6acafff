import { machineNow } from '../core/clock';

/** The header says whole seconds: on average it is half a second later than it says. */
const ROUNDED_MS = 500;

/**
 * What time it is at Feishu, by the `Date` of its own answers and a clock that no one sets: whether a press is fresh
 * does not depend on whether this machine's clock is right, or has just been put right. Before the first answer it is
 * the machine's time.
 */
export class ServerTime {
  private known: { ms: number; at: number } | null = null;

  constructor(
    private readonly machine: () => Date = machineNow,
    private readonly steady: () => number = () => performance.now(),
  ) {}

  /** @param header the `Date` of an answer; anything unreadable changes nothing */
  heard(header: unknown): void {
    const ms = typeof header === 'string' ? Date.parse(header) : Number.NaN;
    if (Number.isNaN(ms)) return;
    this.known = { ms: ms + ROUNDED_MS, at: this.steady() };
  }

  now(): Date {
    if (!this.known) return this.machine();
    return new Date(this.known.ms + this.steady() - this.known.at);
  }

  /** How far the machine's clock is ahead of Feishu's; null before Feishu has answered. */
  get machineAheadMs(): number | null {
    return this.known && this.machine().getTime() - this.now().getTime();
  }
}
