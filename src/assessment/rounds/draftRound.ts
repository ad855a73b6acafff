import { AssessmentRound, PolicyVersion } from '../../../entities';
import { JOB_PATIENCE } from '../../core/database';
import { dayOf, timeOf } from '../../core/days';
import { enqueueMany } from '../../core/outbox';
import { roundsOf } from '../../core/policy';
import { recall, remember } from '../../core/state';
import { takeTurn } from '../../core/turn';
import { officeHands } from '../../roster';
import type { Deps } from '../deps';
import { markDay } from '../marks/rules';
import { noteStep } from '../noteStep';
import { allOf } from '../scores';
import { ROUND } from './advance';
import { computeRound } from './computeRound';
import { ROUND_STEPS } from './lifecycle';
import { draftDay, roundPeriod } from './rules';
import { storeRound } from './storeRound';

/** The last period that this job has dealt with, drafted or found empty. */
const DEALT_WITH = 'assessment.round';

/**
 * 草稿: so many working days after a period's end (`assessment.rounds`), at the digest's time, its scores are computed
 * and frozen, and 县河长办 has them to look over. Never before the last day of 人工评分 (`assessment.marks`) is over.
 * After a gap the last period alone; none for what was over before the county began with this bot, nor where nobody
 * has anything to be scored by.
 *
 * @returns how many cards were asked for
 */
export async function draftRound(deps: Deps, at: Date): Promise<number> {
  const { db, policies, calendar } = deps;
  const today = dayOf(at);
  const rules = roundsOf(policies.current);
  const period = roundPeriod(rules.every, today);
  if (!period) return 0;
  const marked = markDay(period, policies.current.assessment, calendar);
  const opens = draftDay(period, { rules, calendar }, marked);
  if (today < opens || (today === opens && timeOf(at) < policies.current.messages.digestAt)) return 0;
  if ((await recall(db.read, DEALT_WITH)) === period.key) return 0;
  const [first] = await db.read.find(PolicyVersion, {}, { order: { number: 'ASC' }, limit: 1 });
  const began = first ? dayOf(first.activatedAt) : null;
  const parts = began !== null && began > period.toDay ? null : await computeRound(deps, period, at);
  const whole = parts?.at(-1);
  const scored = whole ? allOf(whole.scores) : [];
  return db.transaction(async (tx) => {
    await takeTurn(tx, 'assessment', at);
    if ((await recall(tx, DEALT_WITH)) === period.key) return 0;
    await remember(tx, DEALT_WITH, period.key);
    if (!parts || scored.every(({ score }) => score === null)) return 0;
    const run = await storeRound(tx, parts, { at, frozenAt: at });
    const { firstId: id } = await tx.insert(AssessmentRound, {
      period: period.key,
      runId: run.id,
      state: 'draft',
      frozenAt: at,
      policyVersion: policies.current.version,
      stale: false,
      version: 1,
    });
    noteStep(tx, {
      type: ROUND,
      id,
      version: 1,
      action: ROUND_STEPS.draft.action,
      state: 'draft',
      at,
      actor: 'job:assessment',
      data: { period: period.key, hash: run.hash },
    });
    const office = await officeHands(tx);
    await enqueueMany(
      tx,
      office.map((person) => ({
        kind: 'assessmentRound',
        subject: { type: ROUND, id },
        recipientId: person.id,
        messageClass: 'task',
        at,
      })),
    );
    return office.length;
  }, JOB_PATIENCE);
}
