import fc from 'fast-check';
import { addDays } from '../../src/core/days';
import { type Policy, policySchema, upliftOf } from '../../src/core/policy';
import { crossFaults } from '../../src/core/policyChecks';
import { type Days, frequencyOf, type Period, periodsBetween, planTasks } from '../../src/patrol';
import { testCalendar, testPolicy } from '../factories';

const FROM = '2026-01-01';
const TO = '2026-12-31';
const policyWith = (patrol: Partial<Policy['patrol']>): Policy => {
  const policy = testPolicy();
  return { ...policy, patrol: { ...policy.patrol, ...patrol } };
};
const keysOf = (periods: readonly Period[]): string[] => periods.map(({ key }) => key);
const yearOf = (policy: Policy, level: 'county' | 'town' | 'village', risks: readonly Days[] = []) =>
  periodsBetween(frequencyOf(policy, level, 'FH-01', risks), FROM, TO);

describe('a reach’s own frequency between two days', () => {
  const winter = {
    reach: 'FH-01',
    level: 'village',
    every: 'month',
    from: '2026-02-01',
    to: '2026-03-31',
  } as const;

  test('replaces the weeks that its months touch, and the weeks go on afterwards', () => {
    const keys = keysOf(yearOf(policyWith({ reaches: [winter] }), 'village'));
    expect(keys.slice(0, 8)).toEqual([
      '2026-W01',
      '2026-W02',
      '2026-W03',
      '2026-W04',
      '2026-02',
      '2026-03',
      '2026-W15',
      '2026-W16',
    ]);
  });

  test('of none takes away what ends within its days, and nothing else', () => {
    const none = { ...winter, every: 'none', from: '2026-02-02', to: '2026-02-14' } as const;
    const keys = keysOf(yearOf(policyWith({ reaches: [none] }), 'village'));
    expect(keys).not.toContain('2026-W06');
    expect(keys).toContain('2026-W05');
    expect(keys).toContain('2026-W07');
  });

  test('may follow another one, and overlap none', () => {
    const next = { ...winter, from: '2026-04-01', to: '2026-04-30' };
    const faults = (reaches: unknown[]) => crossFaults({ patrol: { reaches } });
    expect(faults([winter, next, { reach: 'FH-01', level: 'village', every: 'week' }])).toEqual([]);
    expect(faults([winter, { ...next, from: '2026-03-15' }])).toHaveLength(1);
    expect(faults([{ ...winter, to: '2026-01-01' }])[0]).toContain('早于');
  });

  test('is a rule of the file, and a file without it is as it was', () => {
    const policy = testPolicy();
    expect(
      policySchema.safeParse({ ...policy, patrol: { ...policy.patrol, reaches: [winter] } }).success,
    ).toBe(true);
    const { uplift: _, kinds: __, ...patrol } = policy.patrol;
    expect(policySchema.parse({ ...policy, patrol })).toEqual({ ...policy, patrol });
    expect(upliftOf({ patrol }).seriousness).toEqual(['较重', '重大']);
  });
});

describe('a grave problem', () => {
  const open: Days = { from: '2026-03-10', to: '2026-04-20' };

  test('cuts the periods that begin while it is open one step closer, and the next ones are ordinary again', () => {
    const keys = keysOf(yearOf(testPolicy(), 'town', [open]));
    expect(keys.slice(0, 6)).toEqual(['2026-01', '2026-02', '2026-03', '2026-04-A', '2026-04-B', '2026-05']);
    expect(keysOf(yearOf(testPolicy(), 'county', [open]))).toEqual([
      '2026-Q1',
      '2026-04',
      '2026-05',
      '2026-06',
      '2026-Q3',
      '2026-Q4',
    ]);
  });

  test('changes nothing where a week is asked for already, nor at a level that the county leaves out', () => {
    expect(yearOf(testPolicy(), 'village', [open])).toEqual(yearOf(testPolicy(), 'village'));
    const policy = policyWith({ uplift: { seriousness: ['重大'], levels: ['town'] } });
    expect(keysOf(yearOf(policy, 'county', [open]))).toEqual(['2026-Q1', '2026-Q2', '2026-Q3', '2026-Q4']);
  });
});

const day = fc.nat({ max: 364 }).map((n) => addDays(FROM, n));
const days = fc
  .tuple(day, fc.option(fc.nat({ max: 200 })))
  .map(([from, length]): Days => ({ from, to: length === null ? null : addDays(from, length) }));
const every = fc.constantFrom('week', 'half-month', 'month', 'quarter', 'half-year', 'year', 'none' as const);

test('whatever is uplifted, overridden or in flood: no two periods of a post overlap, and a period is the same whenever it is asked for', () => {
  fc.assert(
    fc.property(
      every,
      fc.option(fc.record({ days, every })),
      fc.array(days, { maxLength: 4 }),
      day,
      fc.nat({ max: 60 }),
      (usual, other, risks, from, length) => {
        const frequency = {
          every: usual,
          risks,
          ...(other && { during: [{ ...other.days, every: other.every }] }),
        };
        const year = periodsBetween(frequency, FROM, TO);
        for (const [n, period] of year.entries()) {
          expect(period.startDay <= period.dueDay && period.dueDay < period.lateDay).toBe(true);
          const next = year[n + 1];
          if (next) expect(next.startDay > period.dueDay).toBe(true);
        }
        const to = addDays(from, length);
        const part = periodsBetween(frequency, from, to);
        expect(part).toEqual(
          periodsBetween(frequency, addDays(FROM, -366), addDays(TO, 366)).filter(
            ({ startDay, dueDay }) => startDay <= to && dueDay >= from,
          ),
        );
      },
    ),
  );
});

test('no task is planned twice, whoever holds the post, and what falls due during a 停巡 is void', () => {
  const post = fc.record({
    reachId: fc.integer({ min: 1, max: 4 }),
    level: fc.constantFrom('county', 'town', 'village' as const),
    personId: fc.integer({ min: 1, max: 5 }),
    fromDay: day,
    toDay: fc.option(day),
  });
  fc.assert(
    fc.property(
      fc.array(post, { maxLength: 12 }),
      day,
      fc.nat({ max: 120 }),
      days,
      (held, today, ahead, stop) => {
        const posts = held
          .map((one) => ({ ...one, reachCode: `R${one.reachId}`, townId: 1 }))
          .sort((a, b) => a.fromDay.localeCompare(b.fromDay));
        const suspended = [{ ...stop, id: 9, reaches: new Set([1, 2]) }];
        const planned = planTasks(
          { policy: testPolicy(), calendar: testCalendar, posts, risks: new Map([[1, [stop]]]), suspended },
          { from: today, to: addDays(today, ahead), today },
        );
        const keys = planned.map(({ reachId, level, period }) => `${reachId} ${level} ${period.key}`);
        expect(new Set(keys).size).toBe(keys.length);
        for (const { reachId, period, state, suspensionId, holders } of planned) {
          expect(holders.length).toBeGreaterThan(0);
          const stopped =
            reachId <= 2 && stop.from <= period.dueDay && (stop.to === null || period.dueDay <= stop.to);
          expect(suspensionId).toBe(stopped ? 9 : null);
          if (stopped) expect(state).toBe('void');
        }
      },
    ),
  );
});
