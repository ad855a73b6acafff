import type { UploadKind } from '../../entities';
import type { Database } from '../core/database';
import type { Secrets } from '../core/secrets';
import type { ImportOptions, ImportReport } from '../core/workbook';
import { importLedger, LEDGER_BOOK } from '../ledger';
import { importRoster, ROSTER_BOOK } from '../roster';

/** How each kind of workbook is known, by the names of its sheets and headings. */
export const BOOKS = { roster: ROSTER_BOOK, ledger: LEDGER_BOOK } as const;

export const BOOK_NAMES: Record<UploadKind, string> = { roster: '花名册', ledger: '入河排污口台账' };

type Load = (
  deps: { db: Database; secrets: Secrets },
  bytes: Uint8Array,
  options: ImportOptions,
) => Promise<ImportReport>;

export const LOAD: Record<UploadKind, Load> = { roster: importRoster, ledger: importLedger };
