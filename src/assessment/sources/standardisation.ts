import type { StandardFact } from '../../ledger';
import { evidenceOf } from '../points';
import type { Source } from '../source';
import { clauses } from './clauses';

export const isJudged = ({ lacks, unknown }: StandardFact): boolean => lacks.length > 0 || !unknown;

/**
 * 台账与规范化建设 (plan （二）（五）（六）（九）): of the town's outfalls, how many keep every rule that charges the town, or
 * whoever is responsible in it (`STANDARD` in src/ledger/compliance). What 分局 waived is kept. Where a cell is 待补 and
 * nothing else is wrong nobody can say, and it counts neither way: the ledger is not the town's to fill in.
 */
export const standardisation: Source<{ standards: readonly StandardFact[] }> = ({ standards }) => {
  const judged = standards.filter(isJudged);
  const lacking = judged.filter(({ lacks }) => lacks.length > 0);
  const unknown = standards.length - judged.length;
  const rules = [...new Set(lacking.flatMap(({ lacks }) => lacks))].sort();
  const open = unknown > 0 && `${unknown} 个台账有待补，先不计入`;
  return {
    kind: 'share',
    met: judged.length - lacking.length,
    all: judged.length,
    reason: clauses(
      `排污口 ${judged.length} 个`,
      lacking.length === 0
        ? '都符合要求'
        : `符合要求 ${judged.length - lacking.length} 个，缺${rules.join('、')}的 ${lacking.length} 个`,
      open && `另有 ${open}`,
    ),
    nothing: open || '台账里没有这个镇的排污口',
    evidence: evidenceOf(['outfall', judged]),
  };
};
