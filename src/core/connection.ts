import type { DataSource } from 'typeorm';
import type { Dialect, SqlValue } from './sql';

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

export const OVER = 'the transaction is over';

export type Work<T> = (connection: Connection) => Promise<T>;

/** Where a Database keeps its rows: one SQLite file, or a pool of connections to MySQL or MariaDB. */
export interface Store {
  readonly dialect: Dialect;
  /** TypeORM's view of it, for the schema. */
  readonly source: DataSource;
  /** One statement that sees only what is committed. */
  read: Connection['execute'];
  /**
   * @param giveUpAt when to stop waiting for others, as `performance.now()` counts
   * @param together what the work is about, when it may be done in one transaction with such about something else
   */
  transaction<T>(work: Work<T>, options: { giveUpAt: number; together: string | null }): Promise<T>;
  /** Work on the schema, while nobody else does the same. */
  exclusive<T>(work: (source: DataSource) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}
