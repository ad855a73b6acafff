import { setTimeout as pause } from 'node:timers/promises';
import { Mutex } from 'async-mutex';
import type { DataSource } from 'typeorm';
import { type DatabaseTarget, readerSource, writerSource } from '../../ormconfig';
import { type Connection, type Executed, Hold, type Store, type Work } from './connection';
import { isBusy } from './databaseErrors';
import { patiently } from './patiently';
import type { SqlValue } from './sql';
import { SqliteConnection } from './sqliteConnection';

/** A transaction that waits for its turn. */
interface Waiting {
  work: Work<unknown>;
  giveUpAt: number;
  resolve(result: unknown): void;
  reject(error: unknown): void;
}

/** A group ends after so many members or so long, so that another process gets its turn. */
const GROUP_MOST = 32;
const GROUP_MS = 15;

/**
 * SQLite: one connection that writes and one that only reads, so that reads never see an open transaction's rows.
 *
 * The one writer was measured (docs/architecture.md, "Storage"): TypeORM has one connection there, overlapping transactions would corrupt each other, a plain BEGIN fails at once beside another process, and after
 * a lost race libsql keeps its old snapshot. Hence one turn at a time, BEGIN IMMEDIATE, an asynchronous wait for
 * the lock, and a fresh connection after giving up.
 *
 * Transactions that wait together are committed together: several in one BEGIN … COMMIT, each in a savepoint of
 * its own. That is one write of the shared pages (and with synchronous=FULL one fsync) instead of many. Nobody is
 * answered before the commit.
 */
export class SqliteStore implements Store {
  readonly dialect = 'sqlite';
  private readonly turn = new Mutex();
  private readonly waiting: Waiting[] = [];
  private connection: Connection;
  private readonly readConnection: Connection;

  private constructor(
    private readonly target: DatabaseTarget,
    private opened: DataSource,
    private readonly reader: DataSource,
  ) {
    this.connection = new SqliteConnection(opened);
    this.readConnection = new SqliteConnection(reader);
  }

  /** @param giveUpAt a file that another process is just making or mending is waited for until then */
  static async open(target: DatabaseTarget, giveUpAt: number): Promise<SqliteStore> {
    const writer = await patiently(() => writerSource(target).initialize(), giveUpAt);
    const reader = await patiently(() => readerSource(target).initialize(), giveUpAt);
    return new SqliteStore(target, writer, reader);
  }

  get source(): DataSource {
    return this.opened;
  }

  read(sql: string, params: readonly SqlValue[]): Promise<Executed> {
    return this.readConnection.execute(sql, params);
  }

  /** Whoever waits goes together here, one after the other. */
  transaction<T>(work: Work<T>, { giveUpAt }: { giveUpAt: number }): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.waiting.push({ work, giveUpAt, resolve: resolve as (result: unknown) => void, reject });
      // Not at once: what the event loop reads in one round then shares one commit. Whoever has the turn takes
      // along what came meanwhile; the rest finds nothing left to do.
      setImmediate(() => this.turn.runExclusive(() => this.commitTogether()).catch(reject));
    });
  }

  exclusive<T>(work: (source: DataSource) => Promise<T>): Promise<T> {
    return this.turn.runExclusive(async () => {
      try {
        return await work(this.opened);
      } catch (error) {
        await this.reopen();
        throw error;
      }
    });
  }

  async close(): Promise<void> {
    await this.turn.waitForUnlock();
    await this.opened.destroy();
    await this.reader.destroy();
  }

  private async commitTogether(): Promise<void> {
    const first = this.waiting.shift();
    if (!first) return;
    try {
      await this.beginImmediate(first.giveUpAt);
    } catch (error) {
      first.reject(error);
      return;
    }
    const answers: (() => void)[] = [];
    const members: Waiting[] = [];
    const until = performance.now() + GROUP_MS;
    try {
      for (let next: Waiting | undefined = first; next; ) {
        members.push(next);
        answers.push(await this.step(next));
        const more = members.length < GROUP_MOST && performance.now() < until;
        next = more ? this.waiting.shift() : undefined;
      }
      await this.connection.execute('COMMIT', []);
    } catch (error) {
      await this.giveUp().finally(() => {
        for (const { reject } of members) reject(error);
      });
      return;
    }
    for (const answer of answers) answer();
  }

  /** One member of a group. @returns how it is to be answered once the group is committed */
  private async step({ work, resolve, reject }: Waiting): Promise<() => void> {
    const { connection } = this;
    await connection.execute('SAVEPOINT step', []);
    const hold = new Hold(connection);
    try {
      const result = await work(hold);
      hold.end();
      await connection.execute('RELEASE step', []);
      return () => resolve(result);
    } catch (error) {
      hold.end();
      await connection.execute('ROLLBACK TO step', []);
      await connection.execute('RELEASE step', []);
      return () => reject(error);
    }
  }

  private async giveUp(): Promise<void> {
    try {
      await this.connection.execute('ROLLBACK', []);
    } catch {
      // The connection itself is broken (disk full, lock lost at COMMIT): a fresh one has no open transaction.
      await this.reopen();
    }
  }

  private async beginImmediate(giveUpAt: number): Promise<void> {
    for (let wait = 2; ; wait = Math.min(wait * 2, 50)) {
      try {
        await this.connection.execute('BEGIN IMMEDIATE', []);
        return;
      } catch (error) {
        if (!isBusy(error) || performance.now() + wait > giveUpAt) {
          await this.reopen();
          throw error;
        }
      }
      await pause(wait);
    }
  }

  private async reopen(): Promise<void> {
    // The old one goes only once there is a new one: a disk that is full now must not end us for good.
    const fresh = await writerSource(this.target).initialize();
    await this.opened.destroy();
    this.opened = fresh;
    this.connection = new SqliteConnection(fresh);
  }
}
