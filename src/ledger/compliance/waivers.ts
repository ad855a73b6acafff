import { type Person, type Role, RuleWaiver } from '../../../entities';
import { audit } from '../../core/audit';
import type { Tx } from '../../core/database';
import { dayOf } from '../../core/days';
import { Fault } from '../../core/errors';
import { type Policy, planOf } from '../../core/policy';
import type { Finding } from './check';

/** The plan says 原则上: only 分局 says when it need not be so. */
export const mayWaive = (roles: readonly Role[]): boolean => roles.includes('分局');

export const REASON_LIMIT = 200;

/** The same day of a later month, or that month's last. */
function monthsLater(day: string, months: number): string {
  const [year = 0, month = 0, date = 0] = day.split('-').map(Number);
  const last = new Date(Date.UTC(year, month + months, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 1 + months, Math.min(date, last))).toISOString().slice(0, 10);
}

interface Decision {
  person: Pick<Person, 'id'>;
  roles: readonly Role[];
  at: Date;
}

function guard({ roles }: Decision): void {
  if (!mayWaive(roles)) throw new Fault('press.notYours');
}

/**
 * 分局 lets a finding stand until a day; a waiver that it has already ends with this one.
 *
 * @throws Fault `press.notYours` for anybody else; `press.form` for a day that is past or too far, or no reason
 */
export async function grantWaiver(
  tx: Tx,
  finding: Finding,
  given: Decision & { policy: Policy; untilDay: string; reason: string },
): Promise<void> {
  guard(given);
  const { person, at, policy, untilDay, reason } = given;
  const today = dayOf(at);
  const latest = monthsLater(today, planOf(policy).waiverMonths);
  if (untilDay <= today) throw new Fault('press.form', { what: '豁免到哪天？要晚于今天' });
  if (untilDay > latest) throw new Fault('press.form', { what: `豁免最长到 ${latest}，到期还需要的再定` });
  if (reason === '' || Array.from(reason).length > REASON_LIMIT) {
    throw new Fault('press.form', { what: `请写豁免的理由，最多${REASON_LIMIT}个字` });
  }
  const row = {
    rule: finding.rule.id,
    outfallIds: finding.outfalls.map(({ id }) => id),
    reason,
    untilDay,
  };
  if (finding.waiver) await withdrawWaiver(tx, finding.waiver, given);
  const { firstId } = await tx.insert(RuleWaiver, {
    ...row,
    grantedById: person.id,
    grantedAt: at,
    withdrawnById: null,
    withdrawnAt: null,
  });
  audit(tx, {
    at,
    actor: `person:${person.id}`,
    action: 'rule.waived',
    subjectType: 'ruleWaiver',
    subjectId: firstId,
    detail: row,
  });
}

/** 分局 takes a waiver back: the finding stands again from now on. @throws Fault `press.notYours`, `press.stale` */
export async function withdrawWaiver(tx: Tx, waiver: RuleWaiver, decision: Decision): Promise<void> {
  guard(decision);
  const { person, at } = decision;
  const set = { withdrawnAt: at, withdrawnById: person.id };
  const done = await tx.update(RuleWaiver, { id: waiver.id, withdrawnAt: null }, set);
  if (done === 0) throw new Fault('press.stale');
  audit(tx, {
    at,
    actor: `person:${person.id}`,
    action: 'rule.waiverWithdrawn',
    subjectType: 'ruleWaiver',
    subjectId: waiver.id,
  });
}
