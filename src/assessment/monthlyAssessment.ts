import { AssessmentRound } from '../../entities';
import { JOB_PATIENCE } from '../core/database';
import { dayOf, firstOfMonth, timeOf } from '../core/days';
import { Fault } from '../core/errors';
import { recall, remember } from '../core/state';
import { takeTurn } from '../core/turn';
import { compute } from './assess';
import type { Deps } from './deps';
import { monthBefore } from './period';
import { isPending } from './points';
import { publishScores } from './publish';
import { allOf } from './scores';
import { storeScores } from './store';

/** The last month that this job has dealt with, sent or found empty. */
export const DEALT_WITH = 'assessment.month';

/**
 * 试算: from the first working day of a month on, at the digest's time, the scores of the month before are
 * computed and sent, once. A month in which nobody had anything to be scored by is not sent. After a gap only
 * the last month comes; earlier ones can be had by `assess`.
 *
 * @returns how many cards were asked for
 */
export async function monthlyAssessment(deps: Deps, at: Date): Promise<number> {
  const today = dayOf(at);
  const { calendar, policies, db } = deps;
  const opens = calendar.nextWorkday(firstOfMonth(today));
  if (today < opens || (today === opens && timeOf(at) < policies.current.messages.digestAt)) return 0;
  const period = monthBefore(today);
  if ((await recall(db.read, DEALT_WITH)) === period.key) return 0;

  const computed = await compute(deps, period, at).catch((error: unknown) => {
    if (error instanceof Fault && error.code === 'assess.empty') return null;
    throw error;
  });
  return db.transaction(async (tx) => {
    await takeTurn(tx, 'assessment', at);
    if ((await recall(tx, DEALT_WITH)) === period.key) return 0;
    await remember(tx, DEALT_WITH, period.key);
    // After a gap the month may be the period of a formal round that was drafted this very morning.
    if (!computed || (await tx.findOne(AssessmentRound, { period: period.key }))) return 0;
    const { scores } = computed;
    const all = allOf(scores);
    // Where everything can still be entered late there is nobody to tell yet, but later there will be.
    if (all.every(({ score, lines }) => score === null && !lines.some(isPending))) return 0;
    const run = await storeScores(tx, { ...computed, period: period.key, at });
    return publishScores(tx, deps, run, at);
  }, JOB_PATIENCE);
}
