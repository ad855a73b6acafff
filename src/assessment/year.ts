import type { Policy } from '../core/policy';
import { citedBy, inPoints, isVeto, type Line, notApplicable, type Score, total, VETO } from './points';
import { ruleName } from './words';

/** A subject's score of one month; `period`: `2026-03`. */
export interface MonthScore {
  period: string;
  score: Score;
}

/** What a year keeps of a month: all else of it, a dozen lines with their reasons, can be let go. */
export interface MonthPart {
  line: Line;
  /** Whether a veto failed the month, and by which records. */
  veto: Line | null;
}

export const partOf = (month: MonthScore): MonthPart => ({
  line: monthLine(month),
  veto: month.score.lines.find(isVeto) ?? null,
});

function monthLine({ period, score: { score, grade, lines } }: MonthScore): Line {
  if (score === null) return notApplicable(period, 10_000, `${ruleName(period)}没有适用的项目，不计入`);
  return {
    rule: period,
    points: score,
    max: 10_000,
    applicable: true,
    reason: `${ruleName(period)}得 ${inPoints(score)} 分，${grade}`,
    evidence: citedBy(lines),
  };
}

/** A veto of a month is one of its year. */
function vetoesOf(months: readonly MonthPart[]): Line[] {
  const vetoed = months.flatMap(({ line, veto }) => (veto ? [{ rule: line.rule, veto }] : []));
  if (vetoed.length === 0) return [];
  const names = vetoed.map(({ rule }) => ruleName(rule)).join('、');
  const evidence = citedBy(vetoed.map(({ veto }) => veto));
  return [{ ...notApplicable(VETO, 0, `${names}定为不合格，全年定为不合格`), evidence }];
}

/**
 * A year's score: the mean of its months that have one (domain.md §2.3), halves up; its lines are the months, in
 * their order.
 */
export function scoreYear(months: readonly MonthPart[], grades: Policy['assessment']['grades']): Score {
  const inOrder = [...months].sort((a, b) => (a.line.rule < b.line.rule ? -1 : 1));
  const lines = inOrder.map(({ line }) => line);
  const counted = lines.filter(({ applicable }) => applicable);
  const sum = counted.reduce((all, { points }) => all + points, 0);
  const reason = `${counted.length} 个月的得分加起来 ${inPoints(sum)} 分，除以 ${counted.length}`;
  return total(lines, grades, { vetoes: vetoesOf(inOrder) }, reason);
}
