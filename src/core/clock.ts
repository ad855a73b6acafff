/*
 * The two times, and the only place that asks the system for either.
 *
 * Business time can be driven: due dates, jobs, quiet hours, the uuid hour, the 14 days of a card.
 * Machine time cannot: leases, back-off, rate buckets, timeouts, signature freshness.
 */

/** Business time. */
export interface Clock {
  now(): Date;
}

/** Machine time. */
export const machineNow = (): Date => new Date();

export const realClock: Clock = { now: machineNow };

/**
 * A clock that runs like the machine's, shifted; it can be moved forward and never back. The sandbox, the CLI's
 * `tick` and the tests drive one of these; compose stores its offset so that it lasts over a restart.
 */
export class DrivenClock implements Clock {
  private constructor(
    private offset: number,
    private readonly machine: () => Date,
  ) {}

  /** A clock that shows `at` now and keeps running. */
  static showing(at: Date, machine: () => Date = machineNow): DrivenClock {
    return new DrivenClock(at.getTime() - machine().getTime(), machine);
  }

  static withOffset(offsetMs: number, machine: () => Date = machineNow): DrivenClock {
    return new DrivenClock(offsetMs, machine);
  }

  now(): Date {
    return new Date(this.machine().getTime() + this.offset);
  }

  get offsetMs(): number {
    return this.offset;
  }

  /** Shows `at` from now on, earlier or later: only for a clock that nothing was decided by yet. */
  begin(at: Date): void {
    this.offset = at.getTime() - this.machine().getTime();
  }

  /** Moves on to `at`; an earlier instant leaves the clock where it is. */
  moveTo(at: Date): void {
    this.adopt(at.getTime() - this.machine().getTime());
  }

  /** Takes over an offset that another process stored, if it is further on. */
  adopt(offsetMs: number): void {
    this.offset = Math.max(this.offset, offsetMs);
  }
}
