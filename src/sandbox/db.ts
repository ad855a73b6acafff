import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import Libsql from 'libsql';
import { SCHEMA } from './schema';

export type Value = string | number | null;

/** How long a statement may wait for another process on the same file, in ms; every write here is tiny. */
const BUSY_TIMEOUT = 5_000;

/**
 * The sandbox's one SQLite file. Synchronous, and the only truth: a second process may have the same file open.
 *
 * Every write runs inside BEGIN IMMEDIATE, because libsql leaves a connection unusable when a plain statement
 * meets SQLITE_BUSY, while a refused BEGIN leaves it clean (measured with libsql 0.5.29).
 */
export class Db {
  private readonly raw: Libsql.Database;
  private readonly statements = new Map<string, Libsql.Statement>();
  private depth = 0;

  constructor(dataDir: string) {
    mkdirSync(dataDir, { recursive: true });
    this.raw = new Libsql(join(dataDir, 'sandbox.db'), { timeout: BUSY_TIMEOUT });
    this.raw.exec('PRAGMA journal_mode = WAL');
    this.raw.exec('PRAGMA synchronous = NORMAL');
    this.write(() => {
      this.raw.exec(SCHEMA);
    });
  }

  /** Rows of a read, in the shape the caller says they have. */
  all<Row>(sql: string, ...values: Value[]): Row[] {
    return this.statement(sql).all(...values) as Row[];
  }

  /** First row or undefined. Not `Statement.get`, which adds a `_metadata` key to the row. */
  one<Row>(sql: string, ...values: Value[]): Row | undefined {
    return this.all<Row>(sql, ...values)[0];
  }

  /** Runs one changing statement and returns how many rows it changed. */
  run(sql: string, ...values: Value[]): number {
    return this.write(() => this.statement(sql).run(...values).changes);
  }

  /** Everything inside commits together or not at all; calls may nest. */
  write<T>(work: () => T): T {
    if (this.depth > 0) return work();
    this.raw.exec('BEGIN IMMEDIATE');
    this.depth = 1;
    try {
      const result = work();
      this.raw.exec('COMMIT');
      return result;
    } catch (error) {
      this.raw.exec('ROLLBACK');
      throw error;
    } finally {
      this.depth = 0;
    }
  }

  get open(): boolean {
    return this.raw.open;
  }

  close(): void {
    this.statements.clear();
    this.raw.close();
  }

  private statement(sql: string): Libsql.Statement {
    const known = this.statements.get(sql);
    if (known) return known;
    const made = this.raw.prepare(sql);
    this.statements.set(sql, made);
    return made;
  }
}
