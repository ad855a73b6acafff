import { MarkSheet } from '../../../entities';
import type { Tx } from '../../core/database';
import { Fault } from '../../core/errors';
import { refreshCards } from '../../core/outbox';
import { noteStep, type Taken } from '../noteStep';

/** What the outbox, the history and the digest call a sheet. */
export const SHEET = 'markSheet';

interface Step extends Taken {
  /** `given`, `changed`, `closed`. */
  action: string;
  state: MarkSheet['state'];
}

/**
 * One step of a sheet: compare-and-set, history, audit, its cards drawn anew once nothing is left to give. Of two people who give marks at once the
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
  noteStep(tx, { type: SHEET, id, version: version + 1, ...step });
  // Others may be giving the rest: a card drawn anew would forget what they typed, and their press says what is given.
  if (step.state !== 'open')
    await refreshCards(tx, { subject: { type: SHEET, id }, at: step.at, exceptMessageId: messageId });
}
