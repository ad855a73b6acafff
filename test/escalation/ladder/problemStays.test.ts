import fc from 'fast-check';
import { addDays } from '../../../src/core/days';
import {
  caseFrom,
  lagDay,
  lagging,
  type ProblemStep,
  rebegun,
  type Stay,
  staysOf,
} from '../../../src/escalation/ladder/problemStays';
import { testCalendar as calendar } from '../../factories';

/** Ten working days then, five by the other rules. */
const rule = (was = 10, would = 5) => ({
  was: (day: string) => calendar.addWorkdays(day, was),
  would: (day: string) => calendar.addWorkdays(day, would),
});
const TOWN = 1;
const DEPARTMENT = 2;
const given: ProblemStep = {
  day: '2026-11-02',
  action: 'assigned',
  state: 'assigned',
  unitId: TOWN,
  assignedDay: '2026-11-02',
  dueDay: '2026-11-16',
};
const accepted: ProblemStep = { ...given, day: '2026-11-03', action: 'accepted', state: 'accepted' };
const then = (day: string, change: Partial<ProblemStep>): ProblemStep => ({ ...accepted, day, ...change });
const answered = (day: string) => then(day, { action: 'answered', state: 'answered' });
const closed = (day: string) => then(day, { action: 'closed', state: 'closed' });
const only = (...steps: ProblemStep[]): Stay => {
  const [stay, ...more] = staysOf(steps, rule());
  expect(more).toEqual([]);
  return stay as Stay;
};

describe('who had a problem in hand, and until when it was to be done', () => {
  it('is one turn from 交办 to 反馈, due by both rules counted from 交办', () => {
    expect(only(given, accepted, answered('2026-11-12'), closed('2026-11-13'))).toEqual({
      unitId: TOWN,
      turns: [{ from: '2026-11-02', to: '2026-11-12', due: '2026-11-16', would: '2026-11-09' }],
      endDay: '2026-11-13',
    });
  });

  it('keeps the day of an approved 延期 where it is the later one', () => {
    const extended = (dueDay: string) =>
      only(given, accepted, then('2026-11-10', { action: 'extended', dueDay })).turns;
    expect(extended('2026-11-25').map(({ would }) => would)).toEqual(['2026-11-09', '2026-11-25']);
    const longer = staysOf(
      [given, then('2026-11-10', { action: 'extended', dueDay: '2026-11-25' })],
      rule(10, 20),
    );
    expect(longer[0]?.turns.map(({ would }) => would)).toEqual(['2026-11-30', '2026-11-30']);
  });

  it('keeps a day that no rule gave', () => {
    expect(staysOf([{ ...given, dueDay: '2026-11-11' }], rule())[0]?.turns).toEqual([
      { from: '2026-11-02', to: null, due: '2026-11-11', would: '2026-11-11' },
    ]);
  });

  it('keeps the due day over 退回, and stands while a request waits for its decision', () => {
    const asked = then('2026-11-05', { action: 'asked' });
    const progressed = then('2026-11-06', { action: 'progressed' });
    const refused = then('2026-11-09', { action: 'refused' });
    const returned = then('2026-11-11', { action: 'returned', state: 'assigned' });
    const { turns } = only(given, accepted, asked, progressed, refused, answered('2026-11-10'), returned);
    expect(turns.map(({ from, to, would }) => [from, to, would])).toEqual([
      ['2026-11-02', '2026-11-05', '2026-11-09'],
      ['2026-11-09', '2026-11-10', '2026-11-09'],
      ['2026-11-11', null, '2026-11-09'],
    ]);
  });

  it('begins anew for another unit after 转办, and after 反弹 for the same', () => {
    const handed = (day: string, unitId: number, action: string): ProblemStep =>
      then(day, {
        action,
        state: 'assigned',
        unitId,
        assignedDay: day,
        dueDay: calendar.addWorkdays(day, 10),
      });
    const stays = staysOf(
      [
        given,
        handed('2026-11-04', DEPARTMENT, 'transferred'),
        closed('2026-11-10'),
        handed('2026-11-20', DEPARTMENT, 'rebounded'),
      ],
      rule(),
    );
    expect(
      stays.map(({ unitId, turns, endDay }) => [unitId, turns.map(({ would }) => would), endDay]),
    ).toEqual([
      [TOWN, ['2026-11-09'], '2026-11-10'],
      [DEPARTMENT, ['2026-11-11'], '2026-11-10'],
      [DEPARTMENT, ['2026-11-27'], null],
    ]);
  });

  it('is nobody’s lag in the hands of the county’s leaders, or without a day', () => {
    expect(staysOf([{ ...given, unitId: null }], rule())).toEqual([]);
    expect(staysOf([{ ...given, dueDay: null, assignedDay: null }], rule())).toEqual([]);
  });
});

