import type { Db } from './db';

export interface ApiCall {
  at: number;
  method: string;
  path: string;
  /** HTTP status; 0 when the caller got no answer. */
  status: number;
  /** Business code of the answer; null for bytes and for no answer. */
  code: number | null;
  log_id: string;
  took_ms: number;
  /** The fault that changed this call's fate. */
  fault: string | null;
}

/** Calls kept; older ones are dropped a thousand at a time. */
const KEPT = 20_000;

export class ApiLog {
  constructor(private readonly db: Db) {}

  add(call: ApiCall): void {
    this.db.write(() => {
      this.db.run(
        'INSERT INTO api_log (at, method, path, status, code, log_id, took_ms, fault) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
        call.at,
        call.method,
        call.path,
        call.status,
        call.code,
        call.log_id,
        call.took_ms,
        call.fault,
      );
      const last = this.db.one<{ id: number }>('SELECT MAX(id) AS id FROM api_log')?.id ?? 0;
      if (last % 1_000 === 0) this.db.run('DELETE FROM api_log WHERE id <= ?', last - KEPT);
    });
  }

  /** Oldest first, `at` as ISO instant; at most `limit` of the newest after `id`. */
  after(id: number, limit: number): (Omit<ApiCall, 'at'> & { id: number; at: string })[] {
    return this.db
      .all<ApiCall & { id: number }>('SELECT * FROM api_log WHERE id > ? ORDER BY id DESC LIMIT ?', id, limit)
      .reverse()
      .map((call) => ({ ...call, at: new Date(call.at).toISOString() }));
  }
}
