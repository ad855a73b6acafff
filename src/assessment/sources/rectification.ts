import type { RemedyFact } from '../facts/remedies';
import { evidenceOf } from '../points';
import type { Source } from '../source';
import { clauses } from './clauses';

/**
 * 排污口整治与销号 (plan （四）（五）（六）, domain.md §2.3): of the outfalls whose 整治 was due, how many are closed out.
 * What is due when says `remedyOf`; closed out late is closed out, and was counted as open until then.
 */
export const rectification: Source<{ remedies: readonly RemedyFact[] }> = ({ remedies }) => {
  const met = remedies.filter(({ done }) => done).length;
  const reopened = remedies.filter((one) => one.reopened).length;
  const open = remedies.length - met - reopened;
  return {
    kind: 'share',
    met,
    all: remedies.length,
    reason: clauses(
      `到期应整治排污口 ${remedies.length} 个`,
      `已销号 ${met} 个`,
      open > 0 && `没完成 ${open} 个`,
      reopened > 0 && `销号后又重新整治 ${reopened} 个`,
    ),
    nothing: '本期没有到期要整治的排污口',
    evidence: evidenceOf(['outfall', remedies]),
  };
};
