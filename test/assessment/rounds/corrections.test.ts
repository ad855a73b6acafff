import fc from 'fast-check';
import type { Apart, Line } from '../../../src/assessment/points';
import { CONFIRMED, notApplicable, SCALING, total, VETO } from '../../../src/assessment/points';
import { type Correction, correctScores } from '../../../src/assessment/rounds/corrections';
import type { Scores } from '../../../src/assessment/scores';

const GRADES = { 优秀: 90, 良好: 80, 合格: 60 };
const line = (rule: string, points: number, max: number): Line => ({
  rule,
  points,
  max,
  applicable: true,
  reason: '到期 10 次，完成 8 次',
  evidence: [{ kind: 'task', id: 4 }],
});
const scoresOf = (lines: Line[], apart: Apart = {}): Scores => ({
  towns: [{ unitId: 1, code: '140825100', name: '龙兴镇', ...total(lines, GRADES, apart) }],
  chiefs: [],
  departments: [],
  vacant: [],
});
const correction = (given: Partial<Correction> = {}): Correction => ({
  id: 1,
  subject: 'town',
  unitId: 1,
  reachId: null,
  personId: null,
  level: null,
  rule: 'patrol',
  points: 1500,
  reason: '那天封路',
  appealId: 12,
  ...given,
});

describe('corrections', () => {
  it('replace one line, name the appeal as evidence, and make the total anew', () => {
    const before = scoresOf([line('patrol', 1200, 1500), line('problemOnTime', 1500, 1500)]);
    const [town] = correctScores(before, [correction()], GRADES).towns;
    expect(town?.score).toBe(10_000);
    expect(town?.lines[0]).toMatchObject({
      points: 1500,
      reason: '复核更正为 15 分（原 12 分）：那天封路',
      evidence: [
        { kind: 'appeal', id: 12 },
        { kind: 'task', id: 4 },
      ],
    });
    expect(town?.lines.filter(({ rule }) => rule === SCALING)).toHaveLength(1);
  });

  it('of a line: the newest holds', () => {
    const before = scoresOf([line('patrol', 1200, 1500)]);
    const twice = [correction(), correction({ id: 2, points: 0, appealId: null })];
    expect(correctScores(before, twice, GRADES).towns[0]?.lines[0]).toMatchObject({ points: 0 });
  });

  it('take a 否决 and a 扣分 away that nobody answers for', () => {
    const deduction = { ...notApplicable(CONFIRMED, 0, '成立 1 件'), points: -500 };
    const veto = notApplicable(VETO, 0, '弄虚作假 1 件');
    const before = scoresOf([line('patrol', 1500, 1500)], { deductions: [deduction], vetoes: [veto] });
    expect(before.towns[0]).toMatchObject({ score: 9500, grade: '不合格' });
    const after = correctScores(
      before,
      [
        correction({ rule: VETO, points: 0, appealId: null }),
        correction({ id: 2, rule: CONFIRMED, points: 0, appealId: null }),
      ],
      GRADES,
    );
    expect(after.towns[0]).toMatchObject({ score: 10_000, grade: '优秀' });
  });

  it('give 加分 that no line says, once, and take it back with nothing of it left in the total', () => {
    const before = scoresOf([line('patrol', 1200, 1500)]);
    const given = correction({ id: 3, rule: 'bonus.commended', points: 300, appealId: null });
    const [town] = correctScores(before, [given], GRADES).towns;
    expect(town).toMatchObject({ score: 8300, grade: '良好' });
    expect(town?.lines.at(-1)).toMatchObject({
      rule: 'bonus.commended',
      points: 300,
      max: 0,
      applicable: false,
      reason: '更正加 3 分：那天封路',
      evidence: [{ kind: 'correction', id: 3 }],
    });
    const taken = correction({ id: 4, rule: 'bonus.commended', points: 0, appealId: null });
    expect(correctScores(before, [given, taken], GRADES)).toEqual(before);
  });

  it('change 加分 that a line says, down to nothing', () => {
    const bonus = { ...notApplicable('bonus.commended', 0, '县河长办加分'), points: 300 };
    const before = scoresOf([line('patrol', 1200, 1500)], { bonuses: [bonus] });
    const scored = (points: number) =>
      correctScores(before, [correction({ rule: 'bonus.commended', points, appealId: null })], GRADES)
        .towns[0];
    expect(before.towns[0]?.score).toBe(8300);
    expect(scored(500)?.score).toBe(8500);
    expect(scored(0)).toMatchObject({ score: 8000 });
    expect(scored(0)?.lines.at(-1)).toMatchObject({
      points: 0,
      reason: '更正为 0 分（原 3 分）：那天封路',
    });
  });

  it('find a 否决 later, lift it, and find it once more; the newest word holds', () => {
    const before = scoresOf([line('patrol', 1500, 1500)]);
    const found = correction({ id: 5, rule: 'veto.pollution', points: 0, appealId: null });
    const lifted = correction({ id: 6, rule: VETO, points: 0, appealId: null });
    const again = { ...found, id: 7 };
    const town = (all: Correction[]) => correctScores(before, all, GRADES).towns[0];
    expect(town([found])).toMatchObject({ score: 10_000, grade: '不合格' });
    expect(town([found])?.lines.at(-1)).toMatchObject({
      rule: VETO,
      points: 0,
      reason: '更正，定为不合格（重特大水污染事件否决）：那天封路',
      evidence: [{ kind: 'correction', id: 5 }],
    });
    expect(town([found, lifted])).toMatchObject({ grade: '优秀' });
    expect(town([found, lifted, again])).toMatchObject({ grade: '不合格' });
  });

  it('of others, of no line, of none: change nothing', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat({ max: 1500 }), { minLength: 1, maxLength: 8 }),
        fc.nat({ max: 1500 }),
        (points, corrected) => {
          const before = scoresOf(points.map((own, n) => line(`r${n}`, own, 1500)));
          const none = [
            correction({ unitId: 2, rule: 'r0', points: corrected }),
            correction({ rule: 'other', points: corrected }),
          ];
          expect(JSON.stringify(correctScores(before, none, GRADES))).toBe(JSON.stringify(before));
          const after = correctScores(before, [correction({ rule: 'r0', points: corrected })], GRADES);
          const sum = points.slice(1).reduce((all, own) => all + own, corrected);
          // The total is what the lines say, by the formula.
          const max = 1500 * points.length;
          expect(after.towns[0]?.score).toBe(Math.floor((2 * 10_000 * sum + max) / (2 * max)));
        },
      ),
    );
  });
});
