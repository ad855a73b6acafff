import type { Database } from '../core/database';
import { dayOf } from '../core/days';
import { type ImportOptions, type ImportReport, runImport, writeTemplate } from '../core/workbook';
import { applyLedger } from './applyLedger';
import { LEDGER_BOOK } from './ledgerBook';
import { readLedger } from './ledgerSnapshot';
import { planLedger } from './planLedger';

/**
 * Imports 入河排污口台账.xlsx against the roster's towns and reaches; all or nothing.
 *
 * @returns every fault by sheet, row and column; with any, nothing was written
 * @throws Fault `database.busy` when the database changed twice while it was planned
 */
export function importLedger(
  { db }: { db: Database },
  bytes: Uint8Array,
  options: ImportOptions,
): Promise<ImportReport> {
  const today = dayOf(options.at);
  return runImport(db, bytes, options, {
    book: LEDGER_BOOK,
    tables: ['unit', 'reach', 'outfall', 'zone'],
    snapshot: (reader) => readLedger(reader),
    plan: (tables, stored, findings) => planLedger(tables, stored, today, findings),
    apply: (tx, plan) => applyLedger(tx, plan, options),
  });
}

/** An empty 入河排污口台账.xlsx with headings, drop-downs and one example row. */
export const writeLedgerTemplate = (): Promise<Buffer> => writeTemplate(LEDGER_BOOK);
