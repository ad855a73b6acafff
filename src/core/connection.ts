import type { DataSource, QueryRunner } from 'typeorm';
import type { SqlValue } from './sql';

export interface Executed {
  rows: Record<string, unknown>[];
  affected: number;
  insertId: number;
  /** MySQL's count of what it bent to make a statement fit; 0 on SQLite, which fails instead. */
  warnings: number;
}

/** One statement at a time on one connection. */
export interface Connection {
  execute(sql: string, params: readonly SqlValue[]): Promise<Executed>;
}

/** The part of a libsql (better-sqlite3) statement that is used here. */
interface Statement {
  reader: boolean;
  all(...params: unknown[]): Record<string, unknown>[];
  run(...params: unknown[]): { changes: number; lastInsertRowid: number | bigint };
}
interface SqliteHandle {
  prepare(sql: string): Statement;
}

const KEPT_STATEMENTS = 400;

/**
 * SQLite straight through its prepared statements. TypeORM's query runner adds a logger, two broadcasts and five
 * promises to each statement: about 15 µs around one that takes 5 (`npm run bench -- callback` shows the whole).
 */
export class SqliteConnection implements Connection {
  private readonly statements = new Map<string, Statement>();
  private readonly handle: SqliteHandle;

  constructor(source: DataSource) {
    this.handle = (source.driver as unknown as { databaseConnection: SqliteHandle }).databaseConnection;
  }

  async execute(sql: string, params: readonly SqlValue[]): Promise<Executed> {
    const statement = this.prepared(sql);
    if (statement.reader) return { rows: statement.all(...params), affected: 0, insertId: 0, warnings: 0 };
    const { changes, lastInsertRowid } = statement.run(...params);
    return { rows: [], affected: changes, insertId: Number(lastInsertRowid), warnings: 0 };
  }

  private prepared(sql: string): Statement {
    const known = this.statements.get(sql);
    if (known) return known;
    const made = this.handle.prepare(sql);
    this.statements.set(sql, made);
    if (this.statements.size > KEPT_STATEMENTS) {
      // Insertion order: the oldest goes. Multi-row inserts of odd sizes would otherwise pile up.
      const [oldest] = this.statements.keys();
      if (oldest !== undefined) this.statements.delete(oldest);
    }
    return made;
  }
}

/** MySQL or MariaDB through a query runner of TypeORM's pool. */
export class MysqlConnection implements Connection {
  constructor(private readonly runner: QueryRunner) {}

  async execute(sql: string, params: readonly SqlValue[]): Promise<Executed> {
    const { raw, affected } = await this.runner.query(sql, params as SqlValue[], true);
    if (Array.isArray(raw)) return { rows: raw, affected: 0, insertId: 0, warnings: 0 };
    const { insertId = 0, warningStatus = 0 } = raw ?? {};
    return { rows: [], affected: affected ?? 0, insertId: Number(insertId), warnings: warningStatus };
  }
}
