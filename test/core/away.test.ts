import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createConnection } from 'mysql2/promise';
import { AppState } from '../../entities';
import { Database } from '../../src/core/database';
import { MARIADB_URL, openTestDatabase, type TestDatabase } from '../factories';
import { Wire } from '../wire';

const AWAY = { code: 'database.away' };
const mark = (db: Database, name: string) => db.transaction((tx) => tx.insert(AppState, { name, value: '' }));
const marks = async (db: Database) => (await db.read.find(AppState)).map(({ name }) => name).sort();

const whenOffered = MARIADB_URL ? describe : describe.skip;
whenOffered('a database server that goes away (mariadb)', () => {
  let home: TestDatabase;
  let wire: Wire;
  let db: Database;
  beforeAll(async () => {
    home = await openTestDatabase('mariadb');
  });
  afterAll(() => home.drop());
  beforeEach(async () => {
    await home.transaction((tx) => tx.remove(AppState, {}));
    wire = new Wire(new URL(home.url));
    await wire.mend();
    db = await Database.open({ url: wire.url });
  });
  afterEach(async () => {
    await db.close();
    await wire.cut();
  });

  it('is told to whoever writes, reads or looks after it, and works again when it is back', async () => {
    await mark(db, 'before');
    await wire.cut();
    await expect(mark(db, 'lost')).rejects.toMatchObject(AWAY);
    await expect(db.read.find(AppState)).rejects.toMatchObject(AWAY);
    await expect(db.check()).rejects.toMatchObject(AWAY);
    await wire.mend();
    await mark(db, 'after');
    expect(await marks(db)).toEqual(['after', 'before']);
  });

  it('may fall silent without hanging up, which is noticed in time', async () => {
    await mark(db, 'before');
    wire.hush();
    jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask', 'performance', 'Date'] });
    const told = Promise.allSettled([mark(db, 'lost')]);
    await new Promise(setImmediate);
    await jest.advanceTimersByTimeAsync(15_000);
    jest.useRealTimers();
    expect(await told).toMatchObject([{ reason: AWAY }]);
    await wire.cut();
    await wire.mend();
    await mark(db, 'after');
    expect(await marks(db)).toEqual(['after', 'before']);
  });

  it('takes an open transaction with it', async () => {
    const cutOff = db.transaction(async (tx) => {
      await tx.insert(AppState, { name: 'half', value: '' });
      await wire.cut();
      await tx.insert(AppState, { name: 'other half', value: '' });
    });
    await expect(cutOff).rejects.toMatchObject(AWAY);
    expect(await marks(home)).toEqual([]);
    await wire.mend();
    await mark(db, 'after');
    expect(await marks(db)).toEqual(['after']);
  });

  it('may end one connection only; the next transaction gets another', async () => {
    const admin = await createConnection(home.url);
    const killed = db.transaction(async (tx) => {
      await tx.insert(AppState, { name: 'half', value: '' });
      const [me] = await tx.query<{ id: number }>('SELECT CONNECTION_ID() AS id');
      await admin.query(`KILL ${Number(me?.id)}`);
      await tx.insert(AppState, { name: 'other half', value: '' });
    });
    await expect(killed).rejects.toMatchObject(AWAY);
    await admin.end();
    await mark(db, 'after');
    expect(await marks(db)).toEqual(['after']);
  });

  it('that never answered is away from the start', async () => {
    const nobody = new Wire(new URL(home.url));
    await nobody.mend();
    await nobody.cut();
    await expect(Database.open({ url: nobody.url })).rejects.toMatchObject(AWAY);
  });
});

it('a SQLite file that cannot be opened is away', async () => {
  await expect(Database.open({ url: `sqlite:${tmpdir()}` })).rejects.toMatchObject(AWAY);
});

it('a SQLite file in a folder that is not there is away, and the folder is not made', async () => {
  const folder = join(tmpdir(), 'river-chief-nowhere');
  await expect(Database.open({ url: `sqlite:${join(folder, 'x.db')}` })).rejects.toMatchObject(AWAY);
  expect(existsSync(folder)).toBe(false);
});
