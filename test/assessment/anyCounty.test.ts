import fc from 'fast-check';
import {
  hundredths,
  isBonus,
  isDeduction,
  isItem,
  isPending,
  isVeto,
  SCALING,
  type Score,
} from '../../src/assessment/points';
import type { Facts } from '../../src/assessment/scores';
import { counts, whoseAre } from '../../src/assessment/whose';
import { bonusOf, confirmedOf, deductionsOf } from '../../src/core/policy';
import { sheetFaults } from '../../src/core/policySheetChecks';
import { SHEETS } from '../../src/core/policySheets';
import { anyCounty, anySheet, type County, type Sheet, scoresOf } from './anyCounty';
import { walked } from './facts';

/* What holds for towns, chiefs and 县直部门 alike, whatever sheet the county writes and whatever is on record. */

const sumOf = (lines: Score['lines']): number => lines.reduce((sum, { points }) => sum + points, 0);
const itemsOf = ({ lines }: Score) => lines.filter((line) => isItem(line) && line.applicable);

/** How much may be taken off a score at most. */
const mostTaken = (sheet: Sheet): number =>
  hundredths(deductionsOf(sheet).most) + hundredths(confirmedOf(sheet).most);

describe('any sheet of these tests', () => {
  it('is one that the policy file may have', () => {
    fc.assert(
      fc.property(anySheet, (sheet) => {
        for (const name of SHEETS) expect(sheetFaults(name, sheet[name])).toEqual([]);
      }),
    );
  });
});

describe('any score', () => {
  it('lies between 0 and 100 with the bonus; its lines give it by the formula', () => {
    fc.assert(
      fc.property(anyCounty, (county) => {
        const bonusMost = hundredths(bonusOf(county.sheet).most);
        for (const score of scoresOf(county).values()) {
          const items = itemsOf(score);
          for (const { points, max } of items) {
            expect(Number.isInteger(points) && points >= 0 && points <= max).toBe(true);
          }
          const max = items.reduce((sum, line) => sum + line.max, 0);
          expect(score.score === null).toBe(max === 0);
          if (score.score === null) {
            expect(sumOf(score.lines)).toBe(0);
            continue;
          }
          const bonus = sumOf(score.lines.filter(isBonus));
          const taken = sumOf(score.lines.filter(isDeduction));
          expect(bonus >= 0 && bonus <= bonusMost).toBe(true);
          expect(taken <= 0 && -taken <= mostTaken(county.sheet)).toBe(true);
          expect(score.score >= 0 && score.score <= 10_000 + bonus).toBe(true);
          expect(sumOf(score.lines)).toBe(score.score);
          const ofItems = score.score - bonus - taken;
          expect(Math.abs(ofItems - (sumOf(items) / max) * 10_000)).toBeLessThanOrEqual(0.5001);
        }
      }),
    );
  });

  it('cites a record, each once, wherever a line counts for or against anybody', () => {
    fc.assert(
      fc.property(anyCounty, (county) => {
        for (const { lines } of scoresOf(county).values()) {
          for (const line of lines) {
            const weighs = line.applicable || isDeduction(line) || isBonus(line) || isVeto(line);
            if (weighs || isPending(line)) expect(line.evidence.length).toBeGreaterThan(0);
            else expect(line.evidence).toEqual([]);
            const keys = line.evidence.map(({ kind, id }) => `${kind} ${id}`);
            expect(new Set(keys).size).toBe(keys.length);
            expect(line.points === 0 || weighs || line.rule === SCALING).toBe(true);
          }
        }
      }),
    );
  });

  it('is 不合格 by a veto whatever its points, and by a veto alone differs from what its points say', () => {
    fc.assert(
      fc.property(anyCounty, (county) => {
        for (const score of scoresOf(county).values()) {
          if (score.lines.some(isVeto)) expect(score.grade).toBe('不合格');
          else if (score.score === null) expect(score.grade).toBe('不适用');
          else expect(score.grade === '不合格').toBe(score.score < 6000);
        }
      }),
    );
  });

  it('is the same whatever the order of the records, to the byte', () => {
    const shuffled = <Row>(rows: readonly Row[]) =>
      fc.shuffledSubarray([...rows], { minLength: rows.length });
    const shuffledMap = <Fact>(map: ReadonlyMap<number, readonly Fact[]>) =>
      shuffled([...map]).chain((entries) =>
        fc
          .tuple(...entries.map(([, own]) => shuffled(own)))
          .map((lists) => new Map(entries.map(([unit], n) => [unit, lists[n] ?? []]))),
      );
    const inOtherOrder = ({ sheet, facts }: County): fc.Arbitrary<County> =>
      fc
        .record<Facts>({
          towns: shuffled(facts.towns),
          departments: shuffled(facts.departments),
          chiefs: shuffled(facts.chiefs),
          terms: shuffled(facts.terms),
          reaches: shuffled(facts.reaches),
          tasks: shuffled(facts.tasks),
          problems: shuffled(facts.problems),
          confirmed: shuffled(facts.confirmed),
          marks: shuffled(facts.marks),
          remedies: shuffledMap(facts.remedies),
          standards: shuffledMap(facts.standards),
          samples: shuffledMap(facts.samples),
          complaints: shuffledMap(facts.complaints),
          escalations: fc.record({
            ofUnits: shuffledMap(facts.escalations.ofUnits).map(
              (map) => new Map([...map].map(([unit, own]) => [unit, [...own]])),
            ),
            ofPosts: shuffled(facts.escalations.ofPosts),
          }),
        })
        .map((other) => ({ sheet, facts: other }));
    const both = anyCounty.chain((county) => fc.tuple(fc.constant(county), inOtherOrder(county)));
    fc.assert(
      fc.property(both, ([county, other]) => {
        expect(JSON.stringify([...scoresOf(other)])).toBe(JSON.stringify([...scoresOf(county)]));
      }),
    );
  });
});

