import { AppState } from '../../entities';
import type { Reader, Tx } from './database';

/** The inbox's key of the last message that Feishu never pushed here, though nothing was out of order. */
export const LAST_MISSED = 'inbound.missed';

/** A remembered value of the program itself; null when it was never set. */
export async function recall(reader: Reader, name: string): Promise<string | null> {
  return (await reader.findOne(AppState, { name }))?.value ?? null;
}

export async function remember(tx: Tx, name: string, value: string): Promise<void> {
  tx.deferPut(AppState, { name, value });
}
