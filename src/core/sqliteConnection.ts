import type { DataSource } from 'typeorm';
import type { Connection, Executed } from './connection';
import type { SqlValue } from './sql';

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
