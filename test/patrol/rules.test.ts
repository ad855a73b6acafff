import fc from 'fast-check';
import { addDays, daysBetween, weekday } from '../../src/core/days';
import {
  type Every,
  type Frequency,
  frequencyOf,
  type Period,
  periodOf,
  periodsBetween,
} from '../../src/patrol';
import { testPolicy } from '../factories';

const FLOOD = { from: '06-01', to: '09-30' };
const TOWN: Frequency = { every: 'month', flood: { every: 'half-month', season: FLOOD } };

const on = (frequency: Frequency, day: string): Period => {
  const period = periodOf(frequency, day);
  if (!period) throw new Error('no period');
  return period;
};

describe('periods by the calendar', () => {
  test.each<[Every, string, string, string, string, string]>([
    ['week', '2026-11-25', '2026-W48', '2026-11-23', '2026-11-29', '2026-12-06'],
    ['week', '2027-01-02', '2026-W53', '2026-12-28', '2027-01-03', '2027-01-10'],
    ['half-month', '2026-07-15', '2026-07-A', '2026-07-01', '2026-07-15', '2026-07-31'],
    ['half-month', '2026-07-16', '2026-07-B', '2026-07-16', '2026-07-31', '2026-08-15'],
    ['month', '2026-11-30', '2026-11', '2026-11-01', '2026-11-30', '2026-12-31'],
    ['quarter', '2026-11-30', '2026-Q4', '2026-10-01', '2026-12-31', '2027-03-31'],
    ['half-year', '2026-07-01', '2026-H2', '2026-07-01', '2026-12-31', '2027-06-30'],
    ['year', '2028-02-29', '2028', '2028-01-01', '2028-12-31', '2029-12-31'],
  ])(
    'a %s on %s is %s, with late entry to the end of the next',
    (every, day, key, startDay, dueDay, lateDay) => {
      expect(on({ every }, day)).toEqual({ key, startDay, dueDay, lateDay });
    },
  );

  test('a frequency of none has no period', () => {
    expect(periodOf({ every: 'none' }, '2026-11-25')).toBeNull();
    expect(periodsBetween({ every: 'none' }, '2026-01-01', '2026-12-31')).toEqual([]);
  });
});

describe('the flood season', () => {
  test('a month inside the season is two half-months', () => {
    const keys = periodsBetween(TOWN, '2026-05-01', '2026-10-31').map(({ key }) => key);
    expect(keys).toEqual([
      '2026-05',
      ...['06', '07', '08', '09'].flatMap((month) => [`2026-${month}-A`, `2026-${month}-B`]),
      '2026-10',
    ]);
  });

  test('late entry for May ends with the first half of June', () => {
    expect(on(TOWN, '2026-05-20').lateDay).toBe('2026-06-15');
  });

  test('a month that the season only touches stays a month', () => {
    const town = { ...TOWN, flood: { every: 'half-month', season: { from: '06-10', to: '09-20' } } } as const;
    const keys = periodsBetween(town, '2026-06-01', '2026-09-30').map(({ key }) => key);
    expect(keys).toEqual(['2026-06', '2026-07-A', '2026-07-B', '2026-08-A', '2026-08-B', '2026-09']);
  });

  test('a season may run over the new year', () => {
    const ice = { ...TOWN, flood: { every: 'half-month', season: { from: '12-01', to: '02-29' } } } as const;
    const keys = periodsBetween(ice, '2026-11-01', '2027-03-31').map(({ key }) => key);
    expect(keys).toEqual([
      '2026-11',
      ...['2026-12', '2027-01', '2027-02'].flatMap((month) => [`${month}-A`, `${month}-B`]),
      '2027-03',
    ]);
  });
});

describe('how often a reach is walked', () => {
  test('the policy of the county asks villages weekly, towns monthly and half-monthly in the flood season', () => {
    const policy = testPolicy();
    expect(frequencyOf(policy, 'village', 'FH-01')).toEqual({ every: 'week' });
    expect(frequencyOf(policy, 'town', 'FH-01')).toEqual(TOWN);
    expect(frequencyOf(policy, 'county', 'FH-01')).toEqual({ every: 'quarter' });
  });

  test('a reach with an entry of its own follows that at its level only', () => {
    const policy = testPolicy();
    policy.patrol.reaches = [{ reach: 'FH-03', level: 'village', every: 'half-month' }];
    expect(frequencyOf(policy, 'village', 'FH-03')).toEqual({ every: 'half-month' });
    expect(frequencyOf(policy, 'town', 'FH-03')).toEqual(TOWN);
  });
});

describe('properties', () => {
  const everies: Every[] = ['week', 'half-month', 'month', 'quarter', 'half-year', 'year'];
  const day = fc.integer({ min: 0, max: 365 * 30 }).map((n) => addDays('2020-01-01', n));
  const monthDay = fc.integer({ min: 0, max: 364 }).map((n) => addDays('2026-01-01', n).slice(5));
  const frequency: fc.Arbitrary<Frequency> = fc.record(
    {
      every: fc.constantFrom(...everies),
      flood: fc.record({
        every: fc.constantFrom<Every>(...everies, 'none'),
        season: fc.record({ from: monthDay, to: monthDay }),
      }),
    },
    { requiredKeys: ['every'] },
  );

  test('every day is in exactly one period, which it finds from any of its days', () => {
    fc.assert(
      fc.property(frequency, day, (f, d) => {
        const period = on(f, d);
        expect(period.startDay <= d && d <= period.dueDay).toBe(true);
        const length = daysBetween(period.startDay, period.dueDay);
        for (const n of [0, Math.floor(length / 2), length]) {
          expect(on(f, addDays(period.startDay, n))).toEqual(period);
        }
      }),
    );
  });

  test('periods follow each other without a gap, under keys of their own, and late entry ends with the next', () => {
    fc.assert(
      fc.property(frequency, day, (f, d) => {
        const periods = periodsBetween(f, d, addDays(d, 800));
        expect(new Set(periods.map(({ key }) => key)).size).toBe(periods.length);
        for (const [n, next] of periods.slice(1).entries()) {
          expect(next.startDay).toBe(addDays(periods[n]?.dueDay ?? '', 1));
          expect(periods[n]?.lateDay).toBe(next.dueDay);
        }
      }),
    );
  });

  test('weeks run from Monday to Sunday', () => {
    fc.assert(
      fc.property(day, (d) => {
        const { startDay, dueDay } = on({ every: 'week' }, d);
        expect([weekday(startDay), weekday(dueDay), daysBetween(startDay, dueDay)]).toEqual([1, 7, 6]);
      }),
    );
  });
});
