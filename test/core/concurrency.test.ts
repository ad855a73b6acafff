import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { promisify } from 'node:util';
import Libsql from 'libsql';
import { AppState } from '../../entities';
import { Database } from '../../src/core/database';
import { BACKENDS, openTestDatabase, type TestDatabase } from '../factories';

const COUNT = { name: 'count' };
const start = (db: Database) => db.transaction((tx) => tx.insert(AppState, { ...COUNT, value: '0' }));
const counted = async (db: Database) => Number((await db.read.findOne(AppState, COUNT))?.value);

/** Reads, lets others run, writes: whatever is not one at a time loses a count. */
const countOn = (db: Database, options = {}) =>
  db.transaction(async (tx) => {
    const lock = db.dialect === 'mysql' ? ' FOR UPDATE' : '';
    const [row] = await tx.query<{ value: string }>(
      `SELECT value FROM app_state WHERE name = 'count'${lock}`,
    );
    await new Promise(setImmediate);
    await tx.update(AppState, COUNT, { value: String(Number(row?.value) + 1) });
  }, options);

/** Another process's open write transaction. */
function holdWriteLock(db: TestDatabase): { release(): void } {
  const other = new Libsql(db.url.slice('sqlite:'.length));
  other.exec('BEGIN IMMEDIATE');
  const release = () => {
    other.exec('ROLLBACK');
    other.close();
  };
  return { release };
}

describe.each(BACKENDS)('many writers (%s)', (backend) => {
  let db: TestDatabase;
  beforeEach(async () => {
    db = await openTestDatabase(backend);
    await start(db);
  });
  afterEach(() => db.drop());

  it('keeps every one of 50 interleaved read-modify-writes', async () => {
    await Promise.all(Array.from({ length: 50 }, () => countOn(db)));
    expect(await counted(db)).toBe(50);
  });

  it('keeps the others when every third of 50 writers fails half way', async () => {
    const writers = Array.from({ length: 50 }, (_, i) =>
      db.transaction(async (tx) => {
        await tx.insert(AppState, { name: `writer ${i}`, value: '' });
        await new Promise(setImmediate);
        if (i % 3 === 0) throw new Error('changed its mind');
      }),
    );
    const failed = (await Promise.allSettled(writers)).filter(({ status }) => status === 'rejected');
    expect(failed).toHaveLength(17);
    expect(await db.read.find(AppState)).toHaveLength(1 + 33);
  });

  it('reads go on beside an open transaction and see what was committed before it', async () => {
    await db.transaction(async (tx) => {
      await tx.update(AppState, COUNT, { value: '99' });
      expect(await counted(db)).toBe(0);
    });
    expect(await counted(db)).toBe(99);
  });
});

describe('transactions that SQLite commits together', () => {
  let db: TestDatabase;
  beforeEach(async () => {
    db = await openTestDatabase('sqlite');
    await start(db);
  });
  afterEach(() => db.drop());

  it('are each answered once it is kept, and fail together when it cannot be', async () => {
    await db.transaction(async (tx) => {
      await tx.run('CREATE TABLE parent (id INTEGER PRIMARY KEY)');
      await tx.run('CREATE TABLE child (id INTEGER REFERENCES parent (id) DEFERRABLE INITIALLY DEFERRED)');
    });
    const orphan = db.transaction((tx) => tx.run('INSERT INTO child VALUES (7)'));
    const [first, second, third] = await Promise.allSettled([orphan, countOn(db), countOn(db)]);
    expect(first.status).toBe('rejected');
    // A slow machine may have ended the group early: whoever was told that it is kept, is.
    const kept = [second, third].filter(({ status }) => status === 'fulfilled').length;
    expect(await counted(db)).toBe(kept);
    await Promise.all([countOn(db), countOn(db)]);
    expect(await counted(db)).toBe(kept + 2);
  });

  it('show nobody what is not committed yet, not even the next of the group its failed neighbour', async () => {
    const failed = db.transaction(async (tx) => {
      await tx.update(AppState, COUNT, { value: '99' });
      throw new Error('changed its mind');
    });
    const next = db.transaction((tx) => tx.findOne(AppState, COUNT));
    await expect(failed).rejects.toThrow('changed its mind');
    expect((await next)?.value).toBe('0');
  });
});

describe('several processes on one SQLite file', () => {
  let db: TestDatabase;
  beforeEach(async () => {
    db = await openTestDatabase('sqlite');
    await start(db);
  });
  afterEach(() => db.drop());

  it('three processes that count at once lose nothing, and none of them fails or hangs', async () => {
    const script = join(__dirname, 'count.ts');
    const run = () =>
      promisify(execFile)(process.execPath, ['--import', 'tsx', script, db.url, '150'], { timeout: 20_000 });
    const outputs = await Promise.all([run(), run(), run()]);
    expect(await counted(db)).toBe(450);
    const late = outputs.map(({ stdout }) => (JSON.parse(stdout) as { latestMs: number }).latestMs);
    expect(Math.max(...late)).toBeLessThan(2_000);
  });

  it('waits for another process without holding up the event loop, then writes', async () => {
    const held = holdWriteLock(db);
    const waiting = countOn(db, { patienceMs: 5_000 });
    for (let turn = 0; turn < 50; turn += 1) await new Promise(setImmediate);
    expect(await counted(db)).toBe(0);
    held.release();
    await waiting;
    expect(await counted(db)).toBe(1);
  });

  it('says that it is busy when the other holds on longer than its patience, and works again afterwards', async () => {
    const held = holdWriteLock(db);
    const delay = monitorEventLoopDelay({ resolution: 5 });
    delay.enable();
    await expect(countOn(db, { patienceMs: 700 })).rejects.toMatchObject({ code: 'database.busy' });
    delay.disable();
    expect(delay.max / 1e6).toBeLessThan(450);
    held.release();
    const other = await Database.open({ url: db.url });
    await countOn(other);
    await other.close();
    // Whatever the other wrote meanwhile is seen: the connection that lost did not keep its old snapshot.
    await countOn(db);
    await countOn(db);
    expect(await counted(db)).toBe(3);
  });

  it('says that it is busy to everyone in the queue, not for ever', async () => {
    const held = holdWriteLock(db);
    const presses = await Promise.allSettled([1, 2, 3].map(() => countOn(db, { patienceMs: 100 })));
    held.release();
    expect(presses.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
    expect(await counted(db)).toBe(0);
  });
});
