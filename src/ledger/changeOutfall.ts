import { Outfall } from '../../entities';
import { audit } from '../core/audit';
import type { Tx } from '../core/database';
import { Fault } from '../core/errors';
import { history } from '../core/history';
import { refreshCards } from '../core/outbox';

/** State that a history row of an outfall carries when the ledger does not say how far its 整治 is. */
export const UNKNOWN_STAGE = '待补';

export interface OutfallDecision {
  /** As in the audit: `cli`, `person:12`. */
  actor: string;
  at: Date;
  reason: string | null;
  /** The pressed card; its new state is the answer to the press. */
  messageId?: string | null;
}

/**
 * One step in an outfall's life: the row by compare-and-set, its history with every field old and new, its audit,
 * and the cards that show it.
 *
 * @param more kept with the step beside the fields
 * @throws Fault `press.stale` when somebody else was first
 */
export async function changeOutfall(
  tx: Tx,
  outfall: Outfall,
  { action, set, more }: { action: string; set: Partial<Outfall>; more?: object },
  { actor, at, reason, messageId }: OutfallDecision,
): Promise<Outfall> {
  const { id, version } = outfall;
  const keys = (Object.keys(set) as (keyof Outfall)[]).filter((key) => set[key] !== outfall[key]);
  const pick = (from: Partial<Outfall>) => Object.fromEntries(keys.map((key) => [key, from[key] ?? null]));
  const now = { ...set, version: version + 1 };
  if ((await tx.update(Outfall, { id, version }, now)) === 0) throw new Fault('press.stale');
  const data = { was: pick(outfall), now: pick(set), ...more };
  const row = { at, actor, subjectType: 'outfall', subjectId: id };
  const next = { ...outfall, ...now };
  const state = next.remedyStage ?? UNKNOWN_STAGE;
  history(tx, { ...row, version: next.version, action, state, reason, data });
  audit(tx, { ...row, action: `outfall.${action}`, detail: reason === null ? data : { reason, ...data } });
  await refreshCards(tx, { subject: { type: 'outfall', id }, at, exceptMessageId: messageId });
  return next;
}
