import { Fault } from '../../core/errors';
import { compute, type Scored } from '../assess';
import type { Deps } from '../deps';
import type { Period } from '../period';
import { allOf } from '../scores';

const hasSubjects = ({ scores }: Scored): boolean => allOf(scores).length > 0;

/**
 * A round's scores, the whole period last; of a year each month's too, for a line of a month is what is contested. Null
 * where the county has nobody to score.
 */
export async function computeRound(deps: Deps, period: Period, at: Date): Promise<Scored[] | null> {
  const whole = await compute(deps, period, at).catch((error: unknown) => {
    if (error instanceof Fault && error.code === 'assess.empty') return null;
    throw error;
  });
  if (!whole) return null;
  return period.kind === 'year' ? [...whole.parts().filter(hasSubjects), whole] : [whole];
}
