import { MarkSheet } from '../../../entities';
import { audit } from '../../core/audit';
import type { Tx } from '../../core/database';
import { Fault } from '../../core/errors';
import { history } from '../../core/history';
import { refreshCards } from '../../core/outbox';

/** What the outbox, the history and the digest call a sheet. */
export const SHEET = 'markSheet';

interface Step {
  /** `opened`, `given`, `changed`, `closed`. */
  action: string;
  state: MarkSheet['state'];
  /** `person:7`, `job:assessment`. */
  actor: string;
  at: Date;
  reason?: string | null;
  data?: unknown;
}

export function noteSheet(
  tx: Tx,
  {
    id,
    version,
    action,
    state,
    at,
    actor,
    reason = null,
    data = null,
  }: Step & { id: number; version: number },
): void {
  const subject = { subjectType: SHEET, subjectId: id };
  history(tx, { ...subject, version, at, actor, action, state, reason, data });
  audit(tx, { ...subject, at, actor, action: `assessment.marks.${action}`, detail: { reason, data } });
}

/**
 * One step of a sheet: compare-and-set, history, audit, its cards drawn anew. Of two people who give marks at once the
 * second is refused, and sees what the first gave.
 *
 * @throws Fault `press.stale`
 */
export async function advanceSheet(
  tx: Tx,
  { id, version }: Pick<MarkSheet, 'id' | 'version'>,
  { messageId, ...step }: Step & { messageId?: string | null },
): Promise<void> {
  const next = { state: step.state, version: version + 1 };
  if ((await tx.update(MarkSheet, { id, version }, next)) === 0) throw new Fault('press.stale');
  noteSheet(tx, { id, version: version + 1, ...step });
  await refreshCards(tx, { subject: { type: SHEET, id }, at: step.at, exceptMessageId: messageId });
}
