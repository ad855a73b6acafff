import fc from 'fast-check';
import { addDays } from '../../src/core/days';
import {
  digestDayOf,
  isAgeing,
  isRemindingTime,
  keyOf,
  lags,
  lastReminder,
  mustTell,
  overdueWorkdays,
  type ReminderRules,
  type ToldOf,
} from '../../src/escalation/rules';
import { testCalendar as calendar, testPolicy } from '../factories';

const { reminder, messages } = testPolicy();
/** What is reminded of on exactly this day. */
const on = (due: string, day: string, rules: ReminderRules = reminder) => {
  const newest = lastReminder(due, day, calendar, rules);
  return newest?.day === day ? newest : null;
};
const days = (from: string, count: number) => Array.from({ length: count }, (_, i) => addDays(from, i));

/** Every reminder of a matter over some days, as `day why workdays`. */
const all = (due: string, from: string, count: number) =>
  days(from, count).flatMap((day) => {
    const reminded = on(due, day);
    return reminded ? [`${day} ${reminded.why} ${reminded.workdays}`] : [];
  });

describe('reminders of one matter', () => {
  it('come 3 and 1 working days before, then overdue on days 1, 3, 5 and every fifth', () => {
    // Due on Wednesday 2026-11-25.
    expect(all('2026-11-25', '2026-11-09', 45)).toEqual([
      '2026-11-20 before 3',
      '2026-11-24 before 1',
      '2026-11-26 overdue 1',
      '2026-11-30 overdue 3',
      '2026-12-02 overdue 5',
      '2026-12-09 overdue 10',
      '2026-12-16 overdue 15',
      '2026-12-23 overdue 20',
    ]);
  });

  it('of something due on a rest day count back from the working day before it', () => {
    // Due on Sunday 2026-11-29, so as if on Friday the 27th.
    expect(all('2026-11-29', '2026-11-20', 12)).toEqual([
      '2026-11-24 before 3',
      '2026-11-26 before 1',
      '2026-11-30 overdue 1',
    ]);
  });

  it('leave out the National Day holiday and work on its made-up days', () => {
    for (const line of all('2026-10-05', '2026-09-21', 40)) {
      expect(calendar.isWorkday(line.slice(0, 10))).toBe(true);
    }
  });

  const day = fc.integer({ min: 0, max: 900 }).map((n) => addDays('2025-06-01', n));
  const rules = fc.record({
    before: fc.uniqueArray(fc.integer({ min: 1, max: 10 }), { maxLength: 4 }),
    overdue: fc.uniqueArray(fc.integer({ min: 1, max: 10 }), { minLength: 1, maxLength: 4 }),
    thenEvery: fc.integer({ min: 1, max: 10 }),
  });

  it('never fall on a rest day', () => {
    fc.assert(
      fc.property(day, day, rules, (due, today, given) => {
        const reminded = lastReminder(due, today, calendar, given);
        if (reminded) expect(calendar.isWorkday(reminded.day)).toBe(true);
        if (!calendar.isWorkday(today)) expect(on(due, today, given)).toBeNull();
      }),
    );
  });

  it('only move forward, and one that is the newest of its day was given on its own day', () => {
    fc.assert(
      fc.property(day, day, rules, (due, today, given) => {
        const now = lastReminder(due, today, calendar, given);
        const next = lastReminder(due, addDays(today, 1), calendar, given);
        if (!now) return;
        expect(now.day <= today).toBe(true);
        expect(next && next.day >= now.day).toBe(true);
        expect(on(due, now.day, given)).not.toBeNull();
      }),
    );
  });

  it('are few: never more than the steps of the policy allow', () => {
    fc.assert(
      fc.property(day, rules, (due, given) => {
        const span = days(addDays(due, -40), 120);
        const count = span.filter((one) => on(due, one, given)).length;
        expect(count).toBeLessThanOrEqual(
          given.before.length + given.overdue.length + Math.ceil(80 / given.thenEvery),
        );
      }),
      { numRuns: 30 },
    );
  });
});

