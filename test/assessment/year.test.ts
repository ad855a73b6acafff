import fc from 'fast-check';
import { isVeto, type Line, SCALING, type Score } from '../../src/assessment/points';
import { type MonthScore, partOf, scoreYear as scoreParts } from '../../src/assessment/year';
import { testPolicy } from '../factories';

const { grades } = testPolicy().assessment;
const scoreYear = (months: readonly MonthScore[], by: typeof grades): Score =>
  scoreParts(months.map(partOf), by);
const item: Line = {
  rule: 'patrol',
  points: 1000,
  max: 1500,
  applicable: true,
  reason: '到期应巡 3 次，完成 2 次',
  evidence: [
    { kind: 'task', id: 1 },
    { kind: 'task', id: 2 },
  ],
};
const month = (
  period: string,
  score: number | null,
  more: Line[] = [],
): { period: string; score: Score } => ({
  period,
  score: { score, grade: score === null ? '不适用' : '良好', lines: [item, ...more] },
});

describe('a year', () => {
  it('is the mean of its months that have a score, halves up, each a line with what it cites', () => {
    const { score, grade, lines } = scoreYear(
      [month('2026-03', 9000), month('2026-01', 8000), month('2026-02', null), month('2026-10', 8001)],
      grades,
    );
    expect([score, grade]).toEqual([8334, '良好']);
    expect(lines.map(({ rule, points, applicable }) => [rule, points, applicable])).toEqual([
      ['2026-01', 8000, true],
      ['2026-02', 0, false],
      ['2026-03', 9000, true],
      ['2026-10', 8001, true],
      [SCALING, 8334 - 25_001, false],
    ]);
    expect(lines[0]).toEqual({
      rule: '2026-01',
      points: 8000,
      max: 10_000,
      applicable: true,
      reason: '1月得 80 分，良好',
      evidence: [
        { kind: 'task', id: 1 },
        { kind: 'task', id: 2 },
      ],
    });
    expect(lines[1]).toMatchObject({ max: 10_000, reason: '2月没有适用的项目，不计入' });
    expect(lines[4]?.reason).toBe('3 个月的得分加起来 250.01 分，除以 3');
  });

  it('cites a record once that speaks for several items of a month', () => {
    const { lines } = scoreYear([month('2026-01', 8000, [{ ...item, rule: 'record' }])], grades);
    expect(lines[0]?.evidence).toHaveLength(2);
  });

  it('without a month that has a score is 不适用', () => {
    expect(scoreYear([month('2026-01', null)], grades)).toMatchObject({ score: null, grade: '不适用' });
    expect(scoreYear([], grades)).toEqual({ score: null, grade: '不适用', lines: [] });
  });

  it('is 不合格 when a month was, by a veto; its points stay', () => {
    const veto: Line = {
      ...item,
      rule: 'veto',
      points: 0,
      max: 0,
      applicable: false,
      evidence: [{ kind: 'mark', id: 7 }],
    };
    const { score, grade, lines } = scoreYear(
      [month('2026-05', 9000, [veto]), month('2026-06', 9000)],
      grades,
    );
    expect([score, grade]).toEqual([9000, '不合格']);
    expect(lines.filter(isVeto)).toEqual([
      { ...veto, reason: '5月定为不合格，全年定为不合格', evidence: [{ kind: 'mark', id: 7 }] },
    ]);
    const twice = scoreYear([month('2026-05', 9000, [veto]), month('2026-07', 9000, [veto])], grades);
    expect(twice.lines.find(isVeto)?.reason).toBe('5月、7月定为不合格，全年定为不合格');
  });

  it('lies between its worst and best month, whatever the order of the months', () => {
    const months = fc.array(fc.integer({ min: 0, max: 10_500 }), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(months, (scores) => {
        const all = scores.map((score, n) => month(`2026-${String(n + 1).padStart(2, '0')}`, score));
        const { score, lines } = scoreYear(all, grades);
        expect(score).toBeGreaterThanOrEqual(Math.min(...scores));
        expect(score).toBeLessThanOrEqual(Math.max(...scores));
        expect(lines.reduce((sum, { points }) => sum + points, 0)).toBe(score);
        expect(scoreYear([...all].reverse(), grades)).toEqual({ score, grade: expect.any(String), lines });
      }),
    );
  });
});
