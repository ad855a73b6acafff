import { LadderCase, type Role } from '../../../entities';
import { audit } from '../../core/audit';
import type { Reader, Tx } from '../../core/database';
import { dayOf } from '../../core/days';
import { Fault } from '../../core/errors';
import { refreshCards } from '../../core/outbox';
import { takeTurn } from '../../core/turn';
import { OFFICE_ROLES } from '../../roster';
import type { Deps } from '../deps';
import { LADDER, LADDER_TURN, withEvents } from './cases';
import { lifeOf } from './lifecycle';
import { noteEvents } from './noteEvents';

export interface MarkOutstanding {
  caseId: number;
  /** Why it is 突出问题. */
  reason: string;
  by: { id: number; roles: readonly Role[] };
  at: Date;
}

/**
 * 突出问题: a person of 县河长办 finds that a matter which a 约谈 did not mend is one; then, and when the year's target is
 * missed, a 督查 is drafted (clause （九）).
 *
 * @throws Fault `matter.gone`, `press.notYours`, `press.stale` (not after a 约谈, or ticked already)
 */
export async function markOutstanding(
  tx: Tx,
  deps: Deps,
  { caseId, reason, by, at }: MarkOutstanding,
): Promise<void> {
  if (!by.roles.some((role) => OFFICE_ROLES.includes(role))) throw new Fault('press.notYours');
  await takeTurn(tx, LADDER_TURN, at);
  const row = await tx.findOne(LadderCase, { id: caseId });
  if (!row || row.state === 'cleared') throw new Fault('matter.gone');
  const [one] = await withEvents(tx, [row]);
  const life = lifeOf(one?.events ?? []);
  if (life.rung !== 3 || life.outstanding) throw new Fault('press.stale');
  const actor = `person:${by.id}`;
  audit(tx, { at, actor, action: 'ladder.outstanding', subjectType: LADDER, subjectId: caseId });
  await noteEvents(tx, deps, [row], { events: [{ what: 'outstanding', day: dayOf(at) }], actor, reason, at });
  await refreshCards(tx, { subject: { type: LADDER, id: caseId }, at });
}

/** The cases of which 县河长办 was asked whether they are 突出问题, and has not said that they are. */
export async function casesToJudge(reader: Reader): Promise<LadderCase[]> {
  const rows = await reader.find(LadderCase, { rung: 3, state: 'running', waitsFor: 'office' });
  return (await withEvents(reader, rows)).flatMap(({ row, events }) => {
    const { judgeAsked, outstanding } = lifeOf(events);
    return judgeAsked && !outstanding ? [row] : [];
  });
}
