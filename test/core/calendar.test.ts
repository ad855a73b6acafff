import fc from 'fast-check';
import { Calendar } from '../../src/core/calendar';
import { addDays, weekday } from '../../src/core/days';

const calendar = new Calendar();

/** Any day of a covered year, a fortnight from its edges. */
const coveredDay = fc.integer({ min: 0, max: 365 * 5 }).map((n) => addDays('2021-01-15', n));
const few = fc.integer({ min: 1, max: 60 });

describe('the working days of 2026', () => {
  it.each([
    ['2026-01-01', false, '元旦, a Thursday'],
    ['2026-01-04', true, 'a Sunday made up for 元旦'],
    ['2026-02-14', true, 'a Saturday made up for 春节'],
    ['2026-02-15', false, '春节 begins'],
    ['2026-02-17', false, '正月初一, a Tuesday'],
    ['2026-02-23', false, '春节 ends'],
    ['2026-02-28', true, 'a Saturday made up for 春节'],
    ['2026-04-06', false, '清明节, a Monday'],
    ['2026-05-05', false, '劳动节, a Tuesday'],
    ['2026-05-09', true, 'a Saturday made up for 劳动节'],
    ['2026-06-19', false, '端午节, a Friday'],
    ['2026-09-20', true, 'a Sunday made up for 国庆'],
    ['2026-09-25', false, '中秋节, a Friday'],
    ['2026-10-01', false, '国庆 begins'],
    ['2026-10-07', false, '国庆 ends, a Wednesday'],
    ['2026-10-08', true, 'a plain Thursday'],
    ['2026-10-10', true, 'a Saturday made up for 国庆'],
    ['2026-11-21', false, 'a plain Saturday'],
    ['2026-11-23', true, 'a plain Monday'],
  ])('%s works: %s (%s)', (day, works) => {
    expect(calendar.isWorkday(day)).toBe(works);
  });

  it('working days are counted alike over whole years and day by day', () => {
    const days = Array.from({ length: 2_000 }, (_, n) => addDays('2024-06-13', n + 1));
    const one = days.filter((day) => calendar.isWorkday(day)).length;
    expect(calendar.workdaysBetween('2024-06-13', days.at(-1) as string)).toBe(one);
    expect(calendar.workdaysBetween('2024-12-31', '2025-12-31')).toBe(
      calendar.workdaysBetween('2025-01-01', '2025-12-31'),
    );
  });

  it('a deadline jumps over 国庆: three working days after 30 September is 10 October', () => {
    expect(calendar.addWorkdays('2026-09-30', 3)).toBe('2026-10-10');
    expect(calendar.workdaysBetween('2026-09-30', '2026-10-10')).toBe(3);
    expect(calendar.workdaysBetween('2026-10-10', '2026-09-30')).toBe(-3);
  });

  it('a week of rest has no working day, and a week that begins with one has', () => {
    expect(calendar.hasWorkday('2026-10-01', '2026-10-07')).toBe(false);
    expect(calendar.hasWorkday('2026-10-01', '2026-10-08')).toBe(true);
  });
});

describe('a year that the national list does not cover yet', () => {
  const { to } = calendar.coverage();
  const year = to + 1;

  it('is said to be uncovered, and 2026 is covered', () => {
    expect(calendar.covers('2026-12-31')).toBe(true);
    expect(calendar.covers(`${year}-01-01`)).toBe(false);
  });

  it('rests on weekends and on the fixed holidays, whatever weekday they fall on', () => {
    const days = Array.from({ length: 365 }, (_, n) => addDays(`${year}-01-01`, n));
    const resting = days
      .filter((day) => weekday(day) <= 5 && !calendar.isWorkday(day))
      .map((day) => day.slice(5));
    const fixed = ['01-01', '05-01', '05-02', '10-01', '10-02', '10-03'];
    expect(resting).toEqual(fixed.filter((day) => weekday(`${year}-${day}`) <= 5));
    expect(days.filter((day) => weekday(day) > 5).every((day) => !calendar.isWorkday(day))).toBe(true);
  });

  it('is covered when the county confirms it, and the county then says which days rest', () => {
    const confirmed = new Calendar({ workdays: [], restdays: [`${year}-03-01`], years: [year] });
    expect(confirmed.covers(`${year}-06-01`)).toBe(true);
    expect(confirmed.coverage().to).toBe(year);
    expect(confirmed.isWorkday(`${year}-03-01`)).toBe(false);
    // The fixed holidays need no confirming.
    expect(confirmed.isWorkday(`${year}-10-01`)).toBe(false);
  });
});

describe("the county's own days", () => {
  const own = new Calendar({ workdays: ['2026-10-01', '2026-11-22'], restdays: ['2026-11-23'], years: [] });

  it('win over the national list and the weekday', () => {
    expect(['2026-10-01', '2026-11-22', '2026-11-23'].map((day) => own.isWorkday(day))).toEqual([
      true,
      true,
      false,
    ]);
    expect(own.nextWorkday('2026-11-23')).toBe('2026-11-24');
    expect(calendar.isWorkday('2026-10-01')).toBe(false);
  });
});

describe('counting working days', () => {
  it('addWorkdays goes as far as workdaysBetween counts, in both directions', () => {
    fc.assert(
      fc.property(coveredDay, few, (day, n) => {
        expect(calendar.workdaysBetween(day, calendar.addWorkdays(day, n))).toBe(n);
        const before = calendar.addWorkdays(day, -n);
        expect(before < day && calendar.isWorkday(before)).toBe(true);
        const start = calendar.nextWorkday(day);
        expect(calendar.addWorkdays(calendar.addWorkdays(start, n), -n)).toBe(start);
      }),
    );
  });

  it('counts are additive and change sign with the direction', () => {
    fc.assert(
      fc.property(coveredDay, few, few, (a, m, n) => {
        const [b, c] = [addDays(a, m), addDays(a, m + n)];
        const count = calendar.workdaysBetween(a, b) + calendar.workdaysBetween(b, c);
        expect(calendar.workdaysBetween(a, c)).toBe(count);
        expect(calendar.workdaysBetween(b, a) + calendar.workdaysBetween(a, b)).toBe(0);
      }),
    );
  });

  it('the next and the previous working day are working days, on the right side, and stay where they are', () => {
    fc.assert(
      fc.property(coveredDay, (day) => {
        const [before, after] = [calendar.previousWorkday(day), calendar.nextWorkday(day)];
        expect(before <= day && day <= after).toBe(true);
        expect(calendar.isWorkday(before) && calendar.isWorkday(after)).toBe(true);
        expect([calendar.previousWorkday(before), calendar.nextWorkday(after)]).toEqual([before, after]);
        if (calendar.isWorkday(day)) expect([before, after]).toEqual([day, day]);
      }),
    );
  });
});
