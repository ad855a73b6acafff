import { Mutex } from 'async-mutex';
import { JobRun } from '../../entities';
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
  ) {}

  /** Evaluates every job once as of `at` (`tick --at`). @throws Fault `tick.backwards` */
  tick(at: Date): Promise<JobReport[]> {
    return this.turn.runExclusive(async () => {
      const last = await this.lastTick();
      if (last && at < last) {
        throw new Fault('tick.backwards', { at: at.toISOString(), last: last.toISOString() });
      }
      const reports: JobReport[] = [];
      for (const job of this.jobs) reports.push(await this.runOne(job, at));
      await this.db.transaction((tx) => remember(tx, LAST_TICK, at.toISOString()));
      return reports;
    });
  }

  /** Evaluates the jobs that came due since they last ran. */
  runDue(at: Date): Promise<JobReport[]> {
    return this.turn.runExclusive(async () => {
      const reports: JobReport[] = [];
      for (const job of this.jobs) {
        const last = await this.db.read.findOne(JobRun, { name: job.name });
        if (!last || last.lastAt < latestDue(job.times, at)) reports.push(await this.runOne(job, at));
      }
      if (reports.length > 0) await this.db.transaction((tx) => remember(tx, LAST_TICK, at.toISOString()));
      return reports;
    });
  }

  async lastTick(): Promise<Date | null> {
    const value = await recall(this.db.read, LAST_TICK);
    return value ? new Date(value) : null;
  }

  nextInstant(after: Date): Date {
    return firstAfter(
      this.jobs.flatMap((job) => job.times),
      after,
    );
  }

  private async runOne(job: Job, at: Date): Promise<JobReport> {
    try {
      const last = await this.db.read.findOne(JobRun, { name: job.name });
      const created = await job.run(at, last?.lastAt ?? null);
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
