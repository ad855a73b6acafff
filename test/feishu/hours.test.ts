import fc from 'fast-check';
import type { MessageClass } from '../../entities';
import { dayOf, instantAt, timeOf } from '../../src/core/days';
import { movesAt, openClasses } from '../../src/feishu/delivery/schedule';
import { earliest, hoursOf, MESSAGE_CLASSES } from '../../src/feishu/hours';
import { testCalendar, testPolicy } from '../factories';

const { messages } = testPolicy();
const when = (messageClass: MessageClass, iso: string) =>
  earliest(messageClass, new Date(iso), messages, testCalendar);

/** Any instant of 2026, to the second: weekends, the Spring Festival, National Day and made-up working days included. */
const instant = fc
  .integer({ min: 0, max: 365 * 86_400 - 1 })
  .map((second) => new Date(instantAt('2026-01-01', '00:00').getTime() + second * 1_000));
const anyClass = fc.constantFrom(...MESSAGE_CLASSES);

describe('the hours in which a message may reach people', () => {
  test('are kept by every class at every instant of a year', () => {
    fc.assert(
      fc.property(anyClass, instant, (messageClass, at) => {
        const allowed = earliest(messageClass, at, messages, testCalendar);
        const hours = hoursOf(messageClass, messages);
        if (!hours) return allowed === at;
        const time = timeOf(allowed);
        const inside = hours.some(({ from, to }) => from <= time && time < to);
        return inside && testCalendar.isWorkday(dayOf(allowed));
      }),
      { numRuns: 5_000 },
    );
  });

  test('are never before the instant itself, and asking again changes nothing', () => {
    fc.assert(
      fc.property(anyClass, instant, (messageClass, at) => {
        const allowed = earliest(messageClass, at, messages, testCalendar);
        const again = earliest(messageClass, allowed, messages, testCalendar);
        return allowed >= at && again.getTime() === allowed.getTime();
      }),
    );
  });

  test('leave out nothing: no allowed instant lies between', () => {
    fc.assert(
      fc.property(anyClass, instant, fc.double({ min: 0, max: 1, noNaN: true }), (messageClass, at, part) => {
        const allowed = earliest(messageClass, at, messages, testCalendar).getTime();
        const between = new Date(at.getTime() + (allowed - at.getTime()) * part * 0.999);
        return (
          allowed === at.getTime() || !openClasses(between, messages, testCalendar).includes(messageClass)
        );
      }),
    );
  });

  test('read as the county says them', () => {
    expect(when('task', '2026-10-12T07:59:59+08:00')).toEqual(new Date('2026-10-12T08:00:00+08:00'));
    expect(when('task', '2026-10-12T20:00:00+08:00')).toEqual(new Date('2026-10-13T08:00:00+08:00'));
    expect(when('digest', '2026-10-12T08:00:00+08:00')).toEqual(new Date('2026-10-12T08:30:00+08:00'));
    expect(when('notice', '2026-10-12T12:30:00+08:00')).toEqual(new Date('2026-10-12T14:30:00+08:00'));
    expect(when('notice', '2026-10-16T18:00:00+08:00')).toEqual(new Date('2026-10-19T08:00:00+08:00'));
    // National Day: from the evening before it to the first working day after it.
    expect(when('task', '2026-09-30T21:00:00+08:00')).toEqual(new Date('2026-10-08T08:00:00+08:00'));
  });

  test('a policy that leaves a class no hours is found out', () => {
    const closed = { ...messages, digestAt: '21:00' };
    expect(() => earliest('digest', new Date('2026-10-12T09:00:00+08:00'), closed, testCalendar)).toThrow(
      'leaves digest messages no hours',
    );
  });

  test('a digest of an earlier day moves behind the day’s own, whenever it is looked at', () => {
    fc.assert(
      fc.property(instant, (at) => {
        const due = instantAt('2025-12-31', '08:30');
        const move = movesAt(at, messages, testCalendar).find(
          ({ messageClass, from, before }) => messageClass === 'digest' && from <= due && due < before,
        );
        const open = openClasses(at, messages, testCalendar).includes('digest');
        return move ? move.to > at && timeOf(move.to) === '08:45' : open && timeOf(at) >= '08:45';
      }),
    );
  });
});
