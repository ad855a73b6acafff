import { createConnection } from 'mysql2/promise';
import { Unit } from '../../entities';
import type { Tx } from '../../src/core/database';
import { MARIADB_URL, openTestDatabase, type TestDatabase } from '../factories';

const BUSY = { code: 'database.busy' };
const AWAY = { code: 'database.away' };
const PATIENCE_MS = 2_000;

const whenOffered = MARIADB_URL ? describe : describe.skip;
whenOffered('connections to MySQL or MariaDB', () => {
  let db: TestDatabase;
  beforeEach(async () => {
    db = await openTestDatabase('mariadb');
    const codes = ['A', 'B', 'C'];
    await db.transaction((tx) =>
      tx.insert(
        Unit,
        codes.map((code) => ({ code, name: '龙兴镇', type: '镇' as const, divisionCode: null })),
      ),
    );
  });
  afterEach(() => db.drop());

  const rename = (code: string) => (tx: Tx) => tx.update(Unit, { code }, { name: '泉掌镇' });
  const renamed = async () => (await db.read.find(Unit, { name: '泉掌镇' })).map(({ code }) => code).sort();

  it('hold nobody up for long behind a row that only one of them waits for, and that one is told in time', async () => {
    const other = await createConnection(db.url);
    await other.query('START TRANSACTION');
    await other.query("SELECT id FROM unit WHERE code = 'B' FOR UPDATE");
    const started = performance.now();
    const outcomes = await Promise.allSettled(
      ['A', 'B', 'C'].map((code) =>
        db.transaction(rename(code), { together: code, patienceMs: PATIENCE_MS }),
      ),
    );
    expect(performance.now() - started).toBeLessThan(2_600);
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(outcomes[1]).toMatchObject({ reason: BUSY });
    await other.query('ROLLBACK');
    await other.end();
    expect(await renamed()).toEqual(['A', 'C']);
  });

  it('are never all taken by transactions: one that reads beside itself goes on', async () => {
    const beside = await Promise.all(
      Array.from({ length: 30 }, () =>
        db.transaction(async (tx) => {
          await tx.find(Unit);
          return (await db.read.find(Unit)).length;
        }),
      ),
    );
    expect(new Set(beside)).toEqual(new Set([3]));
  });

  it.each([{ together: 'A', patienceMs: -1 }, { patienceMs: -1 }])(
    'do not begin what nobody waits for any more (%j)',
    async (options) => {
      await expect(db.transaction(rename('A'), options)).rejects.toMatchObject(BUSY);
      expect(await renamed()).toEqual([]);
    },
  );

  it('that are interrupted by whoever runs the server may have done it: nobody is told that it was not', async () => {
    const other = await createConnection(db.url);
    // Listened to before it is interrupted: it may fail before the one who interrupts has an answer.
    const interrupted = expect(
      db.transaction((tx) => tx.query('SELECT id FROM unit WHERE SLEEP(5)')),
    ).rejects.toMatchObject(AWAY);
    const sleeps =
      "SELECT id FROM information_schema.processlist WHERE db = DATABASE() AND state = 'User sleep'";
    let found: { id: number }[] = [];
    while (found.length === 0) found = (await other.query(sleeps))[0] as unknown as { id: number }[];
    await other.query(`KILL QUERY ${Number(found[0]?.id)}`);
    await interrupted;
    await other.end();
  });
});
