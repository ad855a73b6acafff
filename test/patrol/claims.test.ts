import fc from 'fast-check';
import { patrolEnter } from '../../cards/patrolMore';
import { addDays, dayOf, instantAt } from '../../src/core/days';
import { claimed } from '../../src/patrol';

const at = instantAt('2026-11-25', '09:10');
const limits = { at, earliest: '2026-11-23', longestHours: 12 };
const say = (given: Partial<Parameters<typeof claimed>[0]>) =>
  claimed({ day: null, begun: null, ended: null, ...given }, limits);

describe('when somebody says they walked', () => {
  test.each([
    ['ends before it begins', { begun: '09:00', ended: '08:00' }, '晚于'],
    ['lasts 20 hours', { day: '2026-11-24', begun: '03:00', ended: '23:00' }, '超过12小时'],
    ['is tomorrow', { day: '2026-11-26' }, '还没有到'],
    ['is this evening', { begun: '19:00' }, '还没有到'],
    ['was before the period began', { day: '2026-11-22' }, '太早'],
  ])('what %s is refused in a sentence', (_, given, words) => {
    expect(() => say(given)).toThrow(words);
  });

  test('without a time it is now, or noon of the day', () => {
    expect(say({})).toEqual({ occurredAt: at, startedAt: null });
    expect(say({ day: '2026-11-24' }).occurredAt).toEqual(instantAt('2026-11-24', '12:00'));
  });

  test('whatever is said, what is taken lies between the first day and now, and begins before it ends', () => {
    const time = fc
      .tuple(fc.nat({ max: 23 }), fc.nat({ max: 59 }))
      .map(([h, m]) => `${String(h).padStart(2, '0')}:${String(m).padStart(2, '0')}`);
    const day = fc.integer({ min: -10, max: 10 }).map((n) => addDays('2026-11-25', n));
    fc.assert(
      fc.property(fc.option(day), fc.option(time), fc.option(time), (on, begun, ended) => {
        try {
          const { occurredAt, startedAt } = say({ day: on, begun, ended });
          expect(occurredAt <= at && dayOf(occurredAt) >= '2026-11-23').toBe(true);
          expect(startedAt === null || startedAt <= occurredAt).toBe(true);
        } catch (error) {
          expect(error).toMatchObject({ code: 'press.form' });
        }
      }),
    );
  });

  test.each([
    ['9:30', '09:30'],
    ['9：30', '09:30'],
    ['9点', '09:00'],
    ['14点5分', '14:05'],
    ['', null],
  ])('%s is read as %s', (begun, read) => {
    const parsed = patrolEnter.parse({ value: { task: 1, version: 1 }, formValue: { begun } });
    expect(parsed).toMatchObject({ ok: true, input: { begun: read } });
  });

  test.each(['上午', '25:00', '9:75', '-1'])('%s is no time, and says how to write one', (begun) => {
    const parsed = patrolEnter.parse({ value: { task: 1, version: 1 }, formValue: { begun } });
    expect(parsed).toMatchObject({ ok: false, fault: expect.stringContaining('9:30') });
  });
});
