import { ALL } from '../entities';
import { MIGRATIONS } from '../migrations';
import { Database } from '../src/core/database';
import { BACKENDS, openTestDatabase, type TestDatabase } from './factories';

/** What TypeORM would still change to make the tables fit the entities. */
const drift = async (db: TestDatabase) =>
  (await db.source.driver.createSchemaBuilder().log()).upQueries.map(({ query }) => query);

/** Every table that is not the database's own or TypeORM's list of migrations. */
const tables = async (db: TestDatabase) => {
  const rows = await db.read.query<{ name: string }>(
    db.dialect === 'sqlite'
      ? "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
      : 'SELECT table_name AS name FROM information_schema.tables WHERE table_schema = DATABASE()',
  );
  return rows.map(({ name }) => name).filter((name) => name !== 'migrations');
};

describe.each(BACKENDS)('migrations (%s)', (backend) => {
  let db: TestDatabase;
  beforeAll(async () => {
    db = await openTestDatabase(backend);
  });
  afterAll(() => db.drop());

  it('make exactly the tables that the entities describe', async () => {
    expect(await drift(db)).toEqual([]);
    expect((await tables(db)).sort()).toEqual(ALL.map((e) => db.source.getMetadata(e).tableName).sort());
  });

  it('change nothing the second time', async () => {
    expect(await db.migrate()).toEqual([]);
    expect(await db.pendingMigrations()).toBe(false);
    expect(await drift(db)).toEqual([]);
  });

  it('leave nothing when they are taken back, and make the same again', async () => {
    for (const _ of MIGRATIONS) await db.source.undoLastMigration();
    expect(await tables(db)).toEqual([]);
    expect(await db.pendingMigrations()).toBe(true);
    expect(await db.migrate()).toEqual(MIGRATIONS.map(({ name }) => name));
    expect(await drift(db)).toEqual([]);
  });

  it('keep what stands in a column that becomes longer', async () => {
    const since = MIGRATIONS.findIndex(({ name }) => name.startsWith('Monitoring'));
    for (const _ of MIGRATIONS.slice(since)) await db.source.undoLastMigration();
    await db.source.query(
      `INSERT INTO upload (messageId, fileKey, name, personId, receivedAt, kind, state, again, version)
       VALUES ('om_1', 'file_1', '花名册.xlsx', 1, '2026-10-01 00:00:00.000', 'roster', 'preview', 0, 1)`,
    );
    await db.migrate();
    expect(await db.read.query('SELECT kind FROM upload')).toEqual([{ kind: 'roster' }]);
    await db.source.undoLastMigration();
    await db.source.query(
      `INSERT INTO assessment_score (runId, subject, unitId, score, grade) VALUES (1, 'town', 2, 9778, '优秀')`,
    );
    await db.migrate();
    expect(await db.read.query('SELECT subject FROM assessment_score')).toEqual([{ subject: 'town' }]);
    expect(await drift(db)).toEqual([]);
  });

  it('are made once by processes that start together', async () => {
    for (const _ of MIGRATIONS) await db.source.undoLastMigration();
    const starting = await Promise.all([1, 2, 3].map(() => Database.open({ url: db.url })));
    const made = await Promise.all(starting.map((one) => one.migrate()));
    await Promise.all(starting.map((one) => one.close()));
    expect(made.flat()).toEqual(MIGRATIONS.map(({ name }) => name));
    expect(await drift(db)).toEqual([]);
  });

  it('keep instants without a default of the database, and text as utf8mb4', async () => {
    const columns = ALL.flatMap((entity) => db.source.getMetadata(entity).columns);
    const instants = columns.filter(({ type }) => type === 'datetime');
    expect(instants.length).toBeGreaterThan(10);
    expect(instants.filter(({ default: byDatabase }) => byDatabase !== undefined)).toEqual([]);
    await expect(db.check()).resolves.toBeUndefined();
  });
});
