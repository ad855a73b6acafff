import type { DataSource } from 'typeorm';
import { type Connection, type Executed, OVER } from './connection';
import { filledIn } from './mysqlText';
import type { SqlValue } from './sql';

/** The parts of a mysql2 connection and pool that are used here. */
interface MysqlError extends Error {
  fatal?: boolean;
}
type Answered =
  | Record<string, unknown>[]
  | { affectedRows?: number; insertId?: number; warningStatus?: number };
interface MysqlHandle {
  query(sql: string, done: (error: MysqlError | null, results: Answered | Answered[]) => void): void;
  release(): void;
  destroy(): void;
}
export interface MysqlPool {
  getConnection(done: (error: MysqlError | null, connection: MysqlHandle) => void): void;
  on(event: 'connection', prepare: (connection: MysqlHandle) => void): void;
}

export const mysqlPool = (source: DataSource): MysqlPool =>
  (source.driver as unknown as { pool: MysqlPool }).pool;

/** A server that does not answer for so long is gone: TCP itself would notice only after many minutes. */
const STATEMENT_MS = 15_000;

/**
 * The program's own settings, whatever the server's are: strict, and with backslashes that escape. Whoever waits a
 * second for a row tries again from the start, as long as patience lasts: meanwhile those who share the transaction
 * do without it. A list of ids is read whole: MySQL cuts it after 1,024 bytes.
 */
const SESSION = `SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED;
  SET SESSION innodb_lock_wait_timeout = 1;
  SET SESSION group_concat_max_len = 1073741824;
  SET SESSION sql_mode = 'STRICT_TRANS_TABLES,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION'`;

/** Settles each connection once, the one that the pool was opened with included. */
export async function settleSessions(pool: MysqlPool): Promise<void> {
  pool.on('connection', (connection) => {
    connection.query(SESSION, (error) => error && connection.destroy());
  });
  const first = await MysqlConnection.take(pool);
  await first.execute(SESSION, []).finally(() => first.release());
}

interface Waiting {
  text: string;
  resolve(done: Executed): void;
  reject(error: unknown): void;
}

const executed = (answered: Answered): Executed =>
  Array.isArray(answered)
    ? { rows: answered, affected: 0, insertId: 0, warnings: 0 }
    : {
        rows: [],
        affected: answered.affectedRows ?? 0,
        insertId: answered.insertId ?? 0,
        warnings: answered.warningStatus ?? 0,
      };

/**
 * One MySQL or MariaDB connection out of TypeORM's pool. Statements that are given together travel together, in
 * one round trip: a round trip costs more than most statements, and a press has some twenty of them. Values are
 * escaped into the text by mysql2 before that, so a value can never become a statement.
 */
export class MysqlConnection implements Connection {
  private queue: Waiting[] = [];
  private flying = false;
  private lost = false;
  /** What failed. A deadlock has ended the transaction on the server: what came after it would commit by itself. */
  private failed: unknown = null;

  private constructor(private readonly handle: MysqlHandle) {}

  static take(pool: MysqlPool): Promise<MysqlConnection> {
    return new Promise((resolve, reject) => {
      pool.getConnection((error, handle) => (error ? reject(error) : resolve(new MysqlConnection(handle))));
    });
  }

  execute(sql: string, params: readonly SqlValue[]): Promise<Executed> {
    return new Promise((resolve, reject) => {
      const text = filledIn(sql, params);
      if (this.failed) return reject(this.failed);
      this.queue.push({ text, resolve, reject });
      // After all that can still be given without an answer: it travels along.
      if (!this.flying) process.nextTick(() => this.fly());
    });
  }

  defer(sql: string, params: readonly SqlValue[]): void {
    const none = () => undefined;
    this.queue.push({ text: filledIn(sql, params), resolve: none, reject: none });
  }

  /** Undoes what was carried out and forgets what was put off; a connection that cannot is thrown away. */
  async rollback(): Promise<void> {
    for (const { reject } of this.queue.splice(0)) reject(new Error(OVER));
    this.failed = null;
    try {
      await this.execute('ROLLBACK', []);
    } catch {
      this.lost = true;
    }
  }

  /** Gives the connection back; one that broke is thrown away. */
  release(): void {
    if (this.lost) this.handle.destroy();
    else this.handle.release();
  }

  private fly(): void {
    if (this.flying || this.queue.length === 0) return;
    this.flying = true;
    const batch = this.queue;
    this.queue = [];
    let over = false;
    const answer = (error: MysqlError | null, results?: Answered | Answered[]): void => {
      if (over) return;
      over = true;
      clearTimeout(silence);
      this.flying = false;
      if (error) {
        this.lost ||= error.fatal === true;
        this.failed = error;
        // The server stopped at the one that failed; those before it are undone by the rollback that follows.
        for (const { reject } of [...batch, ...this.queue.splice(0)]) reject(error);
      } else {
        const answers = batch.length === 1 ? [results as Answered] : (results as Answered[]);
        for (const [n, { resolve }] of batch.entries()) resolve(executed(answers[n] as Answered));
      }
      this.fly();
    };
    // Not mysql2's own limit: that one outlives a lost connection, and what is asked next waits behind the silence.
    const silence = setTimeout(() => {
      this.handle.destroy();
      answer(Object.assign(new Error('the database does not answer'), { code: 'ETIMEDOUT', fatal: true }));
    }, STATEMENT_MS);
    this.handle.query(batch.map(({ text }) => text).join(';\n'), answer);
  }
}
