import { PatrolLeave } from '../../entities';
import { audit } from '../core/audit';
import type { Tx } from '../core/database';
import { addDays, dayOf } from '../core/days';
import { Fault } from '../core/errors';
import { history } from '../core/history';
import { refreshCards } from '../core/outbox';

export interface LeavePress {
  id: number;
  version: number;
  personId: number;
  /** 县河长办 may end anybody's. */
  office: boolean;
  at: Date;
  /** The pressed card. */
  messageId?: string | null;
}

/**
 * 销假: from today on the chief walks again. What fell due before stays nobody's.
 *
 * @returns whose it was
 * @throws Fault `matter.gone`, `press.notYours`, `press.stale`
 */
export async function endLeave(tx: Tx, { id, version, personId, office, at, messageId }: LeavePress) {
  const found = await tx.findOne(PatrolLeave, { id });
  if (!found) throw new Fault('matter.gone');
  if (found.chiefId !== personId && !office) throw new Fault('press.notYours');
  const today = dayOf(at);
  if (found.version !== version || found.endedAt !== null || found.toDay < today) {
    throw new Fault('press.stale');
  }
  const actor = `person:${personId}`;
  const ended = await tx.update(
    PatrolLeave,
    { id, version },
    { toDay: addDays(today, -1), endedBy: actor, endedAt: at, version: version + 1 },
  );
  if (ended === 0) throw new Fault('press.stale');
  const step = { at, actor, subjectType: 'leave', subjectId: id };
  history(tx, { ...step, version: version + 1, action: 'ended', state: 'ended' });
  audit(tx, { ...step, action: 'leave.end' });
  await refreshCards(tx, { subject: { type: 'leave', id }, at, exceptMessageId: messageId });
  return found.chiefId;
}
