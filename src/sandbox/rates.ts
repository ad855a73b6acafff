import { ApiError } from './apiError';
import type { Db } from './db';

/** How many calls are let through; 0 = no limit. Changed by `POST /sandbox/api/limits`. */
export interface Limits {
  /** To one person, and to one card, in any 1,000 ms. */
  per_target: number;
  /** Of one API by the app. */
  per_second: number;
  per_minute: number;
}

const FEISHU: Limits = { per_target: 5, per_second: 50, per_minute: 1_000 };

/** Sliding windows over machine time, kept in the store so that two processes share them. */
export class Rates {
  constructor(
    private readonly db: Db,
    private readonly initial: Limits = FEISHU,
  ) {}

  limits(): Limits {
    const kept = this.db.one<{ value: string }>('SELECT value FROM setting WHERE key = ?', 'limits');
    return kept ? { ...this.initial, ...(JSON.parse(kept.value) as Partial<Limits>) } : this.initial;
  }

  setLimits(limits: Partial<Limits>): void {
    const value = JSON.stringify({ ...this.limits(), ...limits });
    this.db.run('INSERT OR REPLACE INTO setting VALUES (?, ?)', 'limits', value);
  }

  /** One person or one card: throws 230020 on the sixth call within a second. */
  takeTarget(bucket: string, machineNow: number): void {
    const limit = this.limits().per_target;
    if (limit && this.count(bucket, machineNow - 1_000) >= limit) {
      throw new ApiError(230020, 'This operation triggers the frequency limit.');
    }
    this.hit(bucket, machineNow);
  }

  /** Members of one group: its changes come one after another; throws 232019 on the sixth within a second. */
  takeChatChange(chatId: string, machineNow: number): void {
    const limit = this.limits().per_target;
    const bucket = `members ${chatId}`;
    if (limit && this.count(bucket, machineNow - 1_000) >= limit) {
      throw new ApiError(232019, 'The request has been rate limited.');
    }
    this.hit(bucket, machineNow);
  }

  /** The app's own bucket of one API: throws 99991400 with the seconds to wait. */
  takeApi(api: string, machineNow: number, status: number): void {
    const { per_second, per_minute } = this.limits();
    const bucket = `api ${api}`;
    if (per_second && this.count(bucket, machineNow - 1_000) >= per_second)
      throw tooFrequent(per_second, 1, status);
    if (per_minute && this.count(bucket, machineNow - 60_000) >= per_minute) {
      const oldest = this.db.one<{ at: number | null }>(
        'SELECT MIN(at_machine) AS at FROM rate_hit WHERE bucket = ? AND at_machine > ?',
        bucket,
        machineNow - 60_000,
      );
      const wait = Math.ceil(((oldest?.at ?? machineNow) + 60_000 - machineNow) / 1000);
      throw tooFrequent(per_minute, wait, status);
    }
    this.hit(bucket, machineNow);
  }

  private count(bucket: string, since: number): number {
    const row = this.db.one<{ n: number }>(
      'SELECT COUNT(*) AS n FROM rate_hit WHERE bucket = ? AND at_machine > ?',
      bucket,
      since,
    );
    return row?.n ?? 0;
  }

  private hit(bucket: string, machineNow: number): void {
    this.db.run('DELETE FROM rate_hit WHERE at_machine < ?', machineNow - 60_000);
    this.db.run('INSERT INTO rate_hit VALUES (?, ?)', bucket, machineNow);
  }
}

function tooFrequent(limit: number, seconds: number, status: number): ApiError {
  const headers = {
    'x-ogw-ratelimit-limit': String(limit),
    'x-ogw-ratelimit-reset': String(Math.max(1, seconds)),
  };
  return new ApiError(99991400, 'request trigger frequency limit', status, { headers });
}
