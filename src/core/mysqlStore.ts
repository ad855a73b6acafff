import { setTimeout as pause } from 'node:timers/promises';
import { Semaphore } from 'async-mutex';
import type { DataSource } from 'typeorm';
import { type DatabaseTarget, POOL_SIZE, writerSource } from '../../ormconfig';
import { type Connection, type Executed, Hold, type Store, type Work } from './connection';
import { isAway, isDeadlock } from './databaseErrors';
import { Fault } from './errors';
import { MysqlConnection, type MysqlPool, mysqlPool, settleSessions } from './mysqlConnection';
import { MIGRATING_MS } from './patiently';
import type { SqlValue } from './sql';

/** A transaction that may share one. */
interface Waiting {
  about: string;
  work: Work<unknown>;
  giveUpAt: number;
  resolve(result: unknown): void;
  reject(error: unknown): void;
}

/** So many share a transaction at most: more would hold each other's locks for long. */
const GROUP_MOST = 8;
/** Connections that transactions leave to reads, which some of them do beside themselves: else all would wait for all. */
const KEPT_FOR_READS = 2;

/**
 * MySQL and MariaDB: every transaction has a connection of the pool, READ COMMITTED.
 *
 * What is short and comes together (presses, when a thousand chiefs get their tasks at eight) shares one
 * transaction, as on SQLite: statements of several travel in one round trip, and one commit serves them all. That is
 * a fifth less processor time a press on both sides (1.96 for 2.46 ms: `npm run bench -- callback`). When one
 * of them fails, all are undone and each is done again by itself: nobody fails through another.
 */
export class MysqlStore implements Store {
  readonly dialect = 'mysql';
  private readonly pool: MysqlPool;
  private readonly turns = new Semaphore(POOL_SIZE - KEPT_FOR_READS);
  private waiting: Waiting[] = [];

  private constructor(readonly source: DataSource) {
    this.pool = mysqlPool(source);
  }

  static async open(target: DatabaseTarget): Promise<MysqlStore> {
    const source = await writerSource(target).initialize();
    await settleSessions(mysqlPool(source));
    return new MysqlStore(source);
  }

  async read(sql: string, params: readonly SqlValue[]): Promise<Executed> {
    const connection = await MysqlConnection.take(this.pool);
    return connection.execute(sql, params).finally(() => connection.release());
  }

  transaction<T>(
    work: Work<T>,
    { giveUpAt, together: about }: { giveUpAt: number; together: string | null },
  ): Promise<T> {
    if (about === null) return this.alone(work, giveUpAt);
    return new Promise<T>((resolve, reject) => {
      this.waiting.push({ about, work, giveUpAt, resolve: resolve as (result: unknown) => void, reject });
      // Not at once: what the event loop reads in one round goes together.
      setImmediate(() => this.leaveTogether());
    });
  }

  /** Of processes that start together one does it: changes of tables know no transaction here. */
  async exclusive<T>(work: (source: DataSource) => Promise<T>): Promise<T> {
    const runner = this.source.createQueryRunner();
    const name = `CONCAT('migrate ', MD5(DATABASE()))`;
    try {
      const [row] = await runner.query(`SELECT GET_LOCK(${name}, ${MIGRATING_MS / 1_000}) AS got`);
      if (Number(row?.got) !== 1) throw new Fault('database.busy');
      return await work(this.source).finally(() => runner.query(`DO RELEASE_LOCK(${name})`));
    } finally {
      await runner.release();
    }
  }

  close(): Promise<void> {
    return this.source.destroy();
  }

  /** Again after a deadlock, until patience ends. */
  private async alone<T>(work: Work<T>, giveUpAt: number): Promise<T> {
    for (let wait = 5; ; wait = Math.min(wait * 2, 100)) {
      try {
        return await this.once(work, giveUpAt);
      } catch (error) {
        if (!isDeadlock(error) || performance.now() + wait > giveUpAt) throw error;
      }
      await pause(wait);
    }
  }

  private once<T>(work: Work<T>, giveUpAt: number): Promise<T> {
    return this.turns.runExclusive(() => {
      // Whoever pressed was told so by now, and presses again.
      if (performance.now() > giveUpAt) throw new Fault('database.busy');
      return this.carriedOut(work);
    });
  }

  private async carriedOut<T>(work: Work<T>): Promise<T> {
    const connection = await MysqlConnection.take(this.pool);
    const hold = new Hold(connection);
    try {
      connection.defer('START TRANSACTION', []);
      const result = await work(hold);
      hold.end();
      await connection.execute('COMMIT', []);
      return result;
    } catch (error) {
      hold.end();
      await connection.rollback();
      throw error;
    } finally {
      connection.release();
    }
  }

  private async leaveTogether(): Promise<void> {
    const members = this.nextGroup();
    if (members.length < 2) return this.eachAlone(members);
    try {
      const giveUpAt = Math.min(...members.map((each) => each.giveUpAt));
      const results = await this.once((connection) => allOf(members, connection), giveUpAt);
      for (const [n, { resolve }] of members.entries()) resolve(results[n]);
    } catch (error) {
      if (!isAway(error)) return this.eachAlone(members);
      // Whether it was committed is not known, and the caller is told so.
      for (const { reject } of members) reject(error);
    }
  }

  /** The first that wait, each about something else. What is left behind is taken by its own call. */
  private nextGroup(): Waiting[] {
    const members = new Map<string, Waiting>();
    for (const each of this.waiting) {
      if (members.size === GROUP_MOST) break;
      if (!members.has(each.about)) members.set(each.about, each);
    }
    const taken = new Set(members.values());
    this.waiting = this.waiting.filter((each) => !taken.has(each));
    return [...taken];
  }

  private eachAlone(members: readonly Waiting[]): void {
    for (const { work, giveUpAt, resolve, reject } of members) {
      this.alone(work, giveUpAt).then(resolve, reject);
    }
  }
}

/** The work of all, side by side. @throws what the first to fail threw, once none of them runs any more */
async function allOf(members: readonly Waiting[], connection: Connection): Promise<unknown[]> {
  const running = members.map(({ work }) => work(connection));
  await Promise.allSettled(running);
  return Promise.all(running);
}
