import type { MarkFact } from '../facts/marks';
import { evidenceOf, inPoints } from '../points';
import type { Source } from '../source';

type Facts = { marks: readonly MarkFact[] };

/** What a named person gave under an item or a bonus; nobody has yet: 不适用. */
export const markOf =
  (rule: string): Source<Facts> =>
  ({ marks }) => {
    const mark = marks.find((one) => one.rule === rule);
    const points = mark?.points ?? null;
    const nothing = '还没有人工评分，不计入';
    return {
      kind: 'mark',
      points,
      reason: mark && points !== null ? `人工评分 ${inPoints(points)} 分：${mark.reason}` : nothing,
      nothing,
      evidence: evidenceOf(['mark', mark && points !== null ? [mark] : []]),
    };
  };

/** Vetoes that a named person has confirmed, of those that the sheet knows: never by the machine (domain.md §2.3). */
export const vetoesOf = ({ marks }: Facts, rules: readonly string[]): MarkFact[] =>
  marks.filter(({ rule, points }) => points === null && rules.includes(rule));
