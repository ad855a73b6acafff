import { Calendar } from '../../../src/core/calendar';
import { LADDER_RULES } from '../../../src/core/policyLadder';
import type { LadderEvent, Stop } from '../../../src/escalation/ladder/lifecycle';
import { lifeOf } from '../../../src/escalation/ladder/lifecycle';
import {
  advance,
  columnsOf,
  monthsBehind,
  nextStep,
  observe,
  runOut,
  type Standing,
} from '../../../src/escalation/ladder/rules';

const calendar = new Calendar();
const standing = (given: Partial<Standing> = {}): Standing => ({
  type: 'problem',
  there: true,
  stops: [],
  remindedDay: null,
  unheard: false,
  straight: null,
  targetMissed: false,
  ...given,
});
const reminded: LadderEvent[] = [
  { what: 'began', day: '2026-11-23' },
  { what: 'reminded', day: '2026-11-23' },
];
const next = (given: Partial<Standing>, events: LadderEvent[], today: string) =>
  nextStep(standing(given), events, LADDER_RULES, calendar, today);
const stopped = (why: Stop['why'], until: string | null, day = '2026-11-24'): LadderEvent => ({
  what: 'stopped',
  why,
  until,
  day,
});

describe('what the columns of a case say', () => {
  const nothing = { nextDay: null, waitsFor: null, stoppedFor: null, stoppedUntil: null };

  it('of each thing that may come next', () => {
    expect(columnsOf({ is: 'cleared' })).toEqual({ ...nothing, state: 'cleared' });
    expect(columnsOf({ is: 'wait', until: '2026-12-01', rung: 2 })).toEqual({
      ...nothing,
      state: 'running',
      nextDay: '2026-12-01',
    });
    expect(columnsOf({ is: 'waitFor', who: 'decider' })).toEqual({
      ...nothing,
      state: 'running',
      waitsFor: 'decider',
    });
    expect(columnsOf({ is: 'step', rung: 2 })).toEqual({ ...nothing, state: 'running', waitsFor: 'issuer' });
    expect(columnsOf({ is: 'step', rung: 3 })).toEqual({ ...nothing, state: 'running', waitsFor: 'signer' });
    expect(columnsOf({ is: 'stopped', why: 'grace', until: '2026-12-04', resumes: '2026-12-07' })).toEqual({
      ...nothing,
      state: 'stopped',
      nextDay: '2026-12-07',
      stoppedFor: 'grace',
      stoppedUntil: '2026-12-04',
    });
  });
});

describe('a pass over a case', () => {
  it('writes down that a draft is asked for, once', () => {
    const first = advance(standing(), reminded, LADDER_RULES, calendar, '2026-12-01');
    expect(first).toEqual({
      added: [{ what: 'due', rung: 2, day: '2026-12-01' }],
      next: { is: 'step', rung: 2 },
    });
    const second = advance(standing(), [...reminded, ...first.added], LADDER_RULES, calendar, '2026-12-02');
    expect(second).toEqual({ added: [], next: { is: 'step', rung: 2 } });
    expect(advance(standing(), reminded, LADDER_RULES, calendar, '2026-11-30').added).toEqual([]);
  });

  it('waits for an issuer of a 通报, and for a signer of what is above it', () => {
    const drafted = (rung: 2 | 3): LadderEvent => ({
      what: 'drafted',
      rung,
      documentId: 1,
      day: '2026-12-01',
    });
    expect(next({}, [...reminded, drafted(2)], '2026-12-02')).toEqual({ is: 'waitFor', who: 'issuer' });
    expect(next({}, [...reminded, drafted(3)], '2026-12-02')).toEqual({ is: 'waitFor', who: 'signer' });
  });

  it('asks 县河长办 once, after a 约谈, when the year’s target was missed', () => {
    const invited: LadderEvent[] = [
      ...reminded,
      { what: 'issued', rung: 3, documentId: 1, day: '2026-12-15' },
    ];
    const asked = (missed: boolean, events: LadderEvent[]) =>
      observe(standing({ targetMissed: missed }), lifeOf(events), '2027-01-04');
    const judge: LadderEvent = { what: 'judge', day: '2027-01-04' };
    expect(asked(true, invited)).toEqual([judge]);
    expect(asked(true, [...invited, judge])).toEqual([]);
    expect(asked(false, invited)).toEqual([]);
    expect(asked(true, reminded)).toEqual([]);
  });

  it('does not look for a lower rung than was reached, though the policy would let it go there at once', () => {
    const issued: LadderEvent = { what: 'issued', rung: 2, documentId: 1, day: '2026-12-01' };
    expect(next({ straight: 2 }, [...reminded, issued], '2026-12-02')).toEqual({
      is: 'wait',
      until: '2026-12-16',
      rung: 3,
    });
  });
});