/** The facts without the lapse, and with it; null where they have nothing that could lapse. */
type Lapse = (facts: Facts) => readonly [well: Facts, ill: Facts] | null;

type Problem = Facts['problems'][number];
/** The first problem of that kind, as it is in either case. */
const ofProblem =
  (is: (one: Problem) => boolean, well: Partial<Problem>, ill: (one: Problem) => Partial<Problem>): Lapse =>
  (facts) => {
    const index = facts.problems.findIndex(is);
    const given = facts.problems[index];
    if (!given) return null;
    const one = { ...given, ...well };
    const having = (each: Problem) => ({ ...facts, problems: facts.problems.with(index, each) });
    return [having(one), having({ ...one, ...ill(one) })];
  };

type Kept = 'remedies' | 'standards' | 'samples' | 'complaints';
type Fact<Name extends Kept> = Facts[Name] extends ReadonlyMap<number, readonly (infer One)[]> ? One : never;
/** Some unit's first record of that kind, in either case. */
const ofRecord =
  <Name extends Kept>(name: Name, well: Partial<Fact<Name>>, ill: Partial<Fact<Name>>): Lapse =>
  (facts) => {
    const [unit, own = []] = [...facts[name]][0] ?? [];
    if (unit === undefined || own.length === 0) return null;
    const [first, ...rest] = own;
    const having = (given: Partial<Fact<Name>>) => ({
      ...facts,
      [name]: new Map<number, unknown>([...facts[name], [unit, [{ ...first, ...given }, ...rest]]]),
    });
    return [having(well), having(ill)];
  };

const veto = (rule: string, of: 'town' | 'department', unitId: number): Facts['marks'][number] => ({
  id: 4999 + unitId,
  subject: of,
  unitId,
  reachId: null,
  level: null,
  personId: null,
  rule,
  points: null,
  reason: '',
});
const isAnswered = ({ due, answeredDay }: Problem): boolean => due && answeredDay !== null;
const IN_TIME = { state: 'closed', dueDay: '2026-11-15', answeredDay: '2026-11-15' } as const;

