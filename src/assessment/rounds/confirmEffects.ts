import { AssessmentCorrection } from '../../../entities';
import type { Tx } from '../../core/database';
import { advanceRound, must, type RoundPress, refuse, rescoreLater, roundToPress } from './advance';
import { effectsOf } from './queries';
import { isOwn, keepsRounds } from './rules';

/** 确认: 否决 and 扣分 hold, on this person's word. @throws Fault `matter.gone`, `press.notYours`, `press.stale` */
export async function confirmEffects(tx: Tx, press: RoundPress): Promise<void> {
  const round = await roundToPress(tx, press);
  must(keepsRounds(press.roles));
  const { at, person, messageId } = press;
  await advanceRound(tx, round, {
    step: 'confirm',
    actor: `person:${person.id}`,
    at,
    messageId,
    set: { confirmedById: person.id, confirmedAt: at },
  });
}

/**
 * 不采用: a 否决 or 扣分 that nobody answers for has no effect; the scores follow.
 *
 * @throws Fault as `confirmEffects`, `press.form` where there is no such line, or it is one's own
 */
export async function dropEffect(
  tx: Tx,
  press: RoundPress & { lineId: number; reason: string },
): Promise<void> {
  const round = await roundToPress(tx, press);
  must(keepsRounds(press.roles));
  const { at, person, messageId, reason, lineId } = press;
  const effect = (await effectsOf(tx, round)).find(({ id }) => id === lineId);
  if (!effect) return refuse('没有这一项了，请在最新的卡片上再选');
  if (isOwn(effect, person)) refuse('自己和本单位的请别人决定');
  const { subject, unitId, reachId, personId, level, rule, period } = effect;
  const actor = `person:${person.id}`;
  await advanceRound(tx, round, {
    step: 'drop',
    actor,
    at,
    messageId,
    reason,
    data: { period, rule, subject, unitId, personId },
    set: { stale: true },
  });
  const { firstId: correctionId } = await tx.insert(AssessmentCorrection, {
    roundId: round.id,
    period,
    subject,
    unitId,
    reachId,
    personId,
    level,
    rule,
    points: 0,
    reason: `不采用：${reason}`,
    byId: person.id,
    at,
    appealId: null,
  });
  await rescoreLater(tx, { roundId: round.id, correctionId, at });
}
