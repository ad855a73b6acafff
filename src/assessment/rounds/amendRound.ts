import { AssessmentCorrection } from '../../../entities';
import type { Tx } from '../../core/database';
import { Fault } from '../../core/errors';
import { isVeto } from '../points';
import { advanceRound, must, type RoundPress, refuse, rescoreLater, roundToPress } from './advance';
import { contestable, scoresNamed } from './queries';
import { correctable, keepsRounds } from './rules';

export interface Amendment extends RoundPress {
  /** A town's or chief's name as the table has it. */
  whose: string;
  period: string;
  rule: string;
  /** Hundredths. */
  points: number;
  reason: string;
}

/**
 * 更正 of what is final: a new version follows, with the reason; the one before stays.
 *
 * @throws Fault `matter.gone`, `press.notYours`, `press.stale`, `press.form` (nobody or several of that name, no such
 * line, points that it cannot have)
 */
export async function amendRound(tx: Tx, press: Amendment): Promise<void> {
  const round = await roundToPress(tx, press);
  must(keepsRounds(press.roles));
  if (round.state !== 'final') throw new Fault('press.stale');
  if (round.stale) refuse('上一处更正正在重算，请过一分钟再更正');
  const { whose, period, rule, points, reason, person, at, messageId } = press;
  const named = await scoresNamed(tx, round, whose);
  const [score] = named;
  if (!score) return refuse(`表里没有“${whose}”，请写镇、部门的全称或河长姓名`);
  if (named.length > 1) return refuse(`叫“${whose}”的不止一行，请写成“姓名 河段”`);
  if (score.personId === person.id) refuse('自己的分数请别人更正');
  const line = (await contestable(tx, score, { whole: true })).find(
    (one) => one.period === period && one.rule === rule,
  );
  if (!line) return refuse(`“${whose}”没有这一项`);
  const { from, to } = correctable(line);
  if (points < from || points > to) refuse(`这一项应在 ${from / 100} 到 ${to / 100} 之间`);
  if (points === line.points && !isVeto(line)) refuse('分数和现在一样，没有更正');
  await advanceRound(tx, round, {
    step: 'amend',
    actor: `person:${person.id}`,
    at,
    messageId,
    reason,
    data: { scoreId: score.id, period, rule, points, was: line.points },
    set: { stale: true },
  });
  const { subject, unitId, reachId, personId, level } = score;
  const { firstId: correctionId } = await tx.insert(AssessmentCorrection, {
    roundId: round.id,
    period,
    subject,
    unitId,
    reachId,
    personId,
    level,
    rule,
    points,
    reason,
    byId: person.id,
    at,
    appealId: null,
  });
  await rescoreLater(tx, { roundId: round.id, correctionId, at });
}
