import { setTimeout as pause } from 'node:timers/promises';
import { Mutex } from 'async-mutex';
import type { DataSource, QueryRunner } from 'typeorm';
import { type DatabaseTarget, isSqlite, readerSource, writerSource } from '../../ormconfig';
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
}

/** One transaction: everything done through it commits together or not at all. */
export interface Tx extends Reader {
  insert<E extends object>(
    entity: EntityClass<E>,
    rows: Partial<E> | readonly Partial<E>[],
    options?: { ignore?: boolean },
  ): Promise<{ affected: number; firstId: number }>;
  /** @returns how many rows the condition found (SQLite, MySQL alike) */
  update<E extends object>(entity: EntityClass<E>, where: Where<E>, set: Partial<E>): Promise<number>;
  remove<E extends object>(entity: EntityClass<E>, where: Where<E>): Promise<number>;
  run(sql: string, params?: readonly SqlValue[]): Promise<{ affected: number; insertId: number }>;
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
  /ECONNREFUSED|ECONNRESET|PROTOCOL_CONNECTION_LOST|ETIMEDOUT|EPIPE|ENOTFOUND|ER_SERVER_SHUTDOWN|ER_CON_COUNT|SQLITE_IOERR|SQLITE_CANTOPEN/.test(
    `${(error as { code?: string })?.code} ${String(error)}`,
  );

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

  private constructor(
    private readonly target: DatabaseTarget,
    private writer: DataSource,
    private readonly reader: DataSource,
  ) {
    this.dialect = isSqlite(target.url) ? 'sqlite' : 'mysql';
    this.read = this.readerOver((sql, params) =>
      this.rows(this.reader.createQueryRunner(), sql, params, true),
    );
  }

  /** Opens the connections; does not touch the schema. */
  static async open(target: DatabaseTarget): Promise<Database> {
    const writer = await writerSource(target).initialize();
    const reader = isSqlite(target.url) ? await readerSource(target).initialize() : writer;
    return new Database(target, writer, reader);
  }

  async transaction<T>(work: (tx: Tx) => Promise<T>, options: TransactionOptions = {}): Promise<T> {
    const patienceMs = options.patienceMs ?? 2_500;
    try {
      return this.dialect === 'sqlite'
        ? await this.turn.runExclusive(() => this.sqliteTransaction(work, patienceMs))
        : await this.mysqlTransaction(work, patienceMs);
    } catch (error) {
      if (error instanceof Fault) throw error;
      if (isBusy(error) || isDeadlock(error)) throw new Fault('database.busy');
      if (isAway(error)) throw new Fault('database.away');
      throw error;
    }
  }

  private async sqliteTransaction<T>(work: (tx: Tx) => Promise<T>, patienceMs: number): Promise<T> {
    const giveUpAt = performance.now() + patienceMs;
    for (let wait = 2; ; wait = Math.min(wait * 2, 50)) {
      const runner = this.writer.createQueryRunner();
      try {
        await runner.query('BEGIN IMMEDIATE');
      } catch (error) {
        if (!isBusy(error)) throw error;
        if (performance.now() + wait > giveUpAt) {
          await this.reopenWriter();
          throw error;
        }
        await pause(wait);
        continue;
      }
      try {
        const result = await work(this.txOver(runner));
        await runner.query('COMMIT');
        return result;
      } catch (error) {
        await this.rollback(runner);
        throw error;
      }
    }
  }

  private async rollback(runner: QueryRunner): Promise<void> {
    try {
      await runner.query('ROLLBACK');
    } catch {
      // The connection itself is broken (disk full, lock lost at COMMIT): a fresh one has no open transaction.
      await this.reopenWriter();
    }
  }

  private async reopenWriter(): Promise<void> {
    await this.writer.destroy();
    this.writer = await writerSource(this.target).initialize();
    this.entities.clear();
  }

  private async mysqlTransaction<T>(work: (tx: Tx) => Promise<T>, patienceMs: number): Promise<T> {
    const giveUpAt = performance.now() + patienceMs;
    for (let wait = 5; ; wait = Math.min(wait * 2, 100)) {
      const runner = this.writer.createQueryRunner();
      try {
        await runner.startTransaction('READ COMMITTED');
        const result = await work(this.txOver(runner));
        await runner.commitTransaction();
        return result;
      } catch (error) {
        if (runner.isTransactionActive) await runner.rollbackTransaction().catch(() => undefined);
        if (!isDeadlock(error) || performance.now() + wait > giveUpAt) throw error;
      } finally {
        await runner.release();
      }
      await pause(wait);
    }
  }

  /** Applies pending migrations; each is one transaction. */
  async migrate(): Promise<string[]> {
    const done = await this.writer.runMigrations();
    return done.map((migration) => migration.name);
  }

  async pendingMigrations(): Promise<boolean> {
    return this.writer.showMigrations();
  }

  /** utf8mb4 and a live connection, checked at boot and by `/readyz`. @throws Fault */
  async check(): Promise<void> {
    try {
      const [row] = await this.read.query<{ charset: string }>(
        this.dialect === 'sqlite'
          ? "SELECT 'utf8mb4' AS charset"
          : 'SELECT @@character_set_database AS charset',
      );
      if (row?.charset !== 'utf8mb4') throw new Fault('database.charset', { found: row?.charset ?? '未知' });
    } catch (error) {
      if (error instanceof Fault) throw error;
      throw new Fault('database.away');
    }
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

  private sqlOf(entity: EntityClass<object>): EntitySql {
    const known = this.entities.get(entity);
    if (known) return known;
    const made = new EntitySql(this.writer.getMetadata(entity), this.dialect);
    this.entities.set(entity, made);
    return made;
  }

  private async rows<R>(
    runner: QueryRunner,
    sql: string,
    params: readonly SqlValue[] = [],
    release = false,
  ): Promise<R[]> {
    try {
      return (await runner.query(sql, params as SqlValue[])) as R[];
    } finally {
      if (release && this.dialect === 'mysql') await runner.release();
    }
  }

  private readerOver(query: <R>(sql: string, params?: readonly SqlValue[]) => Promise<R[]>): Reader {
    const find: Reader['find'] = async (entity, where = {}, options = {}) => {
      const sql = this.sqlOf(entity as EntityClass<object>);
      const { text, values } = sql.select(where, options as { order?: Record<string, 'ASC' | 'DESC'> });
      return (await query<Record<string, unknown>>(text, values)).map((raw) => sql.hydrate(raw));
    };
    const findOne: Reader['findOne'] = async (entity, where) =>
      (await find(entity, where, { limit: 1 }))[0] ?? null;
    return { query, find, findOne };
  }

  private txOver(runner: QueryRunner): Tx {
    const run: Tx['run'] = async (sql, params = []) => {
      const { affected, raw } = await runner.query(sql, params as SqlValue[], true);
      const insertId =
        typeof raw === 'number' || typeof raw === 'bigint' ? Number(raw) : Number(raw?.insertId ?? 0);
      return { affected: affected ?? 0, insertId };
    };
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
        const done = await run(text, values);
        affected += done.affected;
        // SQLite reports the last id of a multi-row insert, MySQL the first.
        if (at === 0) firstId = this.dialect === 'sqlite' ? done.insertId - done.affected + 1 : done.insertId;
      }
      return { affected, firstId };
    };
    return {
      ...this.readerOver((sql, params) => this.rows(runner, sql, params)),
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