describe('when it lags', () => {
  it('is the first working day after its due day, by either rule, while it is still in hand', () => {
    const stay = only(given, accepted, answered('2026-11-12'), closed('2026-11-13'));
    expect(lagDay(stay, 'due', 1, calendar)).toBeNull();
    expect(lagDay(stay, 'would', 1, calendar)).toBe('2026-11-10');
    expect(lagDay(stay, 'would', 3, calendar)).toBe('2026-11-12');
    expect(lagDay(stay, 'would', 4, calendar)).toBeNull();
  });

  it('is the morning after it came back, where it was overdue meanwhile', () => {
    const returned = then('2026-11-13', { action: 'returned', state: 'assigned' });
    const stay = only(given, answered('2026-11-06'), returned);
    expect(lagDay(stay, 'would', 1, calendar)).toBe('2026-11-16');
  });

  it('knows whether a case began by it, or by a verification', () => {
    const stay = only(given, answered('2026-11-20'), closed('2026-12-20'));
    expect(lagging(stay, '2026-11-17')).toBe(true);
    expect(lagging(stay, '2026-11-16')).toBe(false);
    expect(lagging(stay, '2026-12-01')).toBe(false);
  });

  it('never comes earlier with more days, whatever happened', () => {
    const days = fc.integer({ min: 1, max: 30 });
    const gaps = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(days, days, gaps, (few, more, after) => {
        const steps: ProblemStep[] = [{ ...given, dueDay: calendar.addWorkdays(given.day, 10) }];
        after.forEach((n, at) => {
          const day = addDays(steps.at(-1)?.day ?? '', n);
          steps.push(at % 2 === 0 ? answered(day) : then(day, { action: 'returned', state: 'assigned' }));
        });
        const first = (would: number) =>
          lagDay(staysOf(steps, rule(10, would))[0] as Stay, 'would', 1, calendar) ?? '9';
        expect(first(few) <= first(few + more)).toBe(true);
      }),
    );
  });
});

describe('a case that begins on another day', () => {
  const returned = then('2026-11-17', { action: 'returned', state: 'assigned' });
  const stay = only(given, accepted, answered('2026-11-12'), returned, closed('2026-11-27'));

  it('stands while somebody looks at what was done, and ends with the problem', () => {
    expect(caseFrom('2026-11-10', stay, 1, calendar)).toEqual([
      { what: 'began', day: '2026-11-10' },
      { what: 'reminded', day: '2026-11-11' },
      { what: 'stopped', why: 'department', day: '2026-11-13', until: null },
      { what: 'resumed', why: 'department', day: '2026-11-18' },
      { what: 'cleared', day: '2026-11-28' },
    ]);
    expect(caseFrom('2026-11-18', stay, null, calendar)).toEqual([
      { what: 'began', day: '2026-11-18' },
      { what: 'cleared', day: '2026-11-28' },
    ]);
  });

  it('stands until the new day after an approved 延期', () => {
    const extended = then('2026-11-11', { action: 'extended', dueDay: '2026-11-25' });
    expect(caseFrom('2026-11-10', only(given, extended), 0, calendar).slice(2)).toEqual([
      { what: 'stopped', why: 'extension', day: '2026-11-12', until: '2026-11-25' },
    ]);
  });

  it('keeps all that is told of it from the day on which it really began', () => {
    const real = [
      { what: 'began', day: '2026-11-18' },
      { what: 'reminded', day: '2026-11-19' },
      { what: 'asked', replyId: 1, day: '2026-11-20' },
      { what: 'cleared', day: '2026-11-28' },
    ] as const;
    expect(rebegun(real, '2026-11-10', stay, calendar)).toEqual([
      { what: 'began', day: '2026-11-10' },
      { what: 'reminded', day: '2026-11-11' },
      { what: 'stopped', why: 'department', day: '2026-11-13', until: null },
      { what: 'resumed', why: 'department', day: '2026-11-18' },
      real[2],
      real[3],
    ]);
    expect(rebegun(real, '2026-11-24', stay, calendar).map(({ what, day }) => `${what} ${day}`)).toEqual([
      'began 2026-11-24',
      'reminded 2026-11-25',
      'asked 2026-11-20',
      'cleared 2026-11-28',
    ]);
    expect(rebegun([], '2026-11-24', stay, calendar)).toEqual([]);
  });
});
