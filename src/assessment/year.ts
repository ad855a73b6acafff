import type { EvidenceRef } from '../../entities';
import type { Policy } from '../core/policy';
import { evidenceOf, inPoints, isVeto, type Line, notApplicable, type Score, total, VETO } from './points';
import { ruleName } from './words';

/** A subject's score of one month; `period`: `2026-03`. */
export interface MonthScore {
  period: string;
  score: Score;
}

/** All that the month's lines cite, each once: a record may speak for several items. */
function citedBy(lines: readonly Line[]): EvidenceRef[] {
  const cited = new Map(
    lines.flatMap(({ evidence }) => evidence).map((ref) => [`${ref.kind} ${ref.id}`, ref]),
  );
  return evidenceOf(...[...cited.values()].map((ref) => [ref.kind, [ref]] as const));
}

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
function vetoesOf(months: readonly MonthScore[]): Line[] {
  const vetoed = months.flatMap(({ period, score }) => {
    const line = score.lines.find(isVeto);
    return line ? [{ period, line }] : [];
  });
  if (vetoed.length === 0) return [];
  const names = vetoed.map(({ period }) => ruleName(period)).join('、');
  const evidence = citedBy(vetoed.map(({ line }) => line));
  return [{ ...notApplicable(VETO, 0, `${names}定为不合格，全年定为不合格`), evidence }];
}

/**
 * A year's score: the mean of its months that have one (domain.md §2.3), halves up; its lines are the months, in
 * their order.
 */
export function scoreYear(months: readonly MonthScore[], grades: Policy['assessment']['grades']): Score {
  const inOrder = [...months].sort((a, b) => (a.period < b.period ? -1 : 1));
  const lines = inOrder.map(monthLine);
  const counted = lines.filter(({ applicable }) => applicable);
  const sum = counted.reduce((all, { points }) => all + points, 0);
  const reason = `${counted.length} 个月的得分加起来 ${inPoints(sum)} 分，除以 ${counted.length}`;
  return total(lines, grades, { vetoes: vetoesOf(inOrder) }, reason);
}
