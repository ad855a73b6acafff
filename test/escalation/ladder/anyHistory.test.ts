import fc from 'fast-check';
import { Calendar } from '../../../src/core/calendar';
import { addDays } from '../../../src/core/days';
import { LADDER_RULES } from '../../../src/core/policyLadder';
import { eventOf, type LadderEvent, lifeOf, rowOf, stopsOn } from '../../../src/escalation/ladder/lifecycle';
import { advance, columnsOf, nextStep } from '../../../src/escalation/ladder/rules';
import { Played } from './worked';

const calendar = new Calendar();

/** What may happen to a case on a day, in the words of cases.yaml; what makes no sense then does nothing. */
const happening = fc.constantFrom(
  '已提醒',
  '报整改',
  '申请延期',
  '说明情况',
  '不同意',
  '停巡',
  '恢复巡河',
  '转给部门',
  '转回',
  '重大',
  '没人能收到',
  '有人能收到',
  '突出问题',
  '年度目标没完成',
  '落后20点/20点',
  '落后30点/20点/20点',
  '漏巡1期（下期2026-12-06）',
  '漏巡2期（下期2026-12-13）',
  '签发',
  '退回',
  '撤回',
  '办结',
  '办完',
);
/** Days between what happens, and what happens. */
const history = fc.record({
  from: fc.integer({ min: 0, max: 500 }),
  kind: fc.constantFrom('', '弄虚作假'),
  steps: fc.array(fc.tuple(fc.integer({ min: 0, max: 9 }), happening), { maxLength: 40 }),
});

const LEVEL = ['', '', '通报', '约谈', '督查'];
const RULES = LADDER_RULES;

/** Plays a history day by day, rest days included; the machine drafts when it says so, as the job does. */
function play(
  { from, kind, steps }: typeof history extends fc.Arbitrary<infer T> ? T : never,
  see: (played: Played, day: string, next: ReturnType<Played['look']>, before: LadderEvent[]) => void,
): Played {
  const played = new Played(RULES, calendar);
  let day = addDays('2026-01-05', from);
  played.happen('滞后', day);
  if (kind) played.happen(kind, day);
  const look = () => {
    const before = [...played.events];
    const next = played.look(day);
    see(played, day, next, before);
    const { draft } = lifeOf(played.events);
    if (next.is === 'step' && draft?.documentId === null) {
      played.happen(`起草${LEVEL[draft.rung]}`, day);
      see(played, day, played.look(day), [...played.events]);
    }
  };
  look();
  for (const [wait, word] of steps) {
    for (let n = 0; n < wait; n += 1) {
      day = addDays(day, 1);
      look();
    }
    const { draft, rung, asked } = lifeOf(played.events);
    if (['签发', '退回', '撤回'].includes(word)) {
      if (draft?.documentId) played.happen(`${word}${LEVEL[draft.rung]}`, day);
    } else if (word === '办结') {
      if (rung >= 3) played.happen(`办结${LEVEL[rung]}`, day);
    } else if (word === '不同意') {
      if (asked.length > 0) played.happen(word, day);
    } else if (word !== '报整改' || rung >= 2) played.happen(word, day);
    look();
  }
  return played;
}

describe('any history of a case', () => {
  const always = (see: Parameters<typeof play>[1]) =>
    fc.assert(
      fc.property(history, (one) => {
        play(one, see);
      }),
      { numRuns: 300 },
    );

  it('has no step without its cause: it lags, its clock runs, and its days to answer in have passed', () => {
    always((played, day, next, before) => {
      const due = played.events.slice(before.length).find(({ what }) => what === 'due');
      if (!due) return;
      const life = lifeOf(before);
      expect(next).toMatchObject({ is: 'step' });
      expect(played.standing.there).toBe(true);
      expect(stopsOn(lifeOf(played.events), day)).toEqual([]);
      expect(life.asked).toEqual([]);
      const straight = played.standing.straight !== null && played.standing.straight > life.rung;
      if (straight || (next.is === 'step' && next.rung === 4)) return;
      // The rows of this pass may have told of 提醒 only now.
      const since = lifeOf(played.events).rungDay as string;
      const days =
        next.is === 'step' && next.rung === 2 ? RULES.remindReplyWorkdays : RULES.circulateReplyWorkdays;
      expect(calendar.workdaysBetween(since, day)).toBeGreaterThan(days);
    });
  });

  it('has, for as long as it lags, a step, a day to come that works, or somebody it waits for', () => {
    always((played, day, next) => {
      if (lifeOf(played.events).cleared) return expect(next).toEqual({ is: 'cleared' });
      const { state, nextDay, waitsFor, stoppedFor, stoppedUntil } = columnsOf(next);
      expect(state).not.toBe('cleared');
      if (nextDay !== null) {
        expect(calendar.isWorkday(nextDay)).toBe(true);
        expect(nextDay >= day).toBe(true);
      }
      const named = nextDay !== null || waitsFor !== null || (stoppedFor !== null && stoppedUntil === null);
      expect(named).toBe(true);
    });
  });

  it('never has two of one rung: not two drafts at once, none of a rung that was signed, no level skipped unasked', () => {
    always((played, _, __, before) => {
      for (const event of played.events.slice(before.length)) {
        if (event.what !== 'due') continue;
        const life = lifeOf(before);
        expect(life.draft).toBeNull();
        expect(event.rung).toBeGreaterThan(life.rung);
        const reached = lifeOf([...before, ...played.events.slice(before.length)]).rung;
        if (event.rung > reached + 1) expect(played.standing.straight).toBe(event.rung);
      }
    });
  });

  it('asks for no draft in quiet time: on no day of rest', () => {
    always((played, day, _, before) => {
      if (played.events.slice(before.length).some(({ what }) => what === 'due')) {
        expect(calendar.isWorkday(day)).toBe(true);
      }
    });
  });

  it('told again from its rows leads to the same, and a doubled pass writes nothing', () => {
    always((played, day, next) => {
      const replayed = JSON.parse(JSON.stringify(played.events.map(rowOf))).map(eventOf);
      expect(nextStep(played.standing, replayed, RULES, calendar, day)).toEqual(next);
      expect(advance(played.standing, played.events, RULES, calendar, day)).toEqual({ added: [], next });
    });
  });
});
