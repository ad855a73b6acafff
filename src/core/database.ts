import { dirname } from 'node:path';
import type { DataSource } from 'typeorm';
import { type DatabaseTarget, isSqlite } from '../../ormconfig';
import type { Connection, Store } from './connection';
import { faultOf, isBusy } from './databaseErrors';
import { Fault } from './errors';
import { isFolder } from './folders';
import { MysqlStore } from './mysqlStore';
import { MIGRATING_MS, patiently } from './patiently';
import { type Dialect, EntitySql, type SqlValue, type Where } from './sql';
import { SqliteStore } from './sqliteStore';

export type { Dialect, SqlValue, Where } from './sql';
export { instantOf, marks, quote, sqlInstant } from './sql';

export type EntityClass<E> = new () => E;

/** Reads; outside a transaction they see only what is committed. */
export interface Reader {
  /** @param options `columns` reads only those: of a wide table most of the time goes into cells nobody looks at */
  find<E extends object, K extends keyof E = keyof E>(
    entity: EntityClass<E>,
    where?: Where<E>,
    options?: { columns?: readonly K[]; order?: { [P in keyof E]?: 'ASC' | 'DESC' }; limit?: number },
  ): Promise<Pick<E, K>[]>;
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
   * Rows whose ids nobody needs, and a change whose count nobody needs: carried out with the next statement
   * or the commit, whichever comes first. On MySQL that saves a round trip each; on SQLite it is done at once.
   */
  deferInsert<E extends object>(
    entity: EntityClass<E>,
    rows: Partial<E> | readonly Partial<E>[],
    options?: { ignore?: boolean },
  ): void;
  deferUpdate<E extends object>(entity: EntityClass<E>, where: Where<E>, set: Partial<E>): void;
  defer(sql: string, params: readonly SqlValue[]): void;
  /** One row, written over the one with the same primary key. */
  deferPut<E extends object>(entity: EntityClass<E>, row: Partial<E>): void;
  /**
   * Work whose result nobody waits for, done beside whatever comes next: its statements travel with the next ones.
   * The transaction commits only when it is done, and fails with it.
   */
  alongside(work: Promise<unknown>): void;
}

export interface TransactionOptions {
  /** How long to wait for another process's turn to end: 2.5 s for a press, 30 s for the CLI. */
  patienceMs?: number;
  /**
   * Short work, done again without harm, that may be carried out in one transaction with others of its kind: they
   * then see each other's rows before the commit, so decisions go by compare-and-set or a unique index, not by locks.
   * The text says what it is about (whose press it is): two about the same never share one, since the second must
   * see what the first did, or waits for its lock.
   */
  together?: string;
}

/** A job or a long computation may wait this long for another process's turn to write. */
export const JOB_PATIENCE: TransactionOptions = { patienceMs: 30_000 };

/**
 * The database, opened once by compose. Reads see only what is committed; every write, single statements included,
 * goes through `transaction()`. How that is kept on SQLite and on MySQL or MariaDB: SqliteStore, MysqlStore.
 */
export class Database {
  readonly dialect: Dialect;
  readonly read: Reader;
  private readonly entities = new Map<EntityClass<object>, EntitySql>();

  private constructor(
    private readonly store: Store,
    private readonly patienceMs: number,
  ) {
    this.dialect = store.dialect;
    this.read = this.readerOver((sql, params) => this.readOnce(sql, params));
  }

  /** Opens the connections; does not touch the schema. @throws Fault `database.away` */
  static async open(
    target: DatabaseTarget,
    { patienceMs = 2_500 }: TransactionOptions = {},
  ): Promise<Database> {
    try {
      if (isSqlite(target.url)) {
        // The driver would make the folder, and a mistyped path would be a county without anybody in it.
        if (!isFolder(dirname(target.url.slice('sqlite:'.length)))) {
          throw new Fault('database.away', { cause: 'SQLITE_CANTOPEN' });
        }
        return new Database(await SqliteStore.open(target, performance.now() + patienceMs), patienceMs);
      }
      return new Database(await MysqlStore.open(target), patienceMs);
    } catch (error) {
      throw faultOf(error);
    }
  }

