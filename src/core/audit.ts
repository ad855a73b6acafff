import { createHash } from 'node:crypto';
import { AuditEntry } from '../../entities';
import { machineNow } from './clock';
import type { Database, Reader, Tx } from './database';
import { Fault } from './errors';
import { recall, remember } from './state';
import { takeTurn } from './turn';

export interface AuditRow {
  at: Date;
  /** `person:12`, `job:digest`, `cli`. */
  actor: string;
  action: string;
  subjectType: string;
  subjectId: number | null;
  detail?: unknown;
}

const row = (entry: AuditRow): Partial<AuditEntry> => ({
  at: entry.at,
  actor: entry.actor,
  action: entry.action,
  subjectType: entry.subjectType,
  subjectId: entry.subjectId,
  detail: entry.detail ?? null,
});

/** Says who did what, in the transaction of the deed; unchained until the sealer comes by. */
export function audit(tx: Tx, entry: AuditRow): void {
  tx.deferInsert(AuditEntry, row(entry));
}

export async function auditMany(tx: Tx, entries: readonly AuditRow[]): Promise<void> {
  await tx.insert(AuditEntry, entries.map(row));
}

const GENESIS = '0'.repeat(64);
const BATCH = 500;
/** Rows sealed in one transaction: on SQLite they hold the event loop, and presses wait behind them. */
const SEALED_TOGETHER = 100;
/** The chain's end, kept apart from it: rows that were cut off there leave no gap inside. */
const HEAD = 'audit.head';

interface Head {
  seq: number;
  hash: string;
}

async function headOf(reader: Reader): Promise<Head> {
  const kept = await recall(reader, HEAD);
  return kept ? (JSON.parse(kept) as Head) : { seq: 0, hash: GENESIS };
}

/** A row's hash covers the one before it, so that a changed, removed or inserted row breaks the chain. */
export function sealOf(previous: string, entry: AuditEntry): string {
  const { id, at, actor, action, subjectType, subjectId, detail } = entry;
  const facts = [previous, id, at.toISOString(), actor, action, subjectType, subjectId, detail];
  return createHash('sha256').update(JSON.stringify(facts)).digest('hex');
}

/**
 * Chains committed rows that are not sealed yet, in batches, in the order of their ids. Rows of transactions
 * that commit later with a smaller id are taken by a later batch: the chain's order is `seq`, not `id`.
 *
 * @returns how many rows were sealed
 */
export async function sealAudit(db: Database): Promise<number> {
  for (let sealed = 0; ; ) {
    const count = await db.transaction(async (tx) => {
      await takeTurn(tx, 'seal', machineNow());
      let { seq, hash } = await headOf(tx);
      const rows = await tx.find(AuditEntry, { seq: null }, { order: { id: 'ASC' }, limit: SEALED_TOGETHER });
      for (const entry of rows) {
        seq += 1;
        hash = sealOf(hash, entry);
        await tx.update(AuditEntry, { id: entry.id, seq: null }, { seq, hash });
      }
      if (rows.length > 0) await remember(tx, HEAD, JSON.stringify({ seq, hash }));
      return rows.length;
    });
    sealed += count;
    if (count < SEALED_TOGETHER) return sealed;
  }
}

export interface AuditCheck {
  sealed: number;
  /** Committed but not yet chained: the tail that a change would not be noticed in. */
  unsealed: number;
}

/** Walks the whole chain. @throws Fault `audit.broken` at the first row that does not fit */
export async function verifyAudit(db: Database): Promise<AuditCheck> {
  const head = await headOf(db.read);
  let hash = GENESIS;
  let seq = 0;
  for (;;) {
    const raw = await db.read.query<{ id: number }>(
      `SELECT id FROM audit_entry WHERE seq > ? ORDER BY seq LIMIT ${BATCH}`,
      [seq],
    );
    if (raw.length === 0) break;
    const found = await db.read.find(AuditEntry, { id: raw.map((r) => r.id) }, { order: { seq: 'ASC' } });
    for (const entry of found) {
      seq += 1;
      if (entry.seq !== seq) throw new Fault('audit.broken', { seq, why: '少了这一条' });
      hash = sealOf(hash, entry);
      if (entry.hash !== hash) throw new Fault('audit.broken', { seq, why: '内容和封存时不一样' });
    }
  }
  if (seq < head.seq) throw new Fault('audit.broken', { seq: seq + 1, why: '少了这一条' });
  const [tail] = await db.read.query<{ n: number }>(
    'SELECT COUNT(*) AS n FROM audit_entry WHERE seq IS NULL',
  );
  return { sealed: seq, unsealed: Number(tail?.n ?? 0) };
}
