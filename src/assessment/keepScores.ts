import { AssessmentRun } from '../../entities';
import type { Reader } from '../core/database';
import { addDays, dayOf } from '../core/days';
import { recall } from '../core/state';
import { takeTurn } from '../core/turn';
import { compute } from './assess';
import { type Deps, JOB_PATIENCE } from './deps';
import { DEALT_WITH } from './monthlyAssessment';
import { isRunning, type Period, parsePeriod } from './period';
import { publishScores } from './publish';
import { frozenAt } from './rounds/frozen';
import { storeScores } from './store';

/** Nothing is entered later than this after its due day: the longest period is a year. */
const LONGEST_LATE_DAYS = 366;

/** The last day on which something that was due in the period could be entered; null when nothing was due. */
async function lastLateDay(reader: Reader, { fromDay, toDay }: Period): Promise<string | null> {
  const [row] = await reader.query<{ last: string | null }>(
    `SELECT MAX(lateDay) AS last FROM patrol_task
      WHERE state IN ('open', 'done', 'missed', 'void') AND dueDay >= ? AND dueDay <= ?`,
    [fromDay, toDay],
  );
  return row?.last ?? null;
}

/**
 * The scores of periods that are over are computed again every day, until what was due in them can no longer be
 * entered late: once more on the day after, when what is left has become 未完成, and after a gap as well. Cards
 * are drawn anew in place; whoever could not be scored before gets the first card now. An unchanged result
 * changes nothing, so a doubled run adds nothing.
 *
 * @param since when it last ran; null computes whatever may have changed
 * @returns how many cards were asked for
 */
export async function keepScores(deps: Deps, at: Date, since: Date | null): Promise<number> {
  const { db } = deps;
  const today = dayOf(at);
  const lastRun = since === null ? null : dayOf(since);
  let told = 0;
  for (const { period: key } of await db.read.find(AssessmentRun, {}, { order: { id: 'ASC' } })) {
    const period = parsePeriod(key);
    if (isRunning(period, today) || period.toDay < addDays(lastRun ?? today, -LONGEST_LATE_DAYS)) continue;
    const last = await lastLateDay(db.read, period);
    if (last === null || (lastRun !== null && last < lastRun)) continue;
    if (await frozenAt(db.read, period)) continue;
    const { policyVersion, scores } = await compute(deps, period, at);
    told += await db.transaction(async (tx) => {
      await takeTurn(tx, 'assessment', at);
      const run = await storeScores(tx, { period: key, policyVersion, scores, at });
      // What was only computed, by a command, is for whoever asked for it.
      const isSent = run.toldAt !== null || (await recall(tx, DEALT_WITH)) === key;
      return isSent ? publishScores(tx, deps, run, at) : 0;
    }, JOB_PATIENCE);
  }
  return told;
}
