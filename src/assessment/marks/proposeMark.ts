import { MarkProposal, type Person, type Role } from '../../../entities';
import type { Tx } from '../../core/database';
import { dayOf } from '../../core/days';
import { enqueueMany } from '../../core/outbox';
import { markRulesOf } from '../../core/policy';
import { takeTurnOf } from '../../core/turn';
import type { Deps } from '../deps';
import { noteStep } from '../noteStep';
import { inPoints } from '../points';
import { must, refuse } from '../rounds/advance';
import { sheetOf } from '../rulesInForce';
import { confirmersOf, entersMarks, openPeriods, PROPOSAL, proposable, subjectsNamed } from './proposals';
import { isFreeToMark } from './rules';

export interface NewProposal {
  /** `2026-10`. */
  period: string;
  /** A town, or a chief by name. */
  whose: string;
  rule: string;
  /** Hundredths; null of a veto. */
  points: number | null;
  document: string;
  words: string;
  person: Pick<Person, 'id' | 'unitId'>;
  roles: readonly Role[];
  at: Date;
}

/**
 * 加分 or 否决, entered: goes to a second person, and counts once that one has confirmed it.
 *
 * @returns it, and by when it is to be confirmed
 * @throws Fault `press.notYours`, `press.form` (a period that is frozen, nobody called so, one's own unit, points out
 * of range, entered already, nobody who could confirm it)
 */
export async function proposeMark(
  tx: Tx,
  deps: Pick<Deps, 'policies' | 'calendar'>,
  { period: key, whose, rule, points, document, words, person, roles, at }: NewProposal,
): Promise<{ id: number; dueDay: string }> {
  must(entersMarks(roles));
  const today = dayOf(at);
  const period = (await openPeriods(tx, deps, { today, at })).find((one) => one.key === key);
  if (!period) return refuse('这一期的分数已经固定，不能再加分或否决');
  // What was changed since is of later periods: by it this one would be given what counts nowhere.
  const assessment = await sheetOf(tx, deps, period);
  const item = proposable(assessment).find((one) => one.rule === rule);
  if (!item || (item.max === null) !== (points === null)) return refuse('考核办法里没有这一项，请重新选择');
  if (item.max !== null && points !== null && (points <= 0 || points > item.max))
    refuse(`${item.name}最多加 ${inPoints(item.max)} 分，请写大于 0 的数`);
  const [subject, ...more] = (await subjectsNamed(tx, assessment, period, whose)).filter(
    (one) => !item.townOnly || one.subject === 'town',
  );
  if (!subject) {
    const units = assessment.department ? '镇、部门' : '镇';
    return refuse(`没有找到“${whose}”，这一期请写${units}的名称，或河长的姓名`);
  }
  if (more.length > 0) return refuse(`叫“${whose}”的不止一个，请在后面加上河段`);
  if (!isFreeToMark(subject, person)) refuse('不能给自己或本单位加分、否决，请别人来填');
  await takeTurnOf(tx, person.id);
  const twin = await tx.findOne(MarkProposal, { period: key, ...subject, rule, document, state: 'open' });
  if (twin) refuse('这一件已经填过，正在等人确认');
  const { workdays } = markRulesOf(assessment);
  const dueDay = deps.calendar.addWorkdays(today, workdays);
  const row = { ...subject, period: key, rule, points, document, words, byId: person.id, at, dueDay };
  const confirmers = await confirmersOf(tx, row);
  if (confirmers.length === 0) refuse('没有第二个人能确认：县河长办、县政府都没有别人，请先在花名册里补上');
  const { firstId: id } = await tx.insert(MarkProposal, { ...row, state: 'open', version: 1 });
  noteStep(tx, {
    type: PROPOSAL,
    id,
    version: 1,
    action: 'proposed',
    state: 'open',
    actor: `person:${person.id}`,
    at,
    reason: words,
    data: { period: key, ...subject, rule, points, document },
  });
  await enqueueMany(
    tx,
    confirmers.map((one) => ({
      kind: 'markProposal',
      subject: { type: PROPOSAL, id },
      recipientId: one.id,
      messageClass: 'task',
      at,
    })),
  );
  return { id, dueDay };
}
