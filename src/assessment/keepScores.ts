import { AssessmentRun } from '../../entities';
import { JOB_PATIENCE, type Tx } from '../core/database';
import { dayOf } from '../core/days';
import { recall } from '../core/state';
import { takeTurn } from '../core/turn';
import { compute } from './assess';
import type { Deps } from './deps';
import { givenSince } from './marks/givenSince';
import { DEALT_WITH } from './monthlyAssessment';
import { isRunning, type Period, parsePeriod } from './period';
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
  let told = 0;
  for (const period of await openPeriods(deps, at)) {
    told += await again(deps, period, at, async (tx, run) => {
      // What was only computed, by a command, is for whoever asked for it.
      const isSent = run.toldAt !== null || (await recall(tx, DEALT_WITH)) === period.key;
      return isSent ? publishScores(tx, deps, run, at) : 0;
    });
  }
  return told;
}

/**
 * The same soon after people gave the last points of a sheet, changed one, or confirmed or took back 加分 or 否决: whoever
 * did it looks for it in the total. Cards are drawn anew and none is sent, which the morning does; so does it what this
 * misses, such as a press that was still being written.
 *
 * @param since when it ran last; null: never, and the morning computes
 * @returns how many periods were computed
 */
export async function keepMarked(deps: Deps, at: Date, since: Date | null): Promise<number> {
  if (since === null) return 0;
  const open = await openPeriods(deps, at);
  const marked = await givenSince(deps.db.read, open, since);
  for (const period of marked) await again(deps, period, at, async () => 0);
  return marked.length;
}

/** The periods that are over and can still be altered. */
async function openPeriods({ db }: Deps, at: Date): Promise<Period[]> {
  const open = await db.read.find(AssessmentRun, { frozenAt: null }, { order: { id: 'ASC' } });
  return open.map(({ period }) => parsePeriod(period)).filter((period) => !isRunning(period, dayOf(at)));
}

async function again(
  deps: Deps,
  period: Period,
  at: Date,
  then: (tx: Tx, run: AssessmentRun) => Promise<number>,
): Promise<number> {
  const computed = await compute(deps, period, at);
  return deps.db.transaction(async (tx) => {
    await takeTurn(tx, 'assessment', at);
    // The draft of a formal round may have frozen them while they were computed.
    if (!(await tx.findOne(AssessmentRun, { period: period.key, frozenAt: null }))) return 0;
    return then(tx, await storeScores(tx, { ...computed, period: period.key, at }));
  }, JOB_PATIENCE);
}