describe('the clock', () => {
  it('stands until the last of several stops has ended, and goes on with the next working day', () => {
    const two = [...reminded, stopped('extension', '2026-12-04'), stopped('grace', '2026-12-11')];
    const last = { is: 'stopped', why: 'grace', until: '2026-12-11', resumes: '2026-12-14' };
    expect(next({}, two, '2026-11-25')).toEqual(last);
    expect(next({}, [...two].reverse().concat(reminded), '2026-11-25')).toEqual(last);
    const endless = { is: 'stopped', why: 'department', until: null, resumes: null };
    expect(next({}, [...two, stopped('department', null)], '2026-11-25')).toEqual(endless);
    expect(next({}, [...reminded, stopped('department', null), ...two], '2026-11-25')).toEqual(endless);
  });

  it('keeps what was approved whatever the world shows, and ends what the world no longer shows', () => {
    const life = lifeOf([
      ...reminded,
      stopped('explained', '2026-12-04'),
      stopped('suspension', '2026-12-11'),
    ]);
    expect(observe(standing(), life, '2026-11-26')).toEqual([
      { what: 'resumed', why: 'suspension', day: '2026-11-26' },
    ]);
    // Another stop that holds does not keep this one.
    const grace: Stop = { why: 'grace', from: '2026-11-26', to: '2026-12-08' };
    expect(observe(standing({ stops: [grace] }), life, '2026-11-26')).toEqual([
      { what: 'stopped', why: 'grace', day: '2026-11-26', until: '2026-12-08' },
      { what: 'resumed', why: 'suspension', day: '2026-11-26' },
    ]);
    const extension: Stop = { why: 'extension', from: '2026-11-24', to: null };
    const unbounded = lifeOf([...reminded, stopped('extension', null)]);
    expect(observe(standing({ stops: [extension] }), unbounded, '2026-11-26')).toEqual([]);
    expect(observe(standing(), unbounded, '2026-11-26')).toEqual([
      { what: 'resumed', why: 'extension', day: '2026-11-26' },
    ]);
  });

  it('counts the working days on which it ran, and finds a day though a stop has no end', () => {
    const bounded: Stop = { why: 'grace', from: '2026-11-24', to: '2026-11-25' };
    expect(runOut('2026-11-23', 0, { stops: [] }, calendar)).toBe('2026-11-24');
    expect(runOut('2026-11-23', 0, { stops: [bounded] }, calendar)).toBe('2026-11-26');
    const endless: Stop = { why: 'department', from: '2026-11-24', to: null };
    expect(runOut('2026-11-23', 0, { stops: [endless] }, calendar)).toBe('2026-11-24');
  });
});

describe('months behind', () => {
  it('are counted from the newest back to the first that was good enough', () => {
    const rules = { behindPoints: 15 };
    expect(monthsBehind([], rules)).toBe(0);
    expect(monthsBehind([15, 15, 14, 30], rules)).toBe(2);
    expect(monthsBehind([14, 30], rules)).toBe(0);
    expect(monthsBehind([20, 20], rules)).toBe(2);
  });
});
