import { FoundOutfall, type Outfall } from '../../../entities';
import { audit } from '../../core/audit';
import type { Tx } from '../../core/database';
import { Fault } from '../../core/errors';
import { history } from '../../core/history';
import { refreshCards } from '../../core/outbox';

/*
 * The life of a 新发现的排污口.
 *
 * waiting    待核: reported on the river; 分局 (县河长办 beside it) looks into it.
 * confirmed  it is one that the ledger lacked: entered, and its problem tied to it.
 * merged     the ledger has it already: its problem, with photos and all, is tied to that one.
 * unfounded  it is none, and why.
 */

/** A decision about one, by those who keep the ledger. */
export interface FoundDecision {
  foundId: number;
  /** The version that the card was drawn from. */
  version: number;
  personId: number;
  at: Date;
  messageId?: string | null;
}

/** @throws Fault `matter.gone`; `press.stale` when it was decided already */
export async function foundWaiting(tx: Tx, { foundId, version }: FoundDecision): Promise<FoundOutfall> {
  const found = await tx.findOne(FoundOutfall, { id: foundId });
  if (!found) throw new Fault('matter.gone');
  if (found.state !== 'waiting' || found.version !== version) throw new Fault('press.stale');
  return found;
}

/** Ends it, with its history and audit. @throws Fault `press.stale` when somebody else was first */
export async function endFound(
  tx: Tx,
  found: FoundOutfall,
  decision: FoundDecision,
  end: Pick<FoundOutfall, 'state'> & { outfallId?: Outfall['id']; reason?: string },
): Promise<void> {
  const { id } = found;
  const { personId, at, messageId } = decision;
  const { state, outfallId = null, reason = null } = end;
  const version = found.version + 1;
  const set = { state, outfallId, reason, decidedById: personId, decidedAt: at, version };
  const won = await tx.update(FoundOutfall, { id, version: found.version, state: 'waiting' }, set);
  if (won === 0) throw new Fault('press.stale');
  const row = { at, actor: `person:${personId}`, subjectType: 'foundOutfall', subjectId: id };
  const data = { outfallId };
  history(tx, { ...row, version, action: state, state, reason, data });
  audit(tx, { ...row, action: `foundOutfall.${state}`, detail: { ...data, reason } });
  await refreshCards(tx, { subject: { type: 'foundOutfall', id }, at, exceptMessageId: messageId });
}
