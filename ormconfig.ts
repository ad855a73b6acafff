import 'reflect-metadata';
import Libsql from 'libsql';
import { DataSource, type DataSourceOptions } from 'typeorm';
import { ALL } from './entities';
import { MIGRATIONS } from './migrations';

/**
 * The one place that knows how a DATABASE_URL becomes a connection: the app, the CLI and the migrations share it.
 *
 * `sqlite:PATH` opens with libsql (its binaries ship inside the registry package, so an install needs no
 * compiler) behind TypeORM's better-sqlite3 driver. `mysql://` and `mariadb://` open a pool; DataSource type
 * `mariadb` serves both servers (`mysql` shows false schema drift on MariaDB).
 */
export interface DatabaseTarget {
  url: string;
  /** `FULL` once a real tenant is configured: a power cut must not lose a reported problem. */
  synchronous?: 'NORMAL' | 'FULL';
}

export const isSqlite = (url: string): boolean => url.startsWith('sqlite:');

const nothing = () => undefined;
/** TypeORM would print failed migrations on standard output, where the CLI's answer goes; they are thrown anyway. */
const SILENT = {
  log: nothing,
  logQuery: nothing,
  logQueryError: nothing,
  logQuerySlow: nothing,
  logSchemaBuild: nothing,
  logMigration: nothing,
};

const shared = {
  entities: ALL,
  migrations: MIGRATIONS,
  migrationsTransactionMode: 'each',
  logger: SILENT,
} as const;

interface Pragmas {
  pragma(text: string): unknown;
}

function sqliteOptions(
  { url, synchronous = 'NORMAL' }: DatabaseTarget,
  queryOnly: boolean,
): DataSourceOptions {
  return {
    ...shared,
    type: 'better-sqlite3',
    driver: Libsql,
    database: url.slice('sqlite:'.length),
    // A busy wait inside the driver would block the event loop: transaction() waits for its turn instead.
    timeout: 0,
    statementCacheSize: 300,
    prepareDatabase: (connection: Pragmas) => {
      // Of a new file. A press changes a row here and there in a dozen trees, and each changed page is written whole:
      // 37 KB a press instead of 61, counted in /proc/PID/io under `npm run bench -- callback`.
      connection.pragma('page_size = 2048');
      connection.pragma('journal_mode = WAL');
      // Pages (8 MB): a page changed many times in between goes back into the file once.
      connection.pragma('wal_autocheckpoint = 4000');
      connection.pragma(`synchronous = ${synchronous}`);
      // 32 MiB instead of 2: a county's year of tasks does not fit there, and a page read again costs a system call.
      connection.pragma('cache_size = -32768');
      if (queryOnly) connection.pragma('query_only = ON');
    },
  };
}

/** Connections to MySQL or MariaDB at most. */
export const POOL_SIZE = 10;

function mysqlOptions({ url }: DatabaseTarget): DataSourceOptions {
  return {
    ...shared,
    type: 'mariadb',
    url: url.replace(/^mariadb:/, 'mysql:'),
    charset: 'utf8mb4_unicode_ci',
    timezone: 'Z',
    supportBigNumbers: true,
    // Statements given together travel together (src/core/connection.ts).
    multipleStatements: true,
    poolSize: POOL_SIZE,
    extra: { connectTimeout: 5_000 },
  };
}

/** The connection that writes (SQLite) or the pool for everything (MySQL, MariaDB). */
export const writerSource = (target: DatabaseTarget): DataSource =>
  new DataSource(isSqlite(target.url) ? sqliteOptions(target, false) : mysqlOptions(target));

/** SQLite only: a second, read-only connection, so that reads never see an open transaction's rows. */
export const readerSource = (target: DatabaseTarget): DataSource =>
  new DataSource(sqliteOptions(target, true));

export default writerSource({ url: process.env.DATABASE_URL ?? 'sqlite:data/river-chief.db' });