  /** @throws Fault `database.busy`, `database.away`; whatever `work` throws, after rolling back */
  async transaction<T>(
    work: (tx: Tx) => Promise<T>,
    { patienceMs = this.patienceMs, together }: TransactionOptions = {},
  ): Promise<T> {
    // Counted from here: who stood in this process's own queue has used up patience already.
    const giveUpAt = performance.now() + patienceMs;
    try {
      return await this.store.transaction((connection) => this.carryOut(work, connection), {
        giveUpAt,
        together: together ?? null,
      });
    } catch (error) {
      throw faultOf(error);
    }
  }

  /** Applies pending migrations; each is one transaction. Of processes that start together one does it. */
  async migrate(): Promise<string[]> {
    const run = (source: DataSource) => source.runMigrations();
    const once = async () => {
      try {
        return await this.store.exclusive(run);
      } catch (error) {
        if (isBusy(error) || (await this.pendingMigrations())) throw error;
        return [];
      }
    };
    const done = await patiently(once, performance.now() + MIGRATING_MS);
    return done.map((migration) => migration.name);
  }

  async pendingMigrations(): Promise<boolean> {
    return this.source.showMigrations();
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
    await this.store.close();
  }

  /** The TypeORM DataSource, for schema work and tests only. */
  get source(): DataSource {
    return this.store.source;
  }

  private async readOnce(sql: string, params: readonly SqlValue[]) {
    try {
      return await this.store.read(sql, params);
    } catch (error) {
      throw faultOf(error);
    }
  }

  private sqlOf(entity: EntityClass<object>): EntitySql {
    const known = this.entities.get(entity);
    if (known) return known;
    const made = new EntitySql(this.store.source.getMetadata(entity), this.dialect);
    this.entities.set(entity, made);
    return made;
  }

  private readerOver(execute: Connection['execute']): Reader {
    const query: Reader['query'] = async <R>(sql: string, params: readonly SqlValue[] = []) =>
      (await execute(sql, params)).rows as R[];
    const find: Reader['find'] = async <E extends object, K extends keyof E>(
      entity: EntityClass<E>,
      where: Where<E> = {},
      options: object = {},
    ) => {
      const { text, values, entityOf } = this.sqlOf(entity as EntityClass<object>).select(where, options);
      return (await execute(text, values)).rows.map((row) => entityOf(row) as Pick<E, K>);
    };
    const findOne: Reader['findOne'] = async (entity, where) =>
      (await find(entity, where, { limit: 1 }))[0] ?? null;
    const hydrate: Reader['hydrate'] = (entity, raw) =>
      this.sqlOf(entity as EntityClass<object>).hydrate(raw as Record<string, unknown>);
    return { query, find, findOne, hydrate };
  }

  private async carryOut<T>(work: (tx: Tx) => Promise<T>, connection: Connection): Promise<T> {
    const beside: Promise<unknown>[] = [];
    const result = await work(this.txOver(connection, beside));
    // Work alongside may ask for more of the kind.
    for (const each of beside) await each;
    return result;
  }

  private txOver(connection: Connection, beside: Promise<unknown>[]): Tx {
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
        const sql = this.sqlOf(entity as EntityClass<object>);
        const step = sql.rowsPerStatement(list[0]);
        for (let at = 0; at < list.length; at += step) {
          const { text, values } = sql.insert(list.slice(at, at + step), ignore, false);
          connection.defer(text, values);
        }
      },
      deferUpdate: (entity, where, set) => {
        const { text, values } = this.sqlOf(entity as EntityClass<object>).update(where, set);
        connection.defer(text, values);
      },
      defer: (sql, params) => connection.defer(sql, params),
      deferPut: (entity, row) => {
        const { text, values } = this.sqlOf(entity as EntityClass<object>).put(row);
        connection.defer(text, values);
      },
      alongside: (work) => {
        // It is awaited before the commit; until then a failure must not end the process.
        work.catch(() => undefined);
        beside.push(work);
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
