import fc from 'fast-check';
import { InboxEvent, Unit } from '../../entities';
import type { Tx } from '../../src/core/database';
import { Fault } from '../../src/core/errors';
import { BACKENDS, MARIADB_URL, openTestDatabase, type TestDatabase } from '../factories';

const unit = (code: string, name = '龙兴镇'): Partial<Unit> => ({
  code,
  name,
  type: '镇',
  divisionCode: null,
});

const event = (key: string) => ({
  key,
  type: 'x',
  payload: null,
  receivedAt: new Date(0),
  state: 'done' as const,
  attempts: 1,
  nextAt: new Date(0),
  lastError: null,
});

describe.each(BACKENDS)('transactions that go together (%s)', (backend) => {
  let db: TestDatabase;
  beforeAll(async () => {
    db = await openTestDatabase(backend);
  });
  afterAll(() => db.drop());
  beforeEach(() => db.transaction((tx) => tx.remove(Unit, {})));

  const together = (works: readonly ((tx: Tx) => Promise<unknown>)[]) =>
    Promise.allSettled(works.map((work, n) => db.transaction(work, { together: `${n}` })));
  const codes = async () =>
    (await db.read.find(Unit, {}, { order: { code: 'ASC' } })).map(({ code }) => code);
  const add = (code: string) => (tx: Tx) => tx.insert(Unit, unit(code));

  it('share one: a later one sees what an earlier one did, and nobody outside does before the commit', async () => {
    let outside: string[] = [];
    const [, seen] = await together([
      async (tx) => {
        await tx.insert(Unit, unit('A'));
        await tx.find(Unit);
        outside = await codes();
      },
      async (tx) => {
        await tx.insert(Unit, unit('B'));
        return (await tx.find(Unit, { code: ['A', 'B'] })).length;
      },
    ]);
    expect(seen).toMatchObject({ status: 'fulfilled', value: 2 });
    expect(outside).toEqual([]);
    expect(await codes()).toEqual(['A', 'B']);
  });

  const failing: [string, (tx: Tx) => Promise<unknown>, unknown][] = [
    [
      'its command refuses',
      async (tx) => {
        await tx.insert(Unit, unit('X'));
        throw new Fault('press.stale');
      },
      expect.objectContaining({ code: 'press.stale' }),
    ],
    [
      'the database refuses its row',
      async (tx) => tx.insert(Unit, [unit('X'), unit('X')]),
      expect.any(Error),
    ],
    [
      'what it put off is refused',
      async (tx) => {
        tx.deferInsert(Unit, [unit('X'), unit('X')]);
      },
      expect.any(Error),
    ],
  ];
  it.each(failing)(
    'are kept when one of them fails because %s, and that one leaves nothing',
    async (_, bad, why) => {
      const outcomes = await together([add('A'), bad, add('B')]);
      expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
      expect(outcomes[1]).toMatchObject({ reason: why });
      expect(await codes()).toEqual(['A', 'B']);
    },
  );

  it('of which several want the same row, one gets it, and each of the others is told so', async () => {
    await db.transaction((tx) => tx.insert(Unit, unit('A')));
    const claim = (name: string) => async (tx: Tx) => {
      const row = await tx.findOne(Unit, { code: 'A' });
      const found = await tx.update(Unit, { code: 'A', name: '龙兴镇' }, { name });
      if (row?.name !== '龙兴镇' || found === 0) throw new Fault('press.stale');
      return name;
    };
    const outcomes = await together(['甲', '乙', '丙', '丁'].map(claim));
    const won = outcomes.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
    expect(won).toHaveLength(1);
    expect((await db.read.find(Unit)).map(({ name }) => name)).toEqual(won);
  });

  it('take an event that came twice at once only once', async () => {
    const take = async (tx: Tx) => (await tx.insert(InboxEvent, event('twice'), { ignore: true })).affected;
    const outcomes = await Promise.allSettled(
      [1, 2, 3].map(() => db.transaction(take, { together: 'the same' })),
    );
    const taken = outcomes.map((one) => (one.status === 'fulfilled' ? one.value : NaN));
    expect(taken.sort()).toEqual([0, 0, 1]);
  });

  it('and are about the same do not share one: the second sees what the first has finished', async () => {
    const work = async (tx: Tx) => {
      const { affected } = await tx.insert(InboxEvent, event('same'), { ignore: true });
      if (affected === 1) await tx.find(Unit);
      if (affected === 1) await tx.insert(Unit, unit('A'));
      return (await tx.find(Unit)).length;
    };
    const seen = await Promise.all([1, 2, 3].map(() => db.transaction(work, { together: 'card' })));
    expect(seen).toEqual([1, 1, 1]);
  });

  it('whatever of them fails and whenever, all the others are kept, and only they', async () => {
    const step = fc.constantFrom('insert', 'defer', 'read', 'fault', 'clash');
    const works = fc.array(fc.array(step, { minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(works, async (plans) => {
        await db.transaction((tx) => tx.remove(Unit, {}));
        const outcomes = await together(
          plans.map((steps, n) => async (tx) => {
            for (const [k, one] of steps.entries()) {
              if (one === 'insert') await tx.insert(Unit, unit(`${n}-${k}`));
              if (one === 'defer') tx.deferInsert(Unit, unit(`${n}-${k}`));
              if (one === 'read') await tx.find(Unit, { code: `${n}-0` });
              if (one === 'fault') throw new Fault('press.stale');
              if (one === 'clash') tx.deferInsert(Unit, [unit('X'), unit('X')]);
            }
          }),
        );
        const fine = (steps: readonly string[]) => !steps.includes('fault') && !steps.includes('clash');
        expect(outcomes.map(({ status }) => status === 'fulfilled')).toEqual(plans.map(fine));
        const kept = plans.flatMap((steps, n) =>
          fine(steps) ? steps.flatMap((one, k) => (/insert|defer/.test(one) ? [`${n}-${k}`] : [])) : [],
        );
        expect(await codes()).toEqual(kept.sort());
      }),
      { numRuns: 40 },
    );
  });
});

const whenOffered = MARIADB_URL ? describe : describe.skip;
whenOffered('transactions that go together (mariadb)', () => {
  it('and lose a deadlock are all undone, then done again, each once', async () => {
    const db = await openTestDatabase('mariadb');
    const rename = (tx: Tx, code: string, name: string) => tx.update(Unit, { code }, { name });
    await db.transaction((tx) => tx.insert(Unit, [unit('A'), unit('B')]));
    const gate = () => {
      let open = (): void => undefined;
      const opened = new Promise<void>((resolve) => {
        open = resolve;
      });
      return { open, opened };
    };
    const [wroteA, heldA, heldB] = [gate(), gate(), gate()];
    const other = db.transaction(async (tx) => {
      // InnoDB gives up the one that wrote less.
      await tx.insert(
        Unit,
        Array.from({ length: 50 }, (_, n) => unit(`Z${n}`)),
      );
      await rename(tx, 'B', '三泉镇');
      heldB.open();
      await heldA.opened;
      await rename(tx, 'A', '三泉镇');
    });
    await heldB.opened;
    const attempts: string[] = [];
    await Promise.all([
      db.transaction(
        async (tx) => {
          attempts.push('first');
          await rename(tx, 'A', '泉掌镇');
          wroteA.open();
          await rename(tx, 'B', '泉掌镇');
        },
        { together: 'first' },
      ),
      db.transaction(
        async (tx) => {
          attempts.push('second');
          await wroteA.opened;
          await new Promise(setImmediate);
          // Given while the first one's statement waits for the lock.
          const added = tx.insert(Unit, unit('C'));
          heldA.open();
          await added;
        },
        { together: 'second' },
      ),
      other,
    ]);
    expect(attempts).toEqual(['first', 'second', 'first', 'second']);
    const kept = await db.read.find(Unit, { code: ['A', 'B', 'C'] }, { order: { code: 'ASC' } });
    expect(kept.map(({ code, name }) => `${code} ${name}`)).toEqual(['A 泉掌镇', 'B 泉掌镇', 'C 龙兴镇']);
    await db.drop();
  });
});
