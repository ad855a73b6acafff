import { evidenceOf } from '../points';
import type { Counted } from '../source';
import type { MarkFact } from '../subjectFacts';

type Mark = Extract<Counted, { kind: 'mark' }>;

/** 人工评分: the latest mark given under that rule; the records hold those only that were not taken back. */
export function markOf(marks: readonly MarkFact[], rule: string, scorer: string): Mark {
  const [latest] = marks.filter((mark) => mark.rule === rule).sort((a, b) => b.id - a.id);
  return {
    kind: 'mark',
    points: latest?.points ?? null,
    reason: `${scorer}评分${latest?.reason ? `：${latest.reason}` : ''}`,
    nothing: '还没有人工评分，不计入',
    evidence: latest ? evidenceOf(['mark', [latest]]) : [],
  };
}

/** 加分: every mark given under that rule, together; `points` null when there is none. */
export function marksOf(
  marks: readonly MarkFact[],
  rule: string,
  scorer: string,
): Pick<Mark, 'points' | 'reason' | 'evidence'> {
  const own = marks.filter((mark) => mark.rule === rule).sort((a, b) => a.id - b.id);
  const reasons = own.map(({ reason }) => reason).filter(Boolean);
  return {
    points: own.length > 0 ? own.reduce((sum, { points }) => sum + (points ?? 0), 0) : null,
    reason: `${scorer}加分${reasons.length > 0 ? `：${reasons.join('；')}` : ''}`,
    evidence: evidenceOf(['mark', own]),
  };
}
