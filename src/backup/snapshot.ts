import type { EntityMetadata, QueryRunner } from 'typeorm';
import { type DatabaseTarget, isSqlite, readerSource, writerSource } from '../../ormconfig';
import { type Dialect, instantOf, quote } from '../core/database';

const BATCH = 1_000;

/** A table as it is written down: values by column, instants as ISO text, all else as the database has it. */
export interface SnapshotTable {
  name: string;
  columns: string[];
  instants: string[];
  nextId: number | null;
}

/**
 * All tables as of one instant, read on a connection of its own while the bot goes on: SQLite's WAL and InnoDB's
 * versions both give a reading transaction what was committed when it began.
 */
export class Snapshot {
  private constructor(
    private readonly runner: QueryRunner,
    private readonly dialect: Dialect,
  ) {}

  static async open(target: DatabaseTarget): Promise<Snapshot> {
    const sqlite = isSqlite(target.url);
    const source = await (sqlite ? readerSource(target) : writerSource(target)).initialize();
    const snapshot = new Snapshot(source.createQueryRunner(), sqlite ? 'sqlite' : 'mysql');
    try {
      await snapshot.begin();
    } catch (error) {
      await snapshot.close();
      throw error;
    }
    return snapshot;
  }

  private async begin(): Promise<void> {
    if (this.dialect === 'sqlite') {
      await this.runner.query('BEGIN');
      // SQLite takes its picture at the first read.
      await this.runner.query('SELECT COUNT(*) FROM sqlite_master');
      return;
    }
    await this.runner.query('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ');
    await this.runner.query('START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY');
  }

  /** Names of the migrations that made the tables; none where there are no tables yet. */
  async migrations(): Promise<string[]> {
    if (!(await this.runner.hasTable('migrations'))) return [];
    const rows = (await this.runner.query('SELECT name FROM migrations ORDER BY id')) as { name: string }[];
    return rows.map(({ name }) => name);
  }

  async tables(): Promise<SnapshotTable[]> {
    const metas = [...this.runner.connection.entityMetadatas];
    metas.sort((a, b) => (a.tableName < b.tableName ? -1 : 1));
    const tables: SnapshotTable[] = [];
    for (const meta of metas) {
      tables.push({
        name: meta.tableName,
        columns: meta.columns.map(({ databaseName }) => databaseName),
        instants: meta.columns.filter(({ type }) => type === 'datetime').map((c) => c.databaseName),
        nextId: meta.generatedColumns.length > 0 ? await this.nextId(meta.tableName) : null,
      });
    }
    return tables;
  }

  /** Rows with their values in the order of the table's columns, by primary key. */
  async *rows({ name, columns, instants }: SnapshotTable): AsyncGenerator<unknown[][]> {
    const names = (list: readonly string[]) => list.map((column) => quote(this.dialect, column)).join(', ');
    const key = this.metaOf(name).primaryColumns.map(({ databaseName }) => databaseName);
    const marks = key.map(() => '?').join(', ');
    const select = (where: string) =>
      `SELECT ${names(columns)} FROM ${quote(this.dialect, name)}${where} ORDER BY ${names(key)} LIMIT ${BATCH}`;
    const told = new Set(instants);
    let last: Record<string, unknown> | undefined;
    do {
      const found = (await this.runner.query(
        select(last ? ` WHERE (${names(key)}) > (${marks})` : ''),
        key.flatMap((column) => (last ? [last[column]] : [])),
      )) as Record<string, unknown>[];
      if (found.length > 0) {
        yield found.map((row) =>
          columns.map((column) => {
            const value = row[column] ?? null;
            return value !== null && told.has(column) ? instantOf(value).toISOString() : value;
          }),
        );
      }
      last = found.length < BATCH ? undefined : found.at(-1);
    } while (last);
  }

  /** One remembered value of the program, as of the snapshot. */
  async recall(name: string): Promise<string | null> {
    const [row] = (await this.runner.query('SELECT value FROM app_state WHERE name = ?', [name])) as {
      value: string;
    }[];
    return row?.value ?? null;
  }

  async close(): Promise<void> {
    const { connection } = this.runner;
    await this.runner.release();
    await connection.destroy();
  }

  private metaOf(name: string): EntityMetadata {
    return this.runner.connection.getMetadata(name);
  }

  private async nextId(name: string): Promise<number> {
    if (this.dialect === 'sqlite') {
      const [row] = await this.runner.query('SELECT seq FROM sqlite_sequence WHERE name = ?', [name]);
      return Number(row?.seq ?? 0) + 1;
    }
    // information_schema would tell it from a cache (MySQL 8).
    const [row] = await this.runner.query(`SHOW CREATE TABLE ${quote(this.dialect, name)}`);
    return Number(/ AUTO_INCREMENT=(\d+)/.exec(row['Create Table'])?.[1] ?? 1);
  }
}
