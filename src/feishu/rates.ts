import { setTimeout as pause } from 'node:timers/promises';

export interface Rate {
  perMs: number;
  most: number;
}

/**
 * Feishu's limits for one API of one app (feishu.md 2.9), and for one person or card (2.1). Our windows are a
 * little longer than its second and minute, since it counts arrivals and we count departures.
 */
export const API_RATES: Rate[] = [
  { perMs: 1_100, most: 50 },
  { perMs: 60_200, most: 1_000 },
];
export const PERSON_RATES: Rate[] = [{ perMs: 1_100, most: 5 }];
/**
 * What routine messages take of one API: nearly all of it, evenly, so that the minute's window always lets go of some
 * and something urgent never finds it used up for the next forty seconds.
 */
export const ROUTINE_RATES: Rate[] = [
  { perMs: 1_100, most: 30 },
  { perMs: 6_020, most: 98 },
];
/** Changes of one card: seen to be refused (230020) when they follow each other faster (feishu.md 8). */
export const CARD_RATES: Rate[] = [{ perMs: 1_500, most: 1 }];

/** How fast the app may call. */
export interface Limits {
  /** Of one API. */
  api: readonly Rate[];
  /** Of one API, by what is not urgent. */
  routine: readonly Rate[];
  /** To one person. */
  person: readonly Rate[];
  /** Changes of one card. */
  card: readonly Rate[];
  /** Whether what goes to a crowd is spread over minutes (`delivery/spread.ts`). */
  spread: boolean;
}

export const FEISHU_LIMITS: Limits = {
  api: API_RATES,
  routine: ROUTINE_RATES,
  person: PERSON_RATES,
  card: CARD_RATES,
  spread: true,
};

/** For the sandbox, where a month passes in seconds. */
export const NO_LIMITS: Limits = { api: [], routine: [], person: [], card: [], spread: false };

/**
 * Sliding windows over machine time: at most `most` passes in any `perMs`. A window leaves no burst at its edge,
 * which is how Feishu counts.
 */
export class RateWindows {
  private passes: number[] = [];
  private pausedUntil = 0;

  constructor(private readonly rates: readonly Rate[]) {}

  /** Feishu asked for a pause. */
  pause(ms: number): void {
    this.pausedUntil = Math.max(this.pausedUntil, performance.now() + ms);
  }

  /**
   * Waits for its turn.
   *
   * @param share the part of each window that this caller may use up, 0–1
   * @returns false when `stop` came first
   */
  async pass(share = 1, stop?: AbortSignal): Promise<boolean> {
    while (!stop?.aborted) {
      const now = performance.now();
      const wait = this.waitOf(now, share);
      if (wait <= 0) {
        this.passes.push(now);
        return true;
      }
      await pause(wait, undefined, { signal: stop }).catch(() => undefined);
    }
    return false;
  }

  /** How many may pass now. */
  get free(): number {
    const now = performance.now();
    if (this.pausedUntil > now) return 0;
    const left = this.rates.map(({ perMs, most }) => {
      const nth = this.passes.findLastIndex((time) => time + perMs <= now);
      return most - (this.passes.length - 1 - nth);
    });
    return Math.max(0, Math.min(...left));
  }

  /** Passes if it may now. @returns how many ms to wait before asking again; 0 when it has passed */
  take(): number {
    const now = performance.now();
    const wait = Math.max(0, this.waitOf(now, 1));
    if (wait === 0) this.passes.push(now);
    return wait;
  }

  /** What passed last leaves only now: the next is counted from here. */
  leaves(): void {
    if (this.passes.length > 0) this.passes[this.passes.length - 1] = performance.now();
  }

  private waitOf(now: number, share: number): number {
    const longest = Math.max(...this.rates.map(({ perMs }) => perMs));
    // Shifting one by one would be quadratic at 1,000 passes a minute.
    if (this.passes.length > 2_000) this.passes = this.passes.filter((time) => time > now - longest);
    let wait = this.pausedUntil - now;
    for (const { perMs, most } of this.rates) {
      const nth = this.passes.at(-Math.max(1, Math.floor(most * share)));
      if (nth !== undefined) wait = Math.max(wait, nth + perMs - now);
    }
    return wait;
  }

  /** Nobody passed lately: forgetting it changes nothing. */
  get idle(): boolean {
    const last = this.passes.at(-1);
    return last === undefined || last < performance.now() - Math.max(...this.rates.map(({ perMs }) => perMs));
  }
}

/** One set of windows for each key, forgotten when idle. */
export class KeyedRates {
  private readonly windows = new Map<number | string, RateWindows>();

  constructor(private readonly rates: readonly Rate[]) {}

  pass(key: number | string, stop?: AbortSignal): Promise<boolean> {
    return this.of(key).pass(1, stop);
  }

  take(key: number): number {
    return this.of(key).take();
  }

  leaves(key: number): void {
    this.of(key).leaves();
  }

  private of(key: number | string): RateWindows {
    if (this.windows.size > 1_000) {
      for (const [known, window] of this.windows) if (window.idle) this.windows.delete(known);
    }
    const window = this.windows.get(key) ?? new RateWindows(this.rates);
    this.windows.set(key, window);
    return window;
  }
}
