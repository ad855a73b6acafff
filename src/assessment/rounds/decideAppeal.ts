import { AssessmentAppeal, AssessmentCorrection, AssessmentRound, AssessmentScore } from '../../../entities';
import type { Tx } from '../../core/database';
import { Fault } from '../../core/errors';
import { enqueue, refreshCards } from '../../core/outbox';
import { roundsOf } from '../../core/policy';
import type { Deps } from '../deps';
import { isVeto } from '../points';
import { APPEAL, advanceAppeal, must, ROUND, type RoundPress, refuse, rescoreLater } from './advance';
import { mayReview } from './queries';
import { correctable } from './rules';

export interface AppealDecision extends Omit<RoundPress, 'roundId'> {
  appealId: number;
  /** 更正 to so many hundredths; null: 维持. */
  points: number | null;
  reason: string;
}

/**
 * 复核: 维持, or 更正, which the scores follow; the appellant is told either way.
 *
 * @throws Fault `matter.gone`, `press.notYours`, `press.stale`, `press.form` (points that the line cannot have)
 */
export async function decideAppeal(
  tx: Tx,
  { policies }: Pick<Deps, 'policies'>,
  { appealId, version, person, roles, points, reason, at, messageId }: AppealDecision,
): Promise<void> {
  const appeal = await tx.findOne(AssessmentAppeal, { id: appealId });
  const round = appeal && (await tx.findOne(AssessmentRound, { id: appeal.roundId }));
  const score = appeal && (await tx.findOne(AssessmentScore, { id: appeal.scoreId }));
  if (!appeal || !round || !score) throw new Fault('matter.gone');
  const rules = roundsOf(await policies.at(round.policyVersion));
  must(await mayReview(tx, { rules, round, appeal, score }, { person, roles }));
  if (appeal.version !== version || round.state !== 'notice') throw new Fault('press.stale');
  const { from, to } = correctable({ points: appeal.was, max: appeal.max });
  if (points !== null && (points < from || points > to)) {
    refuse(`分数应在 ${from / 100} 到 ${to / 100} 之间`);
  }
  if (points === appeal.was && !isVeto(appeal)) refuse('分数和原来一样，请点“维持”或改成别的分数');
  const actor = `person:${person.id}`;
  await advanceAppeal(tx, appeal, {
    step: points === null ? 'uphold' : 'correct',
    actor,
    at,
    messageId,
    reason,
    data: { points },
    set: { points, reason, decidedById: person.id, decidedAt: at },
  });
  if (points !== null) {
    await tx.update(AssessmentRound, { id: round.id }, { stale: true });
    const { subject, unitId, reachId, personId, level } = score;
    const { firstId: correctionId } = await tx.insert(AssessmentCorrection, {
      roundId: round.id,
      period: appeal.period,
      subject,
      unitId,
      reachId,
      personId,
      level,
      rule: appeal.rule,
      points,
      reason,
      byId: person.id,
      at,
      appealId,
    });
    await rescoreLater(tx, { roundId: round.id, correctionId, at });
  }
  await refreshCards(tx, { subject: { type: ROUND, id: round.id }, at });
  await enqueue(tx, {
    kind: 'appeal',
    subject: { type: APPEAL, id: appealId },
    recipientId: appeal.byId,
    messageClass: 'notice',
    at,
  });
}
