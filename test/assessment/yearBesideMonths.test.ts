import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { type AssessmentResult, assess } from '../../src/assessment';
import { addDays } from '../../src/core/days';
import { BACKENDS, buildOutfall, testPolicy } from '../factories';
import { at } from '../river';
import { addProblem, addTask, addWalked, adopt, eachWorld, type World } from './world';

const DONE = '2027-01-20';
const MONTHS = ['2026-03', '2026-04', '2026-05', '2026-06'];

/** What a month's line of a year is made of: the month's own score and every record that its lines cite. */
const linesOf = (scores: { score: number | null; lines: AssessmentResult['towns'][number]['lines'] }) => ({
  points: scores.score,
  cites: [
    ...new Set(scores.lines.flatMap(({ evidence }) => evidence.map(({ kind, id }) => `${kind} ${id}`))),
  ].sort(),
});

describe.each(BACKENDS)('a year beside its months, on %s', (backend) => {
  let world: World;
  eachWorld(backend, (fresh) => {
    world = fresh;
  });

  const run = (period: string, day = DONE) => assess(world.deps, { period, at: at(day) });
  type Subject = AssessmentResult['towns'][number] | AssessmentResult['chiefs'][number];
  const nameOf = (one: Subject): string =>
    'code' in one ? one.code : `${one.reach} ${one.level} ${one.name}`;
  const subjects = ({ towns, chiefs }: AssessmentResult): Subject[] => [...towns, ...chiefs];

  /** Of whoever was scored in a month: what its line of the year says, and what the month by itself does. */
  async function bothWays(): Promise<{ year: unknown[]; months: unknown[] }> {
    const months = [];
    for (const key of MONTHS) {
      for (const one of subjects(await run(key))) {
        if (one.score !== null) months.push({ key, name: nameOf(one), ...linesOf(one) });
      }
    }
    const year = subjects(await run('2026')).flatMap((one) =>
      one.lines
        .filter(({ rule, applicable }) => applicable && MONTHS.includes(rule))
        .map((line) => ({
          key: line.rule,
          name: nameOf(one),
          ...linesOf({ score: line.points, lines: [line] }),
        })),
    );
    const inOrder = (a: { key: string; name: string }, b: { key: string; name: string }) =>
      `${a.key} ${a.name}` < `${b.key} ${b.name}` ? -1 : 1;
    return { year: year.sort(inOrder), months: months.sort(inOrder) };
  }

  it('judges the ledger of each month by the rules of that month, whatever holds for the year', async () => {
    const often = { ...testPolicy(), version: 2, plan: { ...testPolicy().plan, keyMonitorsPerYear: 12 } };
    await adopt(world, testPolicy(), '2025-01-01');
    await adopt(world, often, '2026-05-01');
    await buildOutfall(world.db, {
      townId: world.town.id,
      reachId: world.reach.id,
      monitorFrequency: '每季度1次',
      owner: '龙兴镇人民政府',
      retained: false,
    });
    const { year, months } = await bothWays();
    expect(year).toEqual(months);
    const points = (key: string) =>
      (months as { key: string; name: string; points: number }[]).find(
        (one) => one.key === key && one.name === '140825100',
      )?.points;
    expect([points('2026-04'), points('2026-05')]).toEqual([100, 33.33]);
  });

  it('leaves out in the year, too, what was made after a month was frozen', async () => {
    await addWalked(world, '2026-03-08');
    await run('2026-03', '2026-04-20');
    await addTask(world, '2026-03-22', { state: 'missed', createdAt: at('2026-05-02') });
    const { year, months } = await bothWays();
    expect(year).toEqual(months);
    expect(months).toContainEqual(
      expect.objectContaining({ name: '140825100', key: '2026-03', points: 100 }),
    );
  });

  it('is made of what its months are, whatever happened in them', async () => {
    const day = fc.integer({ min: 0, max: 110 }).map((n) => addDays('2026-03-02', n));
    const HAPPENS: ((day: string, n: number) => Promise<unknown>)[] = [
      (due) => addWalked(world, due),
      (due, n) => addWalked(world, due, { recorded: addDays(due, n % 12) }),
      (due, n) => addTask(world, due, { state: n % 2 ? 'missed' : 'open' }),
      (due, n) => addTask(world, due, { state: 'missed', createdAt: at(addDays(due, n)) }),
      (due, n) =>
        addProblem(world, {
          dueDay: addDays(due, 5),
          occurredAt: at(due),
          recordedAt: at(due),
          assignedAt: at(due),
          answeredAt: at(addDays(due, n % 9)),
          returns: n % 3,
          ...(n % 4 === 0 && { state: 'accepted', answeredAt: null, closedAt: null }),
        }),
      (due, n) => adopt(world, { ...testPolicy(), version: n + 2 }, due).catch(() => undefined),
    ];
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(HAPPENS.length - 1), day, fc.nat(60)), { minLength: 5, maxLength: 12 }),
        async (life) => {
          for (const [what, when, n] of life) await HAPPENS[what]?.(when, n);
          const { year, months } = await bothWays();
          expect(year).toEqual(months);
        },
      ),
      { numRuns: 4, endOnFailure: true },
    );
  });
});

/** They change only with what is scored or said: a reason for the changelog. */
const BYTES = 'b70dd18b6cd1be778996c83d9b228c46930fa694594531d519bed7a4a9767bf6';

describe('the bytes of an assessment', () => {
  describe.each(BACKENDS)('on %s', (backend) => {
    let world: World;
    eachWorld(backend, (fresh) => {
      world = fresh;
    });

    it('are these, in whatever database the records lie', async () => {
      await addWalked(world, '2026-10-11');
      await addWalked(world, '2026-10-18', { recorded: '2026-10-20', result: 'problem' });
      await addTask(world, '2026-10-25', { state: 'missed' });
      await addTask(world, '2026-09-27', { state: 'void' });
      await addProblem(world);
      await addProblem(world, { state: 'accepted', answeredAt: null, closedAt: null, photo: false });
      await addProblem(world, { state: 'answered', closedAt: null, returns: 1 });
      const results = [];
      for (const period of ['2026-09', '2026-10', '2026-Q4', '2026']) {
        const { towns, chiefs, ...rest } = await assess(world.deps, { period, at: at('2027-01-20') });
        results.push({ ...rest, towns, chiefs });
        const again = await assess(world.deps, { period, at: at('2027-02-20'), verify: true });
        expect(again.verified).toEqual({ stored: true, identical: true });
        expect(again.towns).toEqual(towns);
      }
      expect(createHash('sha256').update(JSON.stringify(results)).digest('hex')).toBe(BYTES);
    });
  });
});
