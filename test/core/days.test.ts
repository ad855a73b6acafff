import fc from 'fast-check';
import {
  addDays,
  dayOf,
  daysBetween,
  firstOfMonth,
  instantAt,
  isDay,
  lastOfMonth,
  timeOf,
  weekday,
} from '../../src/core/days';

const anyDay = fc.integer({ min: 0, max: 36_500 }).map((n) => addDays('2000-01-01', n));

describe('days of Shanghai', () => {
  it('a day begins at midnight in Shanghai, not in Greenwich', () => {
    expect(dayOf(new Date('2026-11-22T15:59:59.999Z'))).toBe('2026-11-22');
    expect(dayOf(new Date('2026-11-22T16:00:00.000Z'))).toBe('2026-11-23');
    expect(timeOf(new Date('2026-11-23T00:30:00Z'))).toBe('08:30');
    expect(instantAt('2026-11-23', '08:30').toISOString()).toBe('2026-11-23T00:30:00.000Z');
  });

  it('knows Mondays from Sundays', () => {
    expect([weekday('2026-11-23'), weekday('2026-11-29')]).toEqual([1, 7]);
  });

  it('knows the length of months, leap years included', () => {
    expect(lastOfMonth('2026-02-10')).toBe('2026-02-28');
    expect(lastOfMonth('2028-02-29')).toBe('2028-02-29');
    expect(lastOfMonth('2026-12-31')).toBe('2026-12-31');
    expect(firstOfMonth('2026-12-31')).toBe('2026-12-01');
  });

  it.each(['2026-02-30', '2026-13-01', '2026-1-1', '20261001', '2026-10-01T00:00', '', 'x2026-10-01'])(
    'does not take %j for a day',
    (text) => {
      expect(isDay(text)).toBe(false);
    },
  );

  it('adding and counting days undo each other, whatever the month or year', () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: -2_000, max: 2_000 }), (day, n) => {
        const other = addDays(day, n);
        expect(isDay(other)).toBe(true);
        expect(daysBetween(day, other)).toBe(n);
        expect(addDays(other, -n)).toBe(day);
        expect(Math.abs(weekday(other) - weekday(day) - n) % 7).toBe(0);
      }),
    );
  });

  it('an instant belongs to the day and minute that it was made from', () => {
    const time = fc
      .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
      .map((parts) => parts.map((part) => String(part).padStart(2, '0')).join(':'));
    fc.assert(
      fc.property(anyDay, time, (day, at) => {
        const instant = instantAt(day, at);
        expect([dayOf(instant), timeOf(instant)]).toEqual([day, at]);
      }),
    );
  });
});
