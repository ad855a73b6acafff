import { setTimeout as pause } from 'node:timers/promises';
import { Mutex } from 'async-mutex';
import type { DataSource } from 'typeorm';
import { type DatabaseTarget, isSqlite, readerSource, writerSource } from '../../ormconfig';
import {
  type Connection,
  Hold,
  MysqlConnection,
  mysqlPool,
  SqliteConnection,
  settleSessions,
} from './connection';
import { Fault } from './errors';
import { type Dialect, EntitySql, type SqlValue, type Where } from './sql';

export type { Dialect, SqlValue, Where } from './sql';
export { instantOf, sqlInstant } from './sql';

export type EntityClass<E> = new () => E;

/** Reads; outside a transaction they see only what is committed. */
export interface Reader {
  find<E extends object>(
    entity: EntityClass<E>,
    where?: Where<E>,
    options?: { order?: { [K in keyof E]?: 'ASC' | 'DESC' }; limit?: number },
  ): Promise<E[]>;
  findOne<E extends object>(entity: EntityClass<E>, where: Where<E>): Promise<E | null>;
  /** Rows of a SELECT with `?` placeholders, as the driver gives them (instants through `instantOf`). */
  query<R>(sql: string, params?: readonly SqlValue[]): Promise<R[]>;
  /** The entity in a raw row that holds all its columns, and maybe others. */
  hydrate<E extends object>(entity: EntityClass<E>, raw: object): E;
}

/** One transaction: everything done through it commits together or not at all. */
export interface Tx extends Reader {
  /**
   * @param options `ignore` skips rows that a unique index knows already, and no others
   * @returns how many rows were added, and the id of the first (the others follow on; 0 when one was skipped)
   */
  insert<E extends object>(
    entity: EntityClass<E>,
    rows: Partial<E> | readonly Partial<E>[],
    options?: { ignore?: boolean },
  ): Promise<{ affected: number; firstId: number }>;
  /** @returns how many rows the condition found (SQLite, MySQL alike) */
  update<E extends object>(entity: EntityClass<E>, where: Where<E>, set: Partial<E>): Promise<number>;
  remove<E extends object>(entity: EntityClass<E>, where: Where<E>): Promise<number>;
  run(sql: string, params?: readonly SqlValue[]): Promise<{ affected: number; insertId: number }>;
  /**
   * A few rows whose ids nobody needs, and a change whose count nobody needs: carried out with the next statement
   * or the commit, whichever comes first. On MySQL that saves a round trip each; on SQLite it is done at once.
   */
  deferInsert<E extends object>(
    entity: EntityClass<E>,
    rows: Partial<E> | readonly Partial<E>[],
    options?: { ignore?: boolean },
  ): void;
  deferUpdate<E extends object>(entity: EntityClass<E>, where: Where<E>, set: Partial<E>): void;
  /** One row, written over the one with the same primary key. */
  deferPut<E extends object>(entity: EntityClass<E>, row: Partial<E>): void;
}

export interface TransactionOptions {
  /** How long to wait for another process's turn to end: 2.5 s for a press, 30 s for the CLI. */
  patienceMs?: number;
}

/** What a lost race for SQLite's write lock looks like. */
const isBusy = (error: unknown): boolean => /SQLITE_BUSY|database is locked/.test(String(error));

/** InnoDB gave up one of two transactions; the loser may simply try again. */
const isDeadlock = (error: unknown): boolean =>
  /ER_LOCK_DEADLOCK|ER_LOCK_WAIT_TIMEOUT|ER_CHECKREAD/.test(String((error as { code?: string })?.code));

const isAway = (error: unknown): boolean =>
  /ECONNREFUSED|ECONNRESET|PROTOCOL_CONNECTION_LOST|ETIMEDOUT|EPIPE|ENOTFOUND|ER_SERVER_SHUTDOWN|ER_CON_COUNT|SQLITE_IOERR|SQLITE_CANTOPEN|Unable to open/.test(
    `${(error as { code?: string })?.code} ${String(error)}`,
  );

