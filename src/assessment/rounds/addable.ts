import type { AssessmentScore } from '../../../entities';
import { bonusOf, type Policy } from '../../core/policy';
import { type Proposable, proposable } from '../marks/proposals';
import { hundredths, isBonus, type Line } from '../points';

type Subject = AssessmentScore['subject'];

/** What 更正 can give a subject though no line says it: 加分, and 否决 without points. */
export const addable = (sheet: Policy['assessment'], subject: Subject): Proposable[] =>
  proposable(sheet).filter(({ townOnly }) => !townOnly || subject === 'town');

/** How much a 加分 may come to beside the others of the same period, hundredths. */
export function bonusRoom(
  sheet: Policy['assessment'],
  { rule, max }: Proposable,
  lines: readonly Pick<Line, 'rule' | 'points'>[],
): number {
  const others = lines.filter((line) => isBonus(line) && line.rule !== rule);
  const left = hundredths(bonusOf(sheet).most) - others.reduce((sum, { points }) => sum + points, 0);
  return Math.max(0, Math.min(max ?? 0, left));
}
