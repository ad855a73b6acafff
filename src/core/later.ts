import { InboxEvent } from '../../entities';
import type { Tx } from './database';

/**
 * Work that follows this transaction and takes too long to be part of it: done from the inbox, once for each key,
 * tried again when it fails, and taken up again after a restart.
 *
 * @param work.type which handler (`work` in compose)
 */
export async function later(
  tx: Tx,
  { key, type, payload, at }: { key: string; type: string; payload: object; at: Date },
): Promise<void> {
  await tx.insert(
    InboxEvent,
    // Due at once, by whichever machine's clock.
    { key, type, payload, receivedAt: at, nextAt: new Date(0), state: 'new', attempts: 0, lastError: null },
    { ignore: true },
  );
}
