import fc from 'fast-check';
import {
  APPEAL_STEPS,
  nextAppeal,
  nextRound,
  ROUND_STEPS,
  type RoundStep,
  replayAppeal,
  replayRound,
} from '../../../src/assessment/rounds/lifecycle';
import {
  correctable,
  draftDay,
  dutyOf,
  isFreeToReview,
  mayAppeal,
  roundPeriod,
  whyNoAppeal,
} from '../../../src/assessment/rounds/rules';
import { ROUND_RULES } from '../../../src/core/policyRounds';
import { testCalendar, testPolicy } from '../../factories';

const steps = Object.keys(ROUND_STEPS) as RoundStep[];

describe('the life of a formal round', () => {
  it('goes from draft over 公示 to 定稿, and never back', () => {
    const order = { draft: 0, notice: 1, final: 2 };
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...steps), { maxLength: 30 }), (tried) => {
        let state: keyof typeof order = 'draft';
        const taken: { action: string }[] = [];
        for (const step of tried) {
          const next = nextRound(state, step);
          if (next === null) continue;
          expect(order[next]).toBeGreaterThanOrEqual(order[state]);
          state = next;
          taken.push({ action: ROUND_STEPS[step].action });
        }
        expect(replayRound(taken)).toBe(state);
      }),
    );
  });

  it('is not final without 公示, and what is final is only amended', () => {
    expect(nextRound('draft', 'finalise')).toBeNull();
    expect(steps.filter((step) => nextRound('final', step) !== null)).toEqual(['rescore', 'amend']);
    expect(replayRound([{ action: 'drafted' }, { action: 'finalised' }])).toBeNull();
    expect(replayRound([{ action: 'strange' }])).toBeNull();
  });

  it('decides about an appeal once', () => {
    expect(nextAppeal('open', 'uphold')).toBe('upheld');
    expect(nextAppeal('open', 'correct')).toBe('corrected');
    for (const state of ['upheld', 'corrected'] as const) {
      for (const step of Object.keys(APPEAL_STEPS)) {
        expect(nextAppeal(state, step as keyof typeof APPEAL_STEPS)).toBeNull();
      }
    }
    expect(replayAppeal([{ action: 'appealed' }, { action: 'corrected' }])).toBe('corrected');
  });
});

describe('the rules of a formal round', () => {
  const when = { rules: ROUND_RULES, calendar: testCalendar };

  it('take the last period that is over, by the policy', () => {
    expect(roundPeriod('year', '2027-01-18')?.key).toBe('2026');
    expect(roundPeriod('quarter', '2027-01-18')?.key).toBe('2026-Q4');
    expect(roundPeriod('month', '2027-03-01')?.key).toBe('2027-02');
    expect(roundPeriod('none', '2027-01-18')).toBeNull();
    const period = roundPeriod('month', '2026-11-02');
    // Ten working days after a Saturday that ends October.
    expect(period && draftDay(period, when)).toBe('2026-11-13');
  });

  it('take appeals until the last day of 公示, before none and after none', () => {
    const say = (day: string): string => day;
    const notice = { state: 'notice', noticeUntil: '2026-11-27' } as const;
    expect(whyNoAppeal(notice, '2026-11-27', say)).toBeNull();
    expect(whyNoAppeal(notice, '2026-11-28', say)).toBe('申诉到2026-11-27为止，已经过了');
    expect(whyNoAppeal({ state: 'draft', noticeUntil: null }, '2026-11-20', say)).toContain('还没有公示');
    expect(whyNoAppeal({ ...notice, state: 'final' }, '2026-11-27', say)).toContain('已经定稿');
  });

  it('let the round end only when 公示 is over and nothing is open', () => {
    const notice = { state: 'notice', noticeUntil: '2026-11-27' } as const;
    expect(dutyOf(notice, 0, '2026-11-27')).toBeNull();
    expect(dutyOf(notice, 1, '2026-11-28')).toBeNull();
    expect(dutyOf(notice, 0, '2026-11-28')).toBe('finalise');
    expect(dutyOf({ state: 'draft', noticeUntil: null }, 0, '2026-11-28')).toBe('publish');
    expect(dutyOf({ ...notice, state: 'final' }, 0, '2026-11-28')).toBeNull();
  });

  it('let the chief appeal, or a head of the town, and nobody for another', () => {
    const roles = { roles: ['镇长'] as const, policy: testPolicy() };
    const chief = { subject: 'chief', unitId: 1, personId: 7 } as const;
    const town = { subject: 'town', unitId: 1, personId: null } as const;
    expect(mayAppeal(chief, { id: 7, unitId: 1 }, { ...roles, roles: [] })).toBe(true);
    expect(mayAppeal(chief, { id: 8, unitId: 1 }, roles)).toBe(false);
    expect(mayAppeal(town, { id: 8, unitId: 1 }, roles)).toBe(true);
    expect(mayAppeal(town, { id: 8, unitId: 2 }, roles)).toBe(false);
    expect(mayAppeal(town, { id: 8, unitId: 1 }, { ...roles, roles: ['镇联络员'] })).toBe(false);
    const department = { subject: 'department', unitId: 3, personId: null } as const;
    const head = { ...roles, roles: ['部门负责人'] as const };
    expect(mayAppeal(department, { id: 9, unitId: 3 }, head)).toBe(true);
    expect(mayAppeal(department, { id: 9, unitId: 3 }, { ...roles, roles: ['分局'] })).toBe(true);
    expect(mayAppeal(department, { id: 9, unitId: 4 }, head)).toBe(false);
    expect(mayAppeal(department, { id: 9, unitId: 3 }, { ...roles, roles: ['部门联络员'] })).toBe(false);
    expect(mayAppeal(department, { id: 9, unitId: 3 }, roles)).toBe(false);
  });

  it('let nobody review what they published, confirmed, contested or are scored by', () => {
    const round = { confirmedById: 1, publishedById: 2 };
    const town = { subject: 'town', unitId: 9, personId: null } as const;
    const free = (id: number, unitId = 5) => isFreeToReview(round, { byId: 3 }, town, { id, unitId });
    expect([1, 2, 3, 4].map((id) => free(id))).toEqual([false, false, false, true]);
    expect(free(4, 9)).toBe(false);
    const chief = { subject: 'chief', unitId: 9, personId: 4 } as const;
    expect(isFreeToReview(round, { byId: 3 }, chief, { id: 4, unitId: 5 })).toBe(false);
  });

  it('keep a correction within what the line can be: nothing to its maximum, a 扣分 up to nothing', () => {
    expect(correctable({ points: 1000, max: 1500 })).toEqual({ from: 0, to: 1500 });
    expect(correctable({ points: -500, max: 0 })).toEqual({ from: -500, to: 0 });
  });
});
