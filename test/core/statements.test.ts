import fc from 'fast-check';
import { AppState, Unit } from '../../entities';
import type { Tx } from '../../src/core/database';
import { Fault } from '../../src/core/errors';
import { BACKENDS, MARIADB_URL, openTestDatabase, type TestDatabase } from '../factories';

const unit = (code: string, name = '龙兴镇'): Partial<Unit> => ({
  code,
  name,
  type: '镇',
  divisionCode: null,
});

describe.each(BACKENDS)('statements of one transaction (%s)', (backend) => {
  let db: TestDatabase;
  beforeAll(async () => {
    db = await openTestDatabase(backend);
  });
  afterAll(() => db.drop());
  beforeEach(async () => {
    await db.transaction(async (tx) => {
      await tx.remove(Unit, {});
      await tx.remove(AppState, {});
      await tx.insert(Unit, [unit('A'), unit('B')]);
    });
  });
  const units = async () =>
    (await db.read.find(Unit, {}, { order: { code: 'ASC' } })).map(({ code, name }) => `${code} ${name}`);
  const AS_BEFORE = ['A 龙兴镇', 'B 龙兴镇'];
  /** Enough transactions to use every connection of a pool: one that was left open would commit now. */
  const useEveryConnection = () =>
    Promise.all(Array.from({ length: 12 }, () => db.transaction((tx) => tx.find(Unit))));

  it('given together, each get their own answer', async () => {
    await db.transaction(async (tx) => {
      const [found, added, changed, rows, none] = await Promise.all([
        tx.findOne(Unit, { code: 'A' }),
        tx.insert(Unit, [unit('C'), unit('D')]),
        tx.update(Unit, { code: ['A', 'B', 'C'] }, { name: '三泉镇' }),
        tx.query<{ n: number }>('SELECT COUNT(*) AS n FROM unit'),
        tx.remove(Unit, { code: 'Z' }),
      ]);
      expect(found?.name).toBe('龙兴镇');
      expect(added.affected).toBe(2);
      expect([changed, Number(rows[0]?.n), none]).toEqual([3, 4, 0]);
    });
    expect(await units()).toEqual(['A 三泉镇', 'B 三泉镇', 'C 三泉镇', 'D 龙兴镇']);
  });

  it('put off, are carried out in their order before the next one looks, and at the latest by the commit', async () => {
    await db.transaction(async (tx) => {
      tx.deferInsert(Unit, unit('C'));
      tx.deferUpdate(Unit, { code: 'C' }, { name: '三泉镇' });
      expect((await tx.findOne(Unit, { code: 'C' }))?.name).toBe('三泉镇');
      tx.deferInsert(Unit, unit('D'));
    });
    expect(await units()).toEqual([...AS_BEFORE, 'C 三泉镇', 'D 龙兴镇']);
  });

  it('done alongside, are committed with the rest, and so is what they ask for in their turn', async () => {
    await db.transaction(async (tx) => {
      const more = async () => {
        await tx.update(Unit, { code: 'A' }, { name: '泉掌镇' });
        tx.alongside(tx.insert(Unit, unit('C')));
      };
      tx.alongside(more());
      await tx.update(Unit, { code: 'B' }, { name: '三泉镇' });
    });
    expect(await units()).toEqual(['A 泉掌镇', 'B 三泉镇', 'C 龙兴镇']);
  });

  it('a row that is put is there once, in its last words', async () => {
    const put = (value: string) => db.transaction(async (tx) => tx.deferPut(AppState, { name: 'x', value }));
    await Promise.all(['one', 'two', 'three'].map(put));
    await put('last');
    expect(await db.read.find(AppState)).toEqual([{ name: 'x', value: 'last' }]);
  });

  const failing: [string, (tx: Tx) => Promise<void>][] = [
    ['the last one put off fails', async (tx) => tx.deferInsert(Unit, unit('A'))],
    [
      'one put off fails with a later one',
      async (tx) => {
        tx.deferInsert(Unit, unit('A'));
        await tx.insert(Unit, unit('C'));
      },
    ],
    [
      'one put off would fail, but the command refuses first',
      async (tx) => {
        tx.deferInsert(Unit, unit('A'));
        throw new Fault('press.stale');
      },
    ],
    [
      'one of several given together fails',
      async (tx) => {
        await Promise.all([
          tx.insert(Unit, unit('C')),
          tx.insert(Unit, unit('A')),
          tx.insert(Unit, unit('D')),
        ]);
      },
    ],
    [
      'one done alongside fails after the command has ended',
      async (tx) => {
        const late = async () => {
          await tx.find(Unit);
          await tx.find(Unit);
          throw new Fault('press.stale');
        };
        tx.alongside(late());
      },
    ],
    [
      'one puts off what the table cannot hold',
      async (tx) => tx.deferInsert(Unit, { ...unit('C'), name: null as unknown as string }, { ignore: true }),
    ],
  ];
  it.each(failing)('come to nothing, now and later, when %s', async (_, work) => {
    const attempt = db.transaction(async (tx) => {
      await tx.update(Unit, { code: 'B' }, { name: '改了一半' });
      await work(tx);
    });
    await expect(attempt).rejects.toThrow();
    expect(await units()).toEqual(AS_BEFORE);
    await useEveryConnection();
    expect(await units()).toEqual(AS_BEFORE);
  });

  it('a branch that runs on after the others failed finds the transaction over', async () => {
    let go = (): void => undefined;
    const gate = new Promise<void>((resolve) => {
      go = resolve;
    });
    let branch: Promise<unknown> = gate;
    const attempt = db.transaction(async (tx) => {
      branch = gate.then(() => tx.insert(Unit, unit('C')));
      throw new Fault('press.stale');
    });
    await expect(attempt).rejects.toMatchObject({ code: 'press.stale' });
    go();
    await expect(branch).rejects.toThrow('the transaction is over');
    expect(await units()).toEqual(AS_BEFORE);
  });

  it.each([
    "'; DROP TABLE unit; -- ",
    "\\'; DELETE FROM unit; #",
    '? ?? :name',
    '\n\r\t\u001a\u0001',
    '100%_"`',
  ])('a value is never a statement: %j', async (value) => {
    await db.transaction(async (tx) => {
      tx.deferInsert(AppState, { name: 'x', value });
      await tx.update(Unit, { code: 'A' }, { name: value });
      expect(await tx.query('SELECT code FROM unit WHERE name = ?', [value])).toEqual([{ code: 'A' }]);
    });
    expect((await db.read.findOne(AppState, { name: 'x' }))?.value).toBe(value);
    expect(await units()).toHaveLength(2);
  });

  it('any text comes back as it was written, NUL apart, which SQLite cannot hold', async () => {
    const texts = fc.array(fc.string({ unit: 'binary', maxLength: 60 }), { minLength: 30, maxLength: 60 });
    await fc.assert(
      fc.asyncProperty(texts, async (values) => {
        const rows = values.map((value, n) => ({ name: String(n).padStart(3, '0'), value }));
        await db.transaction(async (tx) => {
          await tx.remove(AppState, {});
          await tx.insert(AppState, rows);
        });
        const kept = await db.read.find(AppState, {}, { order: { name: 'ASC' } });
        expect(kept.map(({ value }) => value)).toEqual(values.map((value) => value.replaceAll('\0', '')));
      }),
      { numRuns: 5 },
    );
  });
});

const whenOffered = MARIADB_URL ? describe : describe.skip;
whenOffered('every connection of the pool (mariadb)', () => {
  it('sees what is committed, refuses what does not fit, and takes a backslash for an escape', async () => {
    const db = await openTestDatabase('mariadb');
    const settings = await Promise.all(
      Array.from({ length: 12 }, () =>
        db.transaction(async (tx) => {
          await tx.query('SELECT SLEEP(0.02)');
          const rows = await tx.query<{ Value: string }>(
            `SHOW SESSION VARIABLES WHERE Variable_name LIKE 't%isolation' OR Variable_name = 'sql_mode'`,
          );
          return rows.map((row) => row.Value).join(' ');
        }),
      ),
    );
    await db.drop();
    for (const found of settings) {
      expect(found).toMatch(/READ-COMMITTED/);
      expect(found).toMatch(/STRICT_TRANS_TABLES/);
      expect(found).not.toMatch(/NO_BACKSLASH_ESCAPES/);
    }
  });
});
