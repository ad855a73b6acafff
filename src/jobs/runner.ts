import { Mutex } from 'async-mutex';
import { AppState, JobRun } from '../../entities';
import type { Database } from '../core/database';
import { addDays, dayOf, instantAt } from '../core/days';
import { Fault } from '../core/errors';
import { type Logger, scrub } from '../core/log';
import { recall, remember } from '../core/state';

/**
 * A job decides, as of one instant, what is due, and does it once: after a gap it catches up, a doubled call
 * changes nothing, and two processes may run it at once.
 */
export interface Job {
  name: string;
  /** Shanghai times of day at which it is due. */
  times: readonly string[];
  /** Decides nothing that another job would not: driven time does not stop for it on its way. */
  watches?: boolean;
  /** @returns how many things it created */
  run(at: Date, since: Date | null): Promise<number>;
}

export interface JobReport {
  name: string;
  created: number;
  /** What went wrong, when it did; the other jobs ran all the same. */
  error?: string;
}

const LAST_TICK = 'jobs.lastTick';
/** The latest instant ahead of the machine's clock that was found stored; kept until somebody has looked. */
const AHEAD = 'jobs.ahead';
/** A clock that is set right by seconds or minutes is no fault. */
const TOLERANCE_MS = 5 * 60_000;

/** The last instant ≤ `at` at which one of the times of day came. */
function latestDue(times: readonly string[], at: Date): Date {
  const today = dayOf(at);
  const instants = [addDays(today, -1), today].flatMap((day) => times.map((time) => instantAt(day, time)));
  return new Date(Math.max(...instants.map(Number).filter((instant) => instant <= at.getTime())));
}

/** The first instant > `after` at which one of the times of day comes. */
function firstAfter(times: readonly string[], after: Date): Date {
  const today = dayOf(after);
  const instants = [today, addDays(today, 1)].flatMap((day) => times.map((time) => instantAt(day, time)));
  return new Date(Math.min(...instants.map(Number).filter((instant) => instant > after.getTime())));
}

export class JobRunner {
  private readonly turn = new Mutex();

  constructor(
    private readonly db: Database,
    private readonly log: Logger,
    private readonly jobs: readonly Job[],
    /** The machine's clock, for a real county; null where business time is driven and may be ahead of it. */
    private readonly machine: (() => Date) | null = null,
  ) {}

  /**
   * Evaluates every job once as of `at` (`tick --at`). Whoever does so knows what time it is: what was found stored
   * ahead of the machine's clock is settled with it.
   *
   * @throws Fault `tick.backwards`, `tick.future`
   */
  tick(at: Date): Promise<JobReport[]> {
    return this.turn.runExclusive(async () => {
      await this.mayTick(at);
      const reports: JobReport[] = [];
      for (const job of this.jobs) reports.push(await this.runOne(job, at));
      await this.db.transaction(async (tx) => {
        await remember(tx, LAST_TICK, at.toISOString());
        await tx.remove(AppState, { name: AHEAD });
      });
      return reports;
    });
  }

  /** Never back behind what was decided; and of a real county nothing is decided before its time. @throws Fault */
  async mayTick(at: Date): Promise<void> {
    const now = this.machine?.();
    if (now && at > now) {
      throw new Fault('tick.future', { at: at.toISOString(), now: now.toISOString() });
    }
    const last = await this.lastTick();
    if (last && at < last && !this.isAhead(last)) {
      throw new Fault('tick.backwards', { at: at.toISOString(), last: last.toISOString() });
    }
  }

  /**
   * Evaluates the jobs that came due since they last ran. One that ran ahead of the machine's clock would wait until
   * that instant, for weeks without a word: it runs by the clock again at once, and `ahead` tells of it.
   */
  runDue(at: Date): Promise<JobReport[]> {
    return this.turn.runExclusive(async () => {
      await this.noteAhead();
      const reports: JobReport[] = [];
      for (const job of this.jobs) {
        const last = await this.lastRun(job);
        if (!last || last < latestDue(job.times, at)) reports.push(await this.runOne(job, at));
      }
      if (reports.length > 0) await this.db.transaction((tx) => remember(tx, LAST_TICK, at.toISOString()));
      return reports;
    });
  }

  async lastTick(): Promise<Date | null> {
    const value = await recall(this.db.read, LAST_TICK);
    return value ? new Date(value) : null;
  }

  /**
   * The latest instant as of which something was decided although the machine's clock has not come to it: the clock
   * was once ahead. Told until the clock has come there, or somebody has looked and ticked.
   */
  async ahead(): Promise<Date | null> {
    if (!this.machine) return null;
    const noted = await recall(this.db.read, AHEAD);
    const ran = await this.db.read.find(JobRun);
    const stored = [
      noted ? new Date(noted) : null,
      await this.lastTick(),
      ...ran.map(({ lastAt }) => lastAt),
    ];
    const ahead = stored.filter((instant) => instant !== null && this.isAhead(instant));
    return ahead.length > 0 ? new Date(Math.max(...ahead.map(Number))) : null;
  }

  nextInstant(after: Date): Date {
    return firstAfter(
      this.jobs.filter(({ watches }) => !watches).flatMap((job) => job.times),
      after,
    );
  }

  private isAhead(instant: Date): boolean {
    return this.machine !== null && instant.getTime() > this.machine().getTime() + TOLERANCE_MS;
  }

  private async noteAhead(): Promise<void> {
    const ahead = await this.ahead();
    if (!ahead || (await recall(this.db.read, AHEAD)) === ahead.toISOString()) return;
    this.log.error({ ahead }, 'jobs had run ahead of the machine clock');
    await this.db.transaction((tx) => remember(tx, AHEAD, ahead.toISOString()));
  }

  /** When it last ran; null when it never did, or when that lies ahead of the clock and tells nothing. */
  private async lastRun(job: Job): Promise<Date | null> {
    const last = await this.db.read.findOne(JobRun, { name: job.name });
    return last && !this.isAhead(last.lastAt) ? last.lastAt : null;
  }

  private async runOne(job: Job, at: Date): Promise<JobReport> {
    try {
      const created = await job.run(at, await this.lastRun(job));
      await this.db.transaction(async (tx) => {
        const found = await tx.update(JobRun, { name: job.name }, { lastAt: at });
        if (found === 0) await tx.insert(JobRun, { name: job.name, lastAt: at }, { ignore: true });
      });
      return { name: job.name, created };
    } catch (error) {
      this.log.error({ err: error, job: job.name }, 'job failed');
      return {
        name: job.name,
        created: 0,
        error: scrub(error instanceof Error ? error.message : String(error)),
      };
    }
  }
}
