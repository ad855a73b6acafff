import type { DataSource } from 'typeorm';
import { filledIn } from './mysqlText';
import type { SqlValue } from './sql';

export interface Executed {
  rows: Record<string, unknown>[];
  affected: number;
  insertId: number;
  /** MySQL's count of what it bent to make a statement fit; 0 on SQLite, which fails instead. */
  warnings: number;
}

/** Statements on one connection, carried out in the order in which they were given. */
export interface Connection {
  execute(sql: string, params: readonly SqlValue[]): Promise<Executed>;
  /** A statement whose result nobody needs: carried out with the next one at the latest; it fails with that one. */
  defer(sql: string, params: readonly SqlValue[]): void;
}

/**
 * One transaction's hold on a connection. A branch of the work that runs on after the transaction ended finds it
 * shut; else its statements would land in the next one, or commit by themselves.
 */
export class Hold implements Connection {
  private over = false;

  constructor(private readonly connection: Connection) {}

  execute(sql: string, params: readonly SqlValue[]): Promise<Executed> {
    return this.over ? Promise.reject(new Error(OVER)) : this.connection.execute(sql, params);
  }

  defer(sql: string, params: readonly SqlValue[]): void {
    if (this.over) throw new Error(OVER);
    this.connection.defer(sql, params);
  }

  end(): void {
    this.over = true;
  }
}

const OVER = 'the transaction is over';

/** The part of a libsql (better-sqlite3) statement that is used here. */
interface Statement {
  reader: boolean;
  raw(on: boolean): Statement;
  columns(): { name: string }[];
  get(params: readonly unknown[]): unknown[] | undefined;
  all(params: readonly unknown[]): unknown[][];
  run(params: readonly unknown[]): { changes: number; lastInsertRowid: number | bigint };
}
interface SqliteHandle {
  prepare(sql: string): Statement;
}
interface Prepared {
  statement: Statement;
  /** The names of what it reads; null when it reads nothing. */
  columns: readonly string[] | null;
  /** At most one row: `get` costs half of `all`, which makes an iterator. */
  single: boolean;
}

/** Rows come as arrays and get their names here: libsql sets a property at a time, 6 µs for a row of fifteen. */
function named(columns: readonly string[], values: readonly unknown[]): Record<string, unknown> {
  const row: Record<string, unknown> = {};
  for (let n = 0; n < columns.length; n += 1) row[columns[n] as string] = values[n];
  return row;
}

const KEPT_STATEMENTS = 400;

/**
 * SQLite straight through its prepared statements. TypeORM's query runner adds a logger, two broadcasts and five
 * promises to each statement: about 15 µs around one that takes 5 (`npm run bench -- callback` shows the whole).
 */
export class SqliteConnection implements Connection {
  private readonly statements = new Map<string, Prepared>();
  private readonly handle: SqliteHandle;

  constructor(source: DataSource) {
    this.handle = (source.driver as unknown as { databaseConnection: SqliteHandle }).databaseConnection;
  }

  async execute(sql: string, params: readonly SqlValue[]): Promise<Executed> {
    return this.run(sql, params);
  }

  defer(sql: string, params: readonly SqlValue[]): void {
    this.run(sql, params);
  }

  private run(sql: string, params: readonly SqlValue[]): Executed {
    const { statement, columns, single } = this.prepared(sql);
    if (columns) {
      const found = single ? [statement.get(params)] : statement.all(params);
      const rows = found.flatMap((values) => (values ? [named(columns, values)] : []));
      return { rows, affected: 0, insertId: 0, warnings: 0 };
    }
    const { changes, lastInsertRowid } = statement.run(params);
    return { rows: [], affected: changes, insertId: Number(lastInsertRowid), warnings: 0 };
  }

  private prepared(sql: string): Prepared {
    const known = this.statements.get(sql);
    if (known) return known;
    const statement = this.handle.prepare(sql);
    const columns = statement.reader ? statement.columns().map(({ name }) => name) : null;
    if (columns) statement.raw(true);
    const made = { statement, columns, single: sql.endsWith(' LIMIT 1') };
    this.statements.set(sql, made);
    if (this.statements.size > KEPT_STATEMENTS) {
      // Insertion order: the oldest goes. Multi-row inserts of odd sizes would otherwise pile up.
      const [oldest] = this.statements.keys();
      if (oldest !== undefined) this.statements.delete(oldest);
    }
    return made;
  }
}

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

/** The program's own settings, whatever the server's are: strict, and with backslashes that escape. */
const SESSION = `SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED;
  SET SESSION innodb_lock_wait_timeout = 10;
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

  private constructor(private readonly handle: MysqlHandle) {}

  static take(pool: MysqlPool): Promise<MysqlConnection> {
    return new Promise((resolve, reject) => {
      pool.getConnection((error, handle) => (error ? reject(error) : resolve(new MysqlConnection(handle))));
    });
  }

  execute(sql: string, params: readonly SqlValue[]): Promise<Executed> {
    return new Promise((resolve, reject) => {
      const text = filledIn(sql, params);
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
        // The server stopped at the one that failed; those before it are undone by the rollback that follows.
        for (const { reject } of batch) reject(error);
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
