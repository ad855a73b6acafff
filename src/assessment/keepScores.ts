import { AssessmentRun } from '../../entities';
import { dayOf } from '../core/days';
import { recall } from '../core/state';
import { takeTurn } from '../core/turn';
import { compute } from './assess';
import { type Deps, JOB_PATIENCE } from './deps';
import { DEALT_WITH } from './monthlyAssessment';
import { isRunning, parsePeriod } from './period';
import { publishScores } from './publish';
import { storeScores } from './store';

/**
 * The scores of periods that are over are computed again every day until their freeze (asOf.ts): once more on the day
 * after what was due can no longer be entered late, when what is left has become 未完成, and after a gap as well. Cards
 * are drawn anew in place; whoever could not be scored before gets the first card now. An unchanged result
 * changes nothing, so a doubled run adds nothing. What the draft of a formal round froze (rounds/frozen.ts) comes out as
 * it was then, once.
 *
 * @returns how many cards were asked for
 */
export async function keepScores(deps: Deps, at: Date): Promise<number> {
  const { db } = deps;
  const today = dayOf(at);
  let told = 0;
  const open = await db.read.find(AssessmentRun, { frozenAt: null }, { order: { id: 'ASC' } });
  for (const { period: key } of open) {
    const period = parsePeriod(key);
    if (isRunning(period, today)) continue;
    const computed = await compute(deps, period, at);
    told += await db.transaction(async (tx) => {
      await takeTurn(tx, 'assessment', at);
      const run = await storeScores(tx, { ...computed, period: key, at });
      // What was only computed, by a command, is for whoever asked for it.
      const isSent = run.toldAt !== null || (await recall(tx, DEALT_WITH)) === key;
      return isSent ? publishScores(tx, deps, run, at) : 0;
    }, JOB_PATIENCE);
  }
  return told;
}