describe('县河长办 is told of towns that hear nothing of their lag', () => {
  const told = { day: '2026-11-23', units: [1, 2] };
  const must = (units: number[], today: string, before: ToldOf | null = told) =>
    mustTell(before, units, today, calendar, reminder);

  it('when there is one for the first time, and when another joins, once a day', () => {
    expect(must([1], '2026-11-23', null)).toBe(true);
    expect(must([1, 3], '2026-11-23')).toBe(false);
    expect(must([1, 3], '2026-11-24')).toBe(true);
    expect(must([1], '2026-11-24')).toBe(false);
    expect(must([], '2026-12-30')).toBe(false);
  });

  it('again every five working days while it stays so', () => {
    const again = days('2026-11-24', 8).filter((day) => must([1, 2], day));
    expect(again[0]).toBe('2026-11-30');
  });
});

describe('lagging', () => {
  const matter = { dueDay: '2026-11-20', baseline: false };

  it('begins on the first working day after the due day', () => {
    expect(lags(matter, '2026-11-20', calendar, reminder)).toBe(false);
    expect(lags(matter, '2026-11-22', calendar, reminder)).toBe(false);
    expect(lags(matter, '2026-11-23', calendar, reminder)).toBe(true);
  });

  it('is counted in working days, and is nothing while the due day is not over', () => {
    const overdue = (today: string) => overdueWorkdays('2026-11-20', today, calendar);
    expect(['2026-11-11', '2026-11-20', '2026-11-22', '2026-11-24'].map(overdue)).toEqual([0, 0, 0, 2]);
  });

  it('never touches what was overdue at import', () => {
    expect(lags({ ...matter, baseline: true }, '2026-12-31', calendar, reminder)).toBe(false);
  });
});

describe('the digest of a day', () => {
  const at = (text: string) => new Date(`${text}:00+08:00`);

  it('goes out from its fixed time until people rest, on working days only', () => {
    const isTime = (text: string) => isRemindingTime(at(text), calendar, messages);
    expect(isTime('2026-11-23T08:29')).toBe(false);
    expect(isTime('2026-11-23T08:30')).toBe(true);
    expect(isTime('2026-11-23T19:59')).toBe(true);
    expect(isTime('2026-11-23T20:00')).toBe(false);
    expect(isTime('2026-11-22T08:30')).toBe(false);
  });

  it('carries what happened before its time; the rest is for the next one', () => {
    const dayOf = (text: string) => digestDayOf(at(text), calendar, messages);
    expect(dayOf('2026-11-23T08:00')).toBe('2026-11-23');
    expect(dayOf('2026-11-23T08:30')).toBe('2026-11-24');
    expect(dayOf('2026-11-27T15:00')).toBe('2026-11-30');
    expect(dayOf('2026-11-28T07:00')).toBe('2026-11-30');
  });
});

describe('an ageing card', () => {
  it('is sent anew on the last working day before it would be older than the policy allows', () => {
    // Sent on Monday the 2nd: day 12 is Saturday the 14th, so Friday is the last chance.
    expect(isAgeing('2026-11-02', '2026-11-12', calendar, 12)).toBe(false);
    expect(isAgeing('2026-11-02', '2026-11-13', calendar, 12)).toBe(true);
    // Sent on Wednesday the 4th: day 12 is Monday the 16th, whose own digest is in time.
    expect(isAgeing('2026-11-04', '2026-11-13', calendar, 12)).toBe(false);
    expect(isAgeing('2026-11-04', '2026-11-16', calendar, 12)).toBe(true);
  });

  it('never gets older than 13 days, whatever the holidays', () => {
    const from = fc.integer({ min: 0, max: 700 }).map((n) => addDays('2025-01-05', n));
    fc.assert(
      fc.property(from, (start) => {
        let sent = calendar.nextWorkday(start);
        for (const today of days(sent, 60)) {
          if (!calendar.isWorkday(today)) continue;
          expect(today <= addDays(sent, 12)).toBe(true);
          if (isAgeing(sent, today, calendar, 12)) sent = today;
        }
      }),
    );
  });
});

describe('a matter', () => {
  it('is told from others of its number by its kind, and from others of its kind by its number', () => {
    const keys = [
      { type: 'problem', id: 1 },
      { type: 'problem', id: 11 },
      { type: 'outfall', id: 1 },
    ] as const;
    expect(new Set(keys.map(keyOf)).size).toBe(3);
    expect(keyOf({ type: 'problem', id: 1 })).toBe(keyOf(keys[0]));
  });
});
