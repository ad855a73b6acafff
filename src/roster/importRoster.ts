import type { Database } from '../core/database';
import { dayOf } from '../core/days';
import type { Secrets } from '../core/secrets';
import { type ImportOptions, type ImportReport, runImport, writeTemplate } from '../core/workbook';
import { applyRoster } from './applyRoster';
import { planRoster } from './planRoster';
import { ROSTER_BOOK } from './rosterBook';
import { readRoster } from './rosterSnapshot';

/**
 * Imports 花名册.xlsx: units, people, reaches, posts; all or nothing.
 *
 * @returns every fault by sheet, row and column; with any, nothing was written
 * @throws Fault `database.busy` when the database changed twice while it was planned
 */
export function importRoster(
  deps: { db: Database; secrets: Secrets },
  bytes: Uint8Array,
  options: ImportOptions,
): Promise<ImportReport> {
  const { db, secrets } = deps;
  const context = { hashOf: (mobile: string) => secrets.lookup(mobile), today: dayOf(options.at) };
  return runImport(db, bytes, options, {
    book: ROSTER_BOOK,
    tables: ['unit', 'person', 'person_role', 'reach', 'post'],
    snapshot: readRoster,
    plan: (tables, stored, findings) => planRoster(tables, stored, context, findings),
    apply: (tx, plan) => applyRoster(tx, plan, secrets, options),
  });
}

/** An empty 花名册.xlsx with headings, drop-downs and one example row a sheet. */
export const writeRosterTemplate = (): Promise<Buffer> => writeTemplate(ROSTER_BOOK);