/** Each beside the same record well kept. */
const LAPSES: Record<string, Lapse> = {
  'a patrol that was not walked': (facts) => {
    const answered = whoseAre(facts.tasks, facts.terms);
    const index = answered.findIndex((one) => one.task.state !== 'done' && !one.task.pending && counts(one));
    const given = facts.tasks[index];
    const whose = answered[index]?.whose;
    if (!given || whose == null) return null;
    // Nothing was found on that walk: what is found and not on record is another lapse.
    const same = { ...facts, problems: facts.problems.filter(({ taskId }) => taskId !== given.id) };
    const met = { ...walked(given, whose), state: 'done' as const };
    return [{ ...same, tasks: facts.tasks.with(index, met) }, same];
  },
  'a finding on record without its photo': ofProblem(
    ({ taskId }) => taskId !== null,
    { hasPlace: true, hasPhoto: true },
    () => ({ hasPhoto: false }),
  ),
  'a problem closed a day late': ofProblem(
    ({ due }) => due,
    IN_TIME,
    () => ({ answeredDay: '2026-11-16' }),
  ),
  'one more 退回': ofProblem(isAnswered, {}, ({ returns }) => ({ returns: returns + 1 })),
  'one more 反弹': ofProblem(isAnswered, {}, ({ rebounds }) => ({ rebounds: rebounds + 1 })),
  'an outfall that is not closed out': ofRecord('remedies', { done: true, reopened: false }, { done: false }),
  'an outfall that came back': ofRecord(
    'remedies',
    { done: true, reopened: false },
    { done: false, reopened: true },
  ),
  'an outfall that lacks something': ofRecord(
    'standards',
    { lacks: [], unknown: false },
    { lacks: ['标志牌'] },
  ),
  'a sample over the limit': ofRecord('samples', { over: false }, { over: true }),
  'a complaint that did not end in contentment': ofRecord(
    'complaints',
    { content: true, late: false },
    { content: false },
  ),
  'a complaint that was not answered in time': ofRecord(
    'complaints',
    { content: true, late: false },
    { content: false, late: true },
  ),
  'one more complaint that did not end in contentment': (facts) => {
    const one = { id: 8999, late: false, content: false };
    const own = [...(facts.complaints.get(1) ?? []), one];
    return [facts, { ...facts, complaints: new Map([...facts.complaints, [1, own]]) }];
  },
  'one more 通报': (facts) => {
    const document = { id: 9999, kind: '通报', day: '2026-11-20' } as const;
    const { ofUnits, ofPosts } = facts.escalations;
    const added = [1, 2, 3].map((unit) => [unit, [...(ofUnits.get(unit) ?? []), document]] as const);
    const [first] = facts.terms;
    const onPost = first ? [{ ...document, ...first, dueDay: first.fromDay }] : [];
    return [
      facts,
      {
        ...facts,
        escalations: {
          ofUnits: new Map(added.map(([unit, own]) => [unit, [...own]])),
          ofPosts: [...ofPosts, ...onPost],
        },
      },
    ];
  },
  'one more 待核 that is 成立': (facts) => {
    const one = { id: 3999, personId: facts.chiefs[0]?.personId ?? 11, falsehood: true };
    return [facts, { ...facts, confirmed: [...facts.confirmed, one] }];
  },
  'a veto': (facts) => [
    facts,
    {
      ...facts,
      marks: [...facts.marks, veto('veto.pollution', 'town', 1), veto('veto.section', 'department', 3)],
    },
  ],
};

const RANKS = ['不合格', '合格', '良好', '优秀'];
/** 不适用 has no rank: it is neither better nor worse than any. */
const rankOf = ({ grade }: Score): number | null => (grade === '不适用' ? null : RANKS.indexOf(grade));

function expectNoGain(sheet: Sheet, [well, ill]: readonly [Facts, Facts]): void {
  const after = scoresOf({ sheet, facts: ill });
  for (const [who, before] of scoresOf({ sheet, facts: well })) {
    const score = after.get(who) as Score;
    // Whoever was measured by nothing is now measured.
    if (before.score === null) continue;
    expect(score.score ?? 0).toBeLessThanOrEqual(before.score);
    const [rank, was] = [rankOf(score), rankOf(before)];
    if (rank !== null && was !== null) expect(rank).toBeLessThanOrEqual(was);
  }
}

describe('nobody’s score or grade is raised', () => {
  it.each(Object.entries(LAPSES))('by %s', (_, lapse) => {
    fc.assert(
      fc.property(anyCounty, ({ sheet, facts }) => {
        const cases = lapse(facts);
        if (cases) expectNoGain(sheet, cases);
      }),
    );
  });
});

describe('nobody’s score or grade is lowered', () => {
  it('by a problem that is closed in time instead of left as it is', () => {
    fc.assert(
      fc.property(anyCounty, ({ sheet, facts }) => {
        const index = facts.problems.findIndex(({ due, state }) => due && state !== 'closed');
        const given = facts.problems[index];
        if (!given) return;
        const having = (state: Partial<Problem>) => ({
          ...facts,
          problems: facts.problems.with(index, { ...given, dueDay: IN_TIME.dueDay, ...state }),
        });
        expectNoGain(sheet, [having(IN_TIME), having({})]);
      }),
    );
  });
});
