import { Outfall } from '../../entities';
import { instantOf, type Reader, sqlInstant } from '../core/database';
import { groupBy } from '../core/groupBy';

/*
 * The ledger as it was at an instant: what it is now, with every step of its history since then taken back. Each step
 * keeps the fields that it changed, old and new (changeOutfall.ts, applyLedger.ts).
 */

/** A step in an outfall's life: what the changed fields were before it; null: before it there was no such outfall. */
export interface PastStep {
  at: Date;
  was: Partial<Outfall> | null;
}

/**
 * @param steps the newest first; those before `instant` are left alone
 * @returns the outfall right before `instant`; null when it was not in the ledger yet
 */
export function takenBack<T extends Partial<Outfall>>(
  outfall: T,
  steps: readonly PastStep[],
  instant: Date,
): T | null {
  let then = outfall;
  for (const { at, was } of steps) {
    if (at < instant) break;
    if (was === null) return null;
    then = { ...then, ...was };
  }
  return then;
}

export interface LedgerPast<T> {
  outfalls: readonly T[];
  /** Since the instant that was asked for, the newest first; empty when nothing has happened. */
  stepsOf(outfallId: number): readonly PastStep[];
}

interface Row {
  subjectId: number;
  version: number;
  at: unknown;
  data: string | null;
}

/** The steps that begin an outfall are of version 1 and have no old fields. */
function wasBefore({ version, data }: Row): PastStep['was'] {
  const kept = data === null ? null : (JSON.parse(data) as { was?: Partial<Outfall> } | null);
  if (kept?.was) return kept.was;
  return version === 1 ? null : {};
}

/** Two statements, whatever the size of the ledger. */
export async function readLedgerPast<K extends keyof Outfall>(
  reader: Reader,
  columns: readonly K[],
  since: Date,
): Promise<LedgerPast<Pick<Outfall, K | 'id'>>> {
  const outfalls = await reader.find(
    Outfall,
    {},
    { columns: [...new Set<K | 'id'>(['id', ...columns])], order: { id: 'ASC' } },
  );
  const rows = await reader.query<Row>(
    `SELECT subjectId, version, at, data FROM history_entry
      WHERE subjectType = 'outfall' AND at >= ? ORDER BY subjectId, version DESC`,
    [sqlInstant(since)],
  );
  const steps = groupBy(rows, ({ subjectId }) => subjectId);
  const read = new Map(
    [...steps].map(([id, own]) => [
      id,
      own.map((row): PastStep => ({ at: instantOf(row.at), was: wasBefore(row) })),
    ]),
  );
  return { outfalls, stepsOf: (outfallId) => read.get(outfallId) ?? [] };
}
