import fc from 'fast-check';
import type { EvidenceRef } from '../../entities';
import {
  changeInWords,
  citedBy,
  evidenceOf,
  gradeOf,
  hundredthsOut,
  isDeduction,
  isItem,
  isPending,
  pointsInWords,
  total,
} from '../../src/assessment/points';
import { testPolicy } from '../factories';

const { grades } = testPolicy().assessment;
const ref = (kind: EvidenceRef['kind'], id: number): EvidenceRef => ({ kind, id });

describe('points', () => {
  it('are hundredths in the program, and a number or words outside', () => {
    expect([hundredthsOut(8750), hundredthsOut(0), hundredthsOut(null)]).toEqual([87.5, 0, null]);
    expect([pointsInWords(8750), pointsInWords(0), pointsInWords(null)]).toEqual(['87.50', '0.00', '—']);
  });

  it('that changed are said with their sign, and with none where nothing changed', () => {
    expect([165, 1, 0, -410, null].map(changeInWords)).toEqual(['+1.65', '+0.01', '0.00', '-4.10', '—']);
  });

  it('of no item, no bonus and no deduction are no score', () => {
    expect(total([], grades)).toEqual({ score: null, grade: '不适用', lines: [] });
  });
});

describe('a grade', () => {
  it('is the best one that is reached, in whatever order the policy file has them', () => {
    const upwards = { 合格: 60, 良好: 80, 优秀: 90 };
    for (const given of [grades, upwards, { 良好: 80, 优秀: 90, 合格: 60 }]) {
      const words = [9500, 9000, 8500, 6000, 5999].map((score) => gradeOf(score, given));
      expect(words).toEqual(['优秀', '优秀', '良好', '合格', '不合格']);
    }
  });
});

describe('a line', () => {
  it('is an item unless it scales, adds to, takes off or fails the total, or names what waits', () => {
    const rules = ['patrol', '例会', 'scaling', 'pending', 'confirmed', 'circulated', 'interviewed', 'veto'];
    const having = (is: (line: { rule: string }) => boolean) =>
      [...rules, 'bonus.commended'].filter((rule) => is({ rule }));
    expect(having(isItem)).toEqual(['patrol', '例会']);
    expect(having(isDeduction)).toEqual(['confirmed', 'circulated', 'interviewed']);
    expect(having(isPending)).toEqual(['pending']);
  });
});

describe('what is cited', () => {
  it('stands in the order of kind and id, in whatever order it was found', () => {
    const sorted = [ref('patrol', 2), ref('patrol', 9), ref('task', 1), ref('task', 3)];
    const tasks = ['task', [{ id: 3 }, { id: 1 }]] as const;
    expect(evidenceOf(tasks, ['patrol', [{ id: 9 }, { id: 2 }]])).toEqual(sorted);
    expect(evidenceOf(['patrol', [{ id: 2 }, { id: 9 }]], ['task', [{ id: 1 }, { id: 3 }]])).toEqual(sorted);
    expect(evidenceOf(['task', [{ id: 1 }]], ['patrol', [{ id: 2 }]])).toEqual([
      ref('patrol', 2),
      ref('task', 1),
    ]);
    expect(evidenceOf()).toEqual([]);
  });

  it('by several lines is each record of any of them, once', () => {
    const one = { evidence: [ref('patrol', 1), ref('task', 2), ref('task', 5)] };
    const other = { evidence: [ref('patrol', 3), ref('task', 2), ref('task', 4)] };
    const none = { evidence: [] };
    const all = [ref('patrol', 1), ref('patrol', 3), ref('task', 2), ref('task', 4), ref('task', 5)];
    expect(citedBy([one, none, other])).toEqual(all);
    expect(citedBy([other, one, one])).toEqual(all);
    expect(citedBy([none, one])).toEqual(one.evidence);
    expect(citedBy([])).toEqual([]);
  });

  it('is neither lost nor doubled, however many lines there are', () => {
    const rows = fc.uniqueArray(fc.nat(12)).map((ids) => ids.map((id) => ({ id })));
    const line = fc
      .tuple(rows, rows)
      .map(([patrols, tasks]) => ({ evidence: evidenceOf(['task', tasks], ['patrol', patrols]) }));
    fc.assert(
      fc.property(fc.array(line, { maxLength: 5 }), (lines) => {
        const keys = citedBy(lines).map(({ kind, id }) => `${kind} ${String(id).padStart(2, '0')}`);
        const known = lines.flatMap(({ evidence }) =>
          evidence.map(({ kind, id }) => `${kind} ${String(id).padStart(2, '0')}`),
        );
        expect(keys).toEqual([...new Set(known)].sort());
      }),
    );
  });
});
