import type { DocumentRung, LadderMatterType } from '../../../entities';
import type { FrozenRules } from './rules';

const LEVELS: Record<FrozenRules['straight']['major'], DocumentRung | null> = {
  none: null,
  通报: 2,
  约谈: 3,
};

/**
 * The level that a matter may go to at once, by the policy under which its case began: 弄虚作假 that was found so, a 重大
 * problem that lags. Null: every step is taken.
 */
export function straightOf(
  matter: { major?: boolean } | null,
  type: LadderMatterType,
  { straight }: Pick<FrozenRules, 'straight'>,
): DocumentRung | null {
  if (type === 'suspicion') return LEVELS[straight.falsehood];
  return matter?.major ? LEVELS[straight.major] : null;
}
