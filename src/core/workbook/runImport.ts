import { createHash } from 'node:crypto';
import { setImmediate as letOthersGo } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { AppState } from '../../../entities';
import type { Database, Reader, Tx } from '../database';
import { Fault } from '../errors';
import type { Counts, Findings, ImportReport } from './findings';
import { type BookSpec, type ReadBook, readBook, type Tables } from './readBook';
import type { RawSheet } from './readSheets';

export interface ImportOptions {
  /** Looks, plans and reports, and writes nothing. */
  dryRun: boolean;
  /** As in the audit: `cli`, `person:12`. */
  actor: string;
  /** Business time of the import. */
  at: Date;
  /** What is in the workbook, when it was read already (`readSheetsApart`). */
  sheets?: readonly RawSheet[];
  /**
   * Asked before anything is written, with the fingerprint of what would be: the same data and the same file give
   * the same one. False writes nothing, and the report says so (`dryRun`).
   */
  mayWrite?(fingerprint: string): boolean;
  /** Written in the import's own transaction. */
  alongside?(tx: Tx, report: ImportReport): Promise<void>;
}

/** One kind of workbook: how it is read, planned against what is stored, and written. */
export interface ImportFlow<B extends BookSpec, S, P extends { counts: Counts }> {
  book: B;
  /** Tables that the plan is made against; locked while it is checked that nobody changed them meanwhile. */
  tables: readonly string[];
  snapshot(reader: Reader, tables: Tables<B>): Promise<S>;
  /** Pure: says what is wrong in the findings and what would change in the plan. */
  plan(tables: Tables<B>, stored: S, findings: Findings): P;
  /** Writes the plan with its audit and history rows; nothing slow, at most some hundred statements. */
  apply(tx: Tx, plan: P, stored: S): Promise<void>;
}

/** How long the CLI waits for the bot's transactions beside it. */
const PATIENCE_MS = 30_000;

/** One lock for all imports, so that two at once wait for each other instead of colliding on a unique key. */
const LOCK = 'import.last';

async function lock(tx: Tx, db: Database, tables: readonly string[], at: Date): Promise<void> {
  const hold = (): Promise<number> => tx.update(AppState, { name: LOCK }, { value: at.toISOString() });
  if ((await hold()) === 0) {
    // The very first import ever; two of them at once both come through here.
    await tx.insert(AppState, { name: LOCK, value: '' }, { ignore: true });
    await hold();
  }
  // SQLite's BEGIN IMMEDIATE already keeps everyone else out.
  if (db.dialect === 'sqlite') return;
  for (const table of tables) await tx.query(`SELECT id FROM ${table} FOR UPDATE`);
}

/** A phone number is told by its own fingerprint, which stands beside it in a plan. */
const withoutPhones = (key: string, value: unknown): unknown => (key === 'mobile' ? undefined : value);

const fingerprintOf = (plan: object): string =>
  createHash('sha256').update(JSON.stringify(plan, withoutPhones)).digest('hex');

/**
 * Imports a workbook: all or nothing. Reading, checking and planning happen outside the transaction, so that
 * presses go on; inside it only what was planned is written, after making sure that the stored rows are still
 * those that were planned against. If they are not, it is planned once more.
 *
 * @throws Fault `database.busy` when the database changed twice under the plan
 */
export async function runImport<B extends BookSpec, S, P extends { counts: Counts }>(
  db: Database,
  bytes: Uint8Array,
  { dryRun, at, sheets, mayWrite, alongside }: ImportOptions,
  flow: ImportFlow<B, S, P>,
): Promise<ImportReport> {
  const read: ReadBook<B> = await readBook(bytes, flow.book, sheets);
  const { tables } = read;
  if (!tables) return read.findings.report(dryRun, { created: 0, updated: 0, unchanged: 0 });
  for (let attempt = 1; attempt <= 2; attempt += 1) {
    // Each of these steps takes a tenth of a second for a large workbook; presses go on in between.
    await letOthersGo();
    const stored = await flow.snapshot(db.read, tables);
    await letOthersGo();
    const findings = read.findings.copy();
    const plan = flow.plan(tables, stored, findings);
    await letOthersGo();
    const report = findings.report(dryRun, plan.counts);
    if (dryRun || findings.refused || plan.counts.created + plan.counts.updated === 0) return report;
    if (mayWrite && !mayWrite(fingerprintOf(plan))) return { ...report, dryRun: true };
    const written = await db.transaction(
      async (tx) => {
        await lock(tx, db, flow.tables, at);
        if (!isDeepStrictEqual(await flow.snapshot(tx, tables), stored)) return false;
        await flow.apply(tx, plan, stored);
        await alongside?.(tx, report);
        return true;
      },
      { patienceMs: PATIENCE_MS },
    );
    if (written) return report;
  }
  throw new Fault('database.busy');
}
