import { AssessmentAppeal, AssessmentCorrection, AssessmentRound } from '../../../entities';
import { JOB_PATIENCE, type Reader } from '../../core/database';
import { enqueueMany, refreshMany } from '../../core/outbox';
import { takeTurn } from '../../core/turn';
import type { Deps } from '../deps';
import { parsePeriod } from '../period';
import { APPEAL, advanceRound } from './advance';
import { computeRound } from './computeRound';
import { keepVersion } from './keepVersion';
import { ownRows } from './publishRound';
import { storeRound } from './storeRound';

const newest = async (reader: Reader, roundId: number): Promise<AssessmentCorrection | null> =>
  (await reader.find(AssessmentCorrection, { roundId }, { order: { id: 'DESC' }, limit: 1 }))[0] ?? null;

/**
 * After a 更正: the round's scores anew from the records as the draft froze them and all that people decided. Of what
 * is final it makes the next version, and whoever was corrected hears of it. Done again it changes nothing.
 */
export async function rescore(deps: Deps, roundId: number, at: Date): Promise<void> {
  const { db } = deps;
  const round = await db.read.findOne(AssessmentRound, { id: roundId });
  const correction = await newest(db.read, roundId);
  if (!round?.stale || !correction) return;
  const parts = await computeRound(deps, parsePeriod(round.period), round.frozenAt);
  if (!parts) return;
  await db.transaction(async (tx) => {
    await takeTurn(tx, 'assessment', at);
    const now = await tx.findOne(AssessmentRound, { id: roundId });
    // What was decided meanwhile has its own turn (`rescoreLater`), which does both.
    if (!now?.stale || (await newest(tx, roundId))?.id !== correction.id) return;
    const run = await storeRound(tx, parts, { at, frozenAt: round.frozenAt });
    const after = await advanceRound(tx, now, {
      step: 'rescore',
      actor: 'job:assessment',
      at,
      data: { hash: run.hash },
      set: { stale: false },
    });
    const appeals = await tx.find(AssessmentAppeal, { roundId, state: 'corrected' });
    await refreshMany(tx, { type: APPEAL, ids: appeals.map(({ id }) => id), at });
    if (after.state !== 'final') return;
    await keepVersion(tx, after, { byId: correction.byId, at, reason: correction.reason });
    // A card of 定稿 is weeks old by then: whose result is another one now is sent it.
    await enqueueMany(tx, await ownRows(tx, deps.policies.current, { runId: run.id, of: correction, at }));
  }, JOB_PATIENCE);
}
