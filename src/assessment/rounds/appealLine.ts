import { AssessmentAppeal, AssessmentScore, type Person, type Role } from '../../../entities';
import type { Tx } from '../../core/database';
import { dayInWords, dayOf } from '../../core/days';
import { Fault } from '../../core/errors';
import { enqueueMany, refreshCards } from '../../core/outbox';
import { roundsOf } from '../../core/policy';
import { takeTurnOf } from '../../core/turn';
import type { Deps } from '../deps';
import { noteStep } from '../noteStep';
import { inPoints, isVeto } from '../points';
import { APPEAL, must, ROUND, refuse } from './advance';
import { APPEAL_STEPS } from './lifecycle';
import { contestable, reviewersOf, roundOfRun } from './queries';
import { mayAppeal, reviewDueDay, whyNoAppeal } from './rules';

export interface NewAppeal {
  scoreId: number;
  /** The period of the line: of a year a month. */
  period: string;
  rule: string;
  words: string;
  person: Pick<Person, 'id' | 'unitId'>;
  roles: readonly Role[];
  at: Date;
}

/** What 复核 made of it; a form that was open meanwhile says what was before. */
const became = (appeal: AssessmentAppeal): string =>
  appeal.points === null || isVeto(appeal) ? '' : `，复核后是 ${inPoints(appeal.points)} 分`;

/**
 * 申诉 on one line, once: goes to whoever is free to review it. It does not matter from which version of the round the
 * form was drawn: in 公示 nothing but its own appeal changes a line, and what others contested meanwhile is no reason to
 * refuse somebody's words.
 *
 * @returns the appeal, and the day by which it is decided
 * @throws Fault `matter.gone`, `press.notYours`, `press.form` (too late, 定稿, no such line, contested already)
 */
export async function appealLine(
  tx: Tx,
  { policies, calendar }: Pick<Deps, 'policies' | 'calendar'>,
  { scoreId, period, rule, words, person, roles, at }: NewAppeal,
): Promise<{ id: number; dueDay: string }> {
  const score = await tx.findOne(AssessmentScore, { id: scoreId });
  const round = score && (await roundOfRun(tx, score.runId));
  if (!score || !round) throw new Fault('matter.gone');
  must(mayAppeal(score, person, { roles, policy: policies.current }));
  const today = dayOf(at);
  const why = whyNoAppeal(round, today, dayInWords);
  if (why) refuse(why);
  await takeTurnOf(tx, person.id);
  const known = await tx.findOne(AssessmentAppeal, { scoreId, period, rule });
  if (known) refuse(`这一项已经申诉过${became(known)}，一项只能申诉一次`);
  const line = (await contestable(tx, score)).find((one) => one.period === period && one.rule === rule);
  if (!line) refuse('这个月没有这一项可申诉的，请重新选择');
  const rules = roundsOf(await policies.at(round.policyVersion));
  const dueDay = reviewDueDay(today, { rules, calendar });
  const row = {
    roundId: round.id,
    scoreId,
    period,
    rule,
    was: line.points,
    max: line.max,
    words,
    byId: person.id,
    at,
    dueDay,
    state: 'open' as const,
    version: 1,
  };
  const { firstId: id } = await tx.insert(AssessmentAppeal, row);
  noteStep(tx, {
    type: APPEAL,
    id,
    version: 1,
    action: APPEAL_STEPS.appeal.action,
    state: 'open',
    at,
    actor: `person:${person.id}`,
    data: { scoreId, period, rule },
  });
  await enqueueMany(
    tx,
    (await reviewersOf(tx, { rules, round, appeal: row, score })).map((reviewer) => ({
      kind: 'appeal',
      subject: { type: APPEAL, id },
      recipientId: reviewer.id,
      messageClass: 'task',
      at,
    })),
  );
  await refreshCards(tx, { subject: { type: ROUND, id: round.id }, at });
  return { id, dueDay };
}
