import { AssessmentCorrection, AssessmentRun, AssessmentScore } from '../../../entities';
import type { Tx } from '../../core/database';
import { Fault } from '../../core/errors';
import { peopleWith } from '../../roster';
import type { Deps } from '../deps';
import { parsePeriod } from '../period';
import { isVeto } from '../points';
import { addable, bonusRoom } from './addable';
import { advanceRound, must, type RoundPress, refuse, rescoreLater, roundToPress } from './advance';
import { contestable, type PeriodLine, scoresNamed } from './queries';
import { correctable, watchesRounds, whyNoAmend } from './rules';

export interface Amendment extends RoundPress {
  /** A town's or chief's name as the table has it. */
  whose: string;
  period: string;
  rule: string;
  /** Hundredths; 0 of a 否决. */
  points: number;
  reason: string;
}

/** What a line may become, and what it is; `was` null of a 否决, which has no points. */
interface Amendable {
  from: number;
  to: number;
  was: number | null;
}

const NO_POINTS: Amendable = { from: 0, to: 0, was: null };

/** Null where the subject has no such line in that period, and can be given none. */
async function amendableTo(
  tx: Tx,
  { policies }: Pick<Deps, 'policies'>,
  {
    subject,
    lines,
    period,
    rule,
  }: Pick<Amendment, 'period' | 'rule'> & {
    subject: AssessmentScore['subject'];
    lines: readonly PeriodLine[];
  },
): Promise<Amendable | null> {
  const line = lines.find((one) => one.rule === rule);
  if (line && isVeto(line)) return NO_POINTS;
  const run = await tx.findOne(AssessmentRun, { period });
  // Of a year its months are given something, and of a period only who was scored in it.
  if (run && lines.length > 0 && parsePeriod(period).kind !== 'year') {
    const { assessment: sheet } = await policies.at(run.policyVersion);
    const item = addable(sheet, subject).find((one) => one.rule === rule);
    if (item?.max === null && lines.some(isVeto)) refuse('这一期已经是不合格，不用再否决');
    if (item?.max === null) return NO_POINTS;
    if (item) return { from: 0, to: bonusRoom(sheet, item, lines), was: line?.points ?? 0 };
  }
  return line ? { ...correctable(line), was: line.points } : null;
}

/**
 * 更正 of what is final: a new version follows, with the reason; the one before stays. 加分 that was forgotten can be
 * given, 否决 that was found later holds from then on.
 *
 * @throws Fault `matter.gone`, `press.notYours`, `press.stale`, `press.form` (nobody or several of that name, one's own
 * or one's unit's, no such line, points that it cannot have)
 */
export async function amendRound(tx: Tx, deps: Pick<Deps, 'policies'>, press: Amendment): Promise<void> {
  const round = await roundToPress(tx, press);
  must(watchesRounds(press.roles));
  if (round.state !== 'final') throw new Fault('press.stale');
  if (round.stale) refuse('上一处更正正在重算，请过一分钟再更正');
  const { whose, period, rule, points, reason, person, at, messageId } = press;
  const named = await scoresNamed(tx, round, whose);
  const [score] = named;
  if (!score) {
    const hasDepartments = await tx.findOne(AssessmentScore, { runId: round.runId, subject: 'department' });
    return refuse(`表里没有“${whose}”，请写${hasDepartments ? '镇、部门' : '镇'}的全称或河长姓名`);
  }
  if (named.length > 1) return refuse(`叫“${whose}”的不止一行，请写成“姓名 河段”`);
  const keepers = await peopleWith(tx, { roles: ['县河长办'] });
  const why = whyNoAmend(score, person, { roles: press.roles, keepers });
  if (why) refuse(why);
  const lines = (await contestable(tx, score, { whole: true })).filter((one) => one.period === period);
  const can = await amendableTo(tx, deps, { subject: score.subject, lines, period, rule });
  if (!can) return refuse(`“${whose}”没有这一项`);
  if (can.was === null && points !== 0) refuse('否决没有分数，请写 0');
  if (points < can.from || points > can.to) refuse(`这一项应在 ${can.from / 100} 到 ${can.to / 100} 之间`);
  if (points === can.was) refuse('分数和现在一样，没有更正');
  await advanceRound(tx, round, {
    step: 'amend',
    actor: `person:${person.id}`,
    at,
    messageId,
    reason,
    data: { scoreId: score.id, period, rule, points, was: can.was },
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
