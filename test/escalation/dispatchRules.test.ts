import fc from 'fast-check';
import type { DispatchRow } from '../../entities';
import {
  dispatchWords,
  expectedOf,
  mediansOf,
  middleOf,
  patrolRateOf,
  rateOf,
  spanFor,
  spanName,
  sumRows,
} from '../../src/escalation/dispatch/rules';
import { testCalendar } from '../factories';

const row = (name: string, given: Partial<DispatchRow> = {}): DispatchRow => ({
  unitId: 1,
  name,
  total: 0,
  done: 0,
  due: 0,
  dueDone: 0,
  late: 0,
  open: 0,
  overdue: 0,
  serious: 0,
  patrolsDue: 0,
  patrolsDone: 0,
  closedOut: 0,
  solved: 0,
  ...given,
});

describe('调度通报: for which span', () => {
  test.each([
    ['month', '2026-12-01', '2026-11', '2026-11-01', '2026-11-30'],
    ['month', '2026-12-07', '2026-11', '2026-11-01', '2026-11-30'],
    ['month', '2026-11-02', '2026-10', '2026-10-01', '2026-10-31'],
    ['month', '2026-12-05', '2026-11', '2026-11-01', '2026-11-30'],
    ['month', '2027-01-04', '2026-12', '2026-12-01', '2026-12-31'],
    ['week', '2026-11-23', '2026-W47', '2026-11-16', '2026-11-22'],
    ['week', '2026-11-28', '2026-W47', '2026-11-16', '2026-11-22'],
  ] as const)('every %s on %s: %s, from %s to %s', (every, today, period, fromDay, toDay) => {
    expect(spanFor(today, every, testCalendar)).toEqual({ period, fromDay, toDay });
  });

  test.each([
    ['month', '2026-12-08', 'the sixth working day after it'],
    ['month', '2026-11-01', 'a Sunday: no working day has passed'],
    ['month', '2026-12-10', 'long after it'],
    ['none', '2026-12-01', 'the county wants none'],
  ] as const)('every %s on %s: none, %s', (every, today, _why) => {
    expect(spanFor(today, every, testCalendar)).toBeNull();
  });

  test('is called by its year and month or week', () => {
    expect([spanName('2026-01'), spanName('2026-W09')]).toEqual(['2026年1月', '2026年第9周']);
  });
});

describe('调度通报: what its figures come to', () => {
  test('the middle figure is one of the figures, and none without any', () => {
    fc.assert(
      fc.property(fc.array(fc.option(fc.nat({ max: 100 }))), (figures) => {
        const known = figures.filter((one) => one !== null);
        const middle = middleOf(figures);
        if (known.length === 0) return middle === null;
        const below = known.filter((one) => one <= (middle as number)).length;
        const above = known.filter((one) => one >= (middle as number)).length;
        return known.includes(middle as number) && below * 2 >= known.length && above * 2 >= known.length;
      }),
    );
  });

  test('a town that has nothing to do has no rate', () => {
    const idle = row('甲镇');
    expect([rateOf(idle), expectedOf(idle), patrolRateOf(idle)]).toEqual([null, null, null]);
    const busy = row('乙镇', { total: 4, done: 1, due: 2, patrolsDue: 8, patrolsDone: 6 });
    expect([rateOf(busy), expectedOf(busy), patrolRateOf(busy)]).toEqual([25, 50, 75]);
    expect(mediansOf([idle, busy, row('丙镇', { overdue: 3 })])).toEqual({
      rate: 25,
      overdue: 0,
      patrols: 75,
    });
  });

  test('all towns together are the sum of each figure', () => {
    const one = row('甲镇', {
      total: 1,
      done: 2,
      due: 3,
      dueDone: 4,
      late: 5,
      open: 6,
      overdue: 7,
      serious: 8,
      patrolsDue: 9,
      patrolsDone: 10,
      closedOut: 11,
      solved: 12,
    });
    const { unitId, name, ...figures } = one;
    const doubled = Object.fromEntries(Object.entries(figures).map(([key, n]) => [key, n * 2]));
    expect(sumRows([one, one])).toEqual(doubled);
    expect(Object.values(sumRows([])).every((n) => n === 0)).toBe(true);
  });
});

describe('调度通报: what everybody reads', () => {
  const span = { period: '2026-11', toDay: '2026-11-30' };
  const good = (name: string, given: Partial<DispatchRow> = {}) =>
    row(name, { total: 2, done: 2, due: 2, dueDone: 2, patrolsDue: 4, patrolsDone: 4, ...given });
  const upToDate = (rows: DispatchRow[]) =>
    dispatchWords(span, rows)
      .split('\n')
      .find((line) => line.startsWith('各项都按期的：')) ?? null;

  test('is the county’s figures and who got on, and names nobody who is behind', () => {
    const words = dispatchWords(span, [
      good('甲镇', { closedOut: 1, solved: 2 }),
      row('乙镇', {
        total: 2,
        done: 0,
        due: 1,
        open: 3,
        overdue: 1,
        patrolsDue: 4,
        patrolsDone: 1,
        solved: 1,
      }),
      good('丙镇', { closedOut: 3 }),
      row('丁镇', { late: 1, total: 1 }),
    ]);
    expect(words.split('\n')).toEqual([
      '截至11月30日，全县应整治入河排污口7个，已销号4个，完成率57%，按计划应达71%。',
      '2026年11月，销号4个，办结问题3件，没有办结的问题3件，其中逾期1件；应巡河12次，已巡9次。',
      '这一期有进展的：甲镇销号1个、办结问题2件；乙镇办结问题1件；丙镇销号3个。',
      '各项都按期的：甲镇、丙镇。',
      '请各单位对照自己的数，把逾期的先办完。',
    ]);
  });

  test('of a county without anything to do is whole as well', () => {
    expect(dispatchWords(span, []).split('\n')).toEqual([
      '截至11月30日，全县应整治入河排污口0个，已销号0个，完成率100%，按计划应达100%。',
      '2026年11月，销号0个，办结问题0件，没有办结的问题0件，其中逾期0件；应巡河0次，已巡0次。',
      '请各单位对照自己的数，把逾期的先办完。',
    ]);
  });

  test.each([
    ['an outfall is late', { late: 1 }],
    ['a problem is overdue', { overdue: 1 }],
    ['what was planned is not done', { dueDone: 1 }],
    ['a patrol was not walked', { patrolsDone: 3 }],
    ['it had nothing to do at all', { total: 0, due: 0, dueDone: 0, patrolsDue: 0, patrolsDone: 0 }],
  ])('a town is not called up to date when %s', (_, given) => {
    expect(upToDate([good('甲镇', given)])).toBeNull();
  });

  test('a town that had only patrols, or only outfalls, is up to date by them', () => {
    expect(upToDate([good('甲镇', { total: 0, due: 0, dueDone: 0 })])).toBe('各项都按期的：甲镇。');
    expect(upToDate([good('甲镇', { patrolsDue: 0, patrolsDone: 0 })])).toBe('各项都按期的：甲镇。');
  });

  test('names eight towns, and says that there are more', () => {
    const towns = Array.from({ length: 9 }, (_, n) => good(`第${n + 1}镇`));
    expect(upToDate(towns.slice(0, 8))).toMatch(/^各项都按期的：第1镇、.*第8镇。$/);
    expect(upToDate(towns)).toMatch(/^各项都按期的：第1镇、.*第8镇等。$/);
  });
});