/** What a person can be told of a failed statement; anything else stays what it is. */
function faultOf(error: unknown): unknown {
  if (error instanceof Fault) return error;
  if (isBusy(error) || isDeadlock(error)) return new Fault('database.busy');
  if (isAway(error)) return new Fault('database.away');
  return error;
}

/** A transaction that waits for its turn on SQLite. */
interface Waiting {
  work(tx: Tx): Promise<unknown>;
  giveUpAt: number;
  resolve(result: unknown): void;
  reject(error: unknown): void;
}

/** A group ends after so many members or so long, so that another process gets its turn. */
const GROUP_MOST = 32;
const GROUP_MS = 15;

/**
 * The database, opened once by compose. Reads go to a connection that never sees an open transaction's rows;
 * every write, single statements included, goes through `transaction()`.
 *
 * SQLite (measured; see docs/architecture.md, "Storage"): TypeORM has one connection there, overlapping
 * transactions would corrupt each other, a plain BEGIN fails at once beside another process, and after a lost
 * race libsql keeps its old snapshot. Hence the mutex, BEGIN IMMEDIATE, an asynchronous wait for the lock, and
 * a fresh connection after giving up.
 */
export class Database {
  readonly dialect: Dialect;
  readonly read: Reader;
  private readonly turn = new Mutex();
  private readonly entities = new Map<EntityClass<object>, EntitySql>();
  private readonly waiting: Waiting[] = [];
  private sqlite: { writer: Connection; reader: Connection } | null = null;

  private constructor(
    private readonly target: DatabaseTarget,
    private writer: DataSource,
    private readonly reader: DataSource,
    private readonly patienceMs: number,
  ) {
    this.dialect = isSqlite(target.url) ? 'sqlite' : 'mysql';
    if (this.dialect === 'sqlite') {
      this.sqlite = { writer: new SqliteConnection(writer), reader: new SqliteConnection(reader) };
    }
    this.read = this.readerOver((sql, params) => this.readOnce(sql, params));
  }

  /** Opens the connections; does not touch the schema. @throws Fault `database.away` */
  static async open(target: DatabaseTarget, options: TransactionOptions = {}): Promise<Database> {
    try {
      const writer = await writerSource(target).initialize();
      const reader = isSqlite(target.url) ? await readerSource(target).initialize() : writer;
      if (!isSqlite(target.url)) await settleSessions(mysqlPool(writer));
      return new Database(target, writer, reader, options.patienceMs ?? 2_500);
    } catch (error) {
      if (isAway(error)) throw new Fault('database.away');
      throw error;
    }
  }

  /** @throws Fault `database.busy`, `database.away`; whatever `work` throws, after rolling back */
  async transaction<T>(work: (tx: Tx) => Promise<T>, options: TransactionOptions = {}): Promise<T> {
    // Counted from here: who stood in this process's own queue has used up patience already.
    const giveUpAt = performance.now() + (options.patienceMs ?? this.patienceMs);
    try {
      return this.dialect === 'sqlite'
        ? await this.sqliteTransaction(work, giveUpAt)
        : await this.mysqlTransaction(work, giveUpAt);
    } catch (error) {
      throw faultOf(error);
    }
  }

