import { HistoryEntry } from '../../entities';
import type { Tx } from './database';

export interface HistoryRow {
  subjectType: string;
  subjectId: number;
  /** The matter's version after this step; one row a version, so that two writers of one version cannot both win. */
  version: number;
  at: Date;
  actor: string;
  action: string;
  state: string;
  reason?: string | null;
  data?: unknown;
}

const row = (entry: HistoryRow): Partial<HistoryEntry> => ({
  subjectType: entry.subjectType,
  subjectId: entry.subjectId,
  version: entry.version,
  at: entry.at,
  actor: entry.actor,
  action: entry.action,
  state: entry.state,
  reason: entry.reason ?? null,
  data: entry.data ?? null,
});

/** Appends one step in the life of a matter, in the transaction that changed it. */
export function history(tx: Tx, entry: HistoryRow): void {
  tx.deferInsert(HistoryEntry, row(entry));
}

export async function historyMany(tx: Tx, entries: readonly HistoryRow[]): Promise<void> {
  await tx.insert(HistoryEntry, entries.map(row));
}
