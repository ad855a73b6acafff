import fc from 'fast-check';
import type { DocumentRung } from '../../../entities';
import { Calendar } from '../../../src/core/calendar';
import { addDays } from '../../../src/core/days';
import { LADDER_RULES } from '../../../src/core/policyLadder';
import { lifeOf } from '../../../src/escalation/ladder/lifecycle';
import { replay, type Step, stepsOf } from '../../../src/escalation/ladder/replay';
import type { FrozenRules } from '../../../src/escalation/ladder/rules';
import { Played } from './worked';

const calendar = new Calendar();
const LEVEL = ['', '', '通报', '约谈', '督查'];
const MONDAY = '2026-11-23';

interface Course {
  /** Days from the first of the lag to its end; 0: never. */
  cleared: number;
  /** What becomes of each draft, and after how many days. */
  drafts: { what: '签发' | '退回' | '留着'; after: number }[];
  /** Days after which 说明情况 is said and approved for a week. */
  explained: number;
  /** Days from a signature to the report; 0: none. */
  reported: number;
}

/** A case lived day by day, machine and people. */
function live(rules: FrozenRules, { cleared, drafts, explained, reported }: Course, length: number): Played {
  const played = new Played(rules, calendar);
  const waiting = [...drafts];
  let draftSince: string | null = null;
  let signed: string | null = null;
  played.happen('滞后', MONDAY);
  played.happen('已提醒', MONDAY);
  for (let n = 0; n < length; n += 1) {
    const day = addDays(MONDAY, n);
    if (cleared > 0 && n === cleared) played.happen('办完', day);
    if (explained > 0 && n === explained) {
      played.happen('说明情况', day);
      played.happen(`同意到${addDays(day, 7)}`, day);
    }
    if (signed !== null && reported > 0 && day === addDays(signed, reported)) played.happen('报整改', day);
    played.look(day);
    const { draft } = lifeOf(played.events);
    if (draft && draft.documentId === null && calendar.isWorkday(day)) {
      played.happen(`起草${LEVEL[draft.rung]}`, day);
      draftSince = day;
    }
    const known = waiting[0];
    const open = lifeOf(played.events).draft;
    if (open?.documentId && draftSince !== null && known && known.what !== '留着') {
      if (calendar.workdaysBetween(draftSince, day) === known.after && calendar.isWorkday(day)) {
        played.happen(`${known.what}${LEVEL[open.rung]}`, day);
        signed = known.what === '签发' ? day : signed;
        waiting.shift();
        draftSince = null;
      }
    }
  }
  return played;
}

const again = (played: Played, rules: FrozenRules, to: string, given: { shift?: number } = {}): Step[] =>
  replay(
    { type: 'problem', events: played.events, numberOn: () => ({}), straight: null, shift: 0, ...given },
    rules,
    calendar,
    to,
  );

const untouched: Course = { cleared: 0, drafts: [], explained: 0, reported: 0 };
const signedAtOnce: Course = {
  ...untouched,
  drafts: [
    { what: '签发', after: 0 },
    { what: '签发', after: 0 },
  ],
};

describe('a case under other rules', () => {
  it('takes the steps it took, under the rules it had, whatever happened', () => {
    const draft = fc.record({
      what: fc.constantFrom('签发' as const, '签发' as const, '留着' as const),
      after: fc.integer({ min: 0, max: 4 }),
    });
    const course = fc.record({
      cleared: fc.oneof(fc.constant(0), fc.integer({ min: 2, max: 60 })),
      drafts: fc.array(draft, { maxLength: 2 }),
      explained: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 12 })),
      reported: fc.integer({ min: 0, max: 9 }),
    });
    fc.assert(
      fc.property(course, (one) => {
        const played = live(LADDER_RULES, one, 70);
        const to = addDays(MONDAY, 69);
        expect(again(played, LADDER_RULES, to)).toEqual(stepsOf(played.events));
      }),
      { numRuns: 300 },
    );
  });

  it('comes to 通报 earlier when there are fewer days to answer in', () => {
    const played = live(LADDER_RULES, untouched, 20);
    expect(stepsOf(played.events)).toEqual([
      { rung: 1, day: MONDAY },
      { rung: 2, day: '2026-12-01' },
    ]);
    expect(again(played, { ...LADDER_RULES, remindReplyWorkdays: 2 }, '2026-12-12')).toEqual([
      { rung: 1, day: MONDAY },
      { rung: 2, day: '2026-11-26' },
    ]);
  });

  it('is spared 通报 where it was cleared before the longer days ran out', () => {
    const played = live(LADDER_RULES, { ...untouched, cleared: 9 }, 20);
    expect(stepsOf(played.events)).toHaveLength(2);
    expect(again(played, { ...LADDER_RULES, remindReplyWorkdays: 8 }, '2026-12-12')).toEqual([
      { rung: 1, day: MONDAY },
    ]);
  });

  it('waits for the signature as long as it did', () => {
    const slow: Course = { ...untouched, drafts: [{ what: '签发', after: 3 }] };
    const played = live(LADDER_RULES, slow, 40);
    const [, , interview] = again(played, { ...LADDER_RULES, remindReplyWorkdays: 2 }, '2027-01-10');
    // 通报 due on Thursday the 26th of November, signed on Monday instead of three days later, ten working days and the next.
    expect(interview).toEqual({ rung: 3, day: '2026-12-15' });
  });

  it('stays with a draft that nobody has touched', () => {
    const kept: Course = { ...untouched, drafts: [{ what: '留着', after: 0 }] };
    const played = live(LADDER_RULES, kept, 60);
    expect(again(played, { ...LADDER_RULES, remindReplyWorkdays: 2 }, '2027-01-20').at(-1)?.rung).toBe(2);
  });

  it('begins later when it takes longer to lag', () => {
    const played = live(LADDER_RULES, untouched, 20);
    expect(again(played, LADDER_RULES, '2026-12-12', { shift: 2 })).toEqual([
      { rung: 1, day: '2026-11-25' },
      { rung: 2, day: '2026-12-03' },
    ]);
  });

  it('never skips a rung and takes each once, under any rules', () => {
    const days = fc.integer({ min: 1, max: 30 });
    fc.assert(
      fc.property(days, days, (remindReplyWorkdays, circulateReplyWorkdays) => {
        const played = live(LADDER_RULES, signedAtOnce, 70);
        const rungs = again(
          played,
          { ...LADDER_RULES, remindReplyWorkdays, circulateReplyWorkdays },
          addDays(MONDAY, 120),
        ).map(({ rung }) => rung);
        expect(rungs).toEqual(([1, 2, 3] as (1 | DocumentRung)[]).slice(0, rungs.length));
      }),
    );
  });
});