  private sqliteTransaction<T>(work: (tx: Tx) => Promise<T>, giveUpAt: number): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.waiting.push({ work, giveUpAt, resolve: resolve as (result: unknown) => void, reject });
      // Whoever has the turn takes along what came meanwhile; the rest finds nothing left to do.
      this.turn.runExclusive(() => this.commitTogether()).catch(reject);
    });
  }

  /**
   * Several waiting transactions in one BEGIN … COMMIT, each in a savepoint of its own: one write of the shared
   * pages (and with synchronous=FULL one fsync) instead of many. Nobody is answered before the commit.
   */
  private async commitTogether(): Promise<void> {
    const first = this.waiting.shift();
    if (!first) return;
    try {
      await this.beginImmediate(first.giveUpAt);
    } catch (error) {
      first.reject(error);
      return;
    }
    const { writer } = this.sqlite as { writer: Connection };
    const answers: (() => void)[] = [];
    const members: Waiting[] = [];
    const until = performance.now() + GROUP_MS;
    try {
      for (let next: Waiting | undefined = first; next; ) {
        members.push(next);
        answers.push(await this.step(writer, next));
        const more = members.length < GROUP_MOST && performance.now() < until;
        next = more ? this.waiting.shift() : undefined;
      }
      await writer.execute('COMMIT', []);
    } catch (error) {
      await this.giveUp(writer).finally(() => {
        for (const { reject } of members) reject(error);
      });
      return;
    }
    for (const answer of answers) answer();
  }

  /** One member of a group. @returns how it is to be answered once the group is committed */
  private async step(writer: Connection, { work, resolve, reject }: Waiting): Promise<() => void> {
    await writer.execute('SAVEPOINT step', []);
    const hold = new Hold(writer);
    try {
      const result = await work(this.txOver(hold));
      hold.end();
      await writer.execute('RELEASE step', []);
      return () => resolve(result);
    } catch (error) {
      hold.end();
      await writer.execute('ROLLBACK TO step', []);
      await writer.execute('RELEASE step', []);
      return () => reject(error);
    }
  }

  private async giveUp(writer: Connection): Promise<void> {
    try {
      await writer.execute('ROLLBACK', []);
    } catch {
      // The connection itself is broken (disk full, lock lost at COMMIT): a fresh one has no open transaction.
      await this.reopenWriter();
    }
  }

  private async beginImmediate(giveUpAt: number): Promise<void> {
    for (let wait = 2; ; wait = Math.min(wait * 2, 50)) {
      try {
        await this.sqlite?.writer.execute('BEGIN IMMEDIATE', []);
        return;
      } catch (error) {
        if (!isBusy(error) || performance.now() + wait > giveUpAt) {
          await this.reopenWriter();
          throw error;
        }
      }
      await pause(wait);
    }
  }

  private async reopenWriter(): Promise<void> {
    // The old one goes only once there is a new one: a disk that is full now must not end us for good.
    const fresh = await writerSource(this.target).initialize();
    await this.writer.destroy();
    this.writer = fresh;
    this.entities.clear();
    if (this.sqlite) this.sqlite.writer = new SqliteConnection(this.writer);
  }

  private async mysqlTransaction<T>(work: (tx: Tx) => Promise<T>, giveUpAt: number): Promise<T> {
    for (let wait = 5; ; wait = Math.min(wait * 2, 100)) {
      const connection = await MysqlConnection.take(mysqlPool(this.writer));
      const hold = new Hold(connection);
      try {
        connection.defer('START TRANSACTION', []);
        const result = await work(this.txOver(hold));
        hold.end();
        await connection.execute('COMMIT', []);
        return result;
      } catch (error) {
        hold.end();
        await connection.rollback();
        if (!isDeadlock(error) || performance.now() + wait > giveUpAt) throw error;
      } finally {
        connection.release();
      }
      await pause(wait);
    }
  }

  /** Applies pending migrations; each is one transaction. */
  async migrate(): Promise<string[]> {
    const done = await this.turn.runExclusive(() => this.writer.runMigrations());
    return done.map((migration) => migration.name);
  }

  async pendingMigrations(): Promise<boolean> {
    return this.writer.showMigrations();
  }

  /** utf8mb4 and a live connection, checked at boot and by `/readyz`. @throws Fault */
  async check(): Promise<void> {
    const [row] = await this.read.query<{ charset: string }>(
      this.dialect === 'sqlite'
        ? "SELECT 'utf8mb4' AS charset"
        : 'SELECT @@character_set_database AS charset',
    );
    if (row?.charset !== 'utf8mb4') throw new Fault('database.charset', { found: row?.charset ?? '未知' });
  }

  async close(): Promise<void> {
    await this.turn.waitForUnlock();
    if (this.reader !== this.writer) await this.reader.destroy();
    await this.writer.destroy();
  }

  /** The TypeORM DataSource, for schema work and tests only. */
  get source(): DataSource {
    return this.writer;
  }

  private async readOnce(sql: string, params: readonly SqlValue[]) {
    try {
      if (this.sqlite) return await this.sqlite.reader.execute(sql, params);
      const connection = await MysqlConnection.take(mysqlPool(this.reader));
      try {
        return await connection.execute(sql, params);
      } finally {
        connection.release();
      }
    } catch (error) {
      throw faultOf(error);
    }
  }

  private sqlOf(entity: EntityClass<object>): EntitySql {
    const known = this.entities.get(entity);
    if (known) return known;
    const made = new EntitySql(this.writer.getMetadata(entity), this.dialect);
    this.entities.set(entity, made);
    return made;
  }

  private readerOver(execute: Connection['execute']): Reader {
    const query: Reader['query'] = async <R>(sql: string, params: readonly SqlValue[] = []) =>
      (await execute(sql, params)).rows as R[];
    const find: Reader['find'] = async (entity, where = {}, options = {}) => {
      const sql = this.sqlOf(entity as EntityClass<object>);
      const { text, values } = sql.select(where, options as { order?: Record<string, 'ASC' | 'DESC'> });
      return (await execute(text, values)).rows.map((raw) => sql.hydrate(raw));
    };
    const findOne: Reader['findOne'] = async (entity, where) =>
      (await find(entity, where, { limit: 1 }))[0] ?? null;
    const hydrate: Reader['hydrate'] = (entity, raw) =>
      this.sqlOf(entity as EntityClass<object>).hydrate(raw as Record<string, unknown>);
    return { query, find, findOne, hydrate };
  }

  private txOver(connection: Connection): Tx {
    const run: Tx['run'] = async (sql, params = []) => connection.execute(sql, params);
    const insert: Tx['insert'] = async (entity, rows, { ignore = false } = {}) => {
      const list = Array.isArray(rows) ? rows : [rows];
      let affected = 0;
      let firstId = 0;
      if (list.length === 0) return { affected, firstId };
      const sql = this.sqlOf(entity as EntityClass<object>);
      const step = sql.rowsPerStatement(list[0]);
      for (let at = 0; at < list.length; at += step) {
        const part = list.slice(at, at + step);
        const { text, values } = sql.insert(part, ignore);
        const done = await connection.execute(text, values);
        affected += done.affected;
        if (ignore && done.warnings > part.length - done.affected) {
          throw new Error(`${entity.name}: a row did not fit and would have been stored changed`);
        }
        // SQLite reports the last id of a multi-row insert, MySQL the first.
        const first = this.dialect === 'sqlite' ? done.insertId - part.length + 1 : done.insertId;
        if (at === 0 && done.affected === part.length) firstId = first;
      }
      return { affected, firstId };
    };
    return {
      ...this.readerOver((sql, params) => connection.execute(sql, params)),
      deferInsert: (entity, rows, { ignore = false } = {}) => {
        const list = Array.isArray(rows) ? rows : [rows];
        if (list.length === 0) return;
        const { text, values } = this.sqlOf(entity as EntityClass<object>).insert(list, ignore, false);
        connection.defer(text, values);
      },
      deferUpdate: (entity, where, set) => {
        const { text, values } = this.sqlOf(entity as EntityClass<object>).update(where, set);
        connection.defer(text, values);
      },
      deferPut: (entity, row) => {
        const { text, values } = this.sqlOf(entity as EntityClass<object>).put(row);
        connection.defer(text, values);
      },
      run,
      insert,
      update: async (entity, where, set) => {
        const { text, values } = this.sqlOf(entity as EntityClass<object>).update(where, set);
        return (await run(text, values)).affected;
      },
      remove: async (entity, where) => {
        const { text, values } = this.sqlOf(entity as EntityClass<object>).remove(where);
        return (await run(text, values)).affected;
      },
    };
  }
}
