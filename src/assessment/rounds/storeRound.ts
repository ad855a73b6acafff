import type { AssessmentRun } from '../../../entities';
import type { Tx } from '../../core/database';
import type { Scored } from '../assess';
import { storeScores } from '../store';

/**
 * Stores what a round comes to, month by month and whole.
 *
 * @param when computed, and when the draft froze what could still be altered
 * @returns the run of the whole period
 */
export async function storeRound(
  tx: Tx,
  parts: readonly Scored[],
  when: { at: Date; frozenAt: Date },
): Promise<AssessmentRun> {
  let whole: AssessmentRun | null = null;
  for (const { period, policyVersion, scores, frozenAt } of parts) {
    whole = await storeScores(tx, {
      period: period.key,
      policyVersion,
      scores,
      at: when.at,
      frozenAt: frozenAt ?? when.frozenAt,
    });
  }
  if (!whole) throw new Error('a round has at least its own period');
  return whole;
}
