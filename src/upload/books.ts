import type { UploadKind } from '../../entities';
import type { ImportOptions, ImportReport } from '../core/workbook';
import { importLedger, LEDGER_BOOK } from '../ledger';
import { importMonitoring, MONITORING_BOOK } from '../monitoring';
import { importPatrols, PAPER_BOOK, type PaperDeps } from '../paper';
import { COMPLAINT_BOOK, importComplaints } from '../problem';
import { importPlan, PLAN_BOOK } from '../rectification';
import { importRoster, ROSTER_BOOK } from '../roster';
import { importLeads, LEADS_BOOK } from '../survey';
import { importZones, ZONES_BOOK } from '../zones';

/** How each kind of workbook is known, by the names of its sheets and headings. */
export const BOOKS = {
  roster: ROSTER_BOOK,
  ledger: LEDGER_BOOK,
  patrols: PAPER_BOOK,
  monitoring: MONITORING_BOOK,
  leads: LEADS_BOOK,
  complaints: COMPLAINT_BOOK,
  plan: PLAN_BOOK,
  zones: ZONES_BOOK,
} as const;

export const BOOK_NAMES: Record<UploadKind, string> = {
  roster: '花名册',
  ledger: '入河排污口台账',
  patrols: '巡河记录',
  monitoring: '监测结果',
  leads: '排查线索',
  complaints: '投诉',
  plan: '年度整治方案',
  zones: '区划',
};

type Load = (deps: PaperDeps, bytes: Uint8Array, options: ImportOptions) => Promise<ImportReport>;

export const LOAD: Record<UploadKind, Load> = {
  roster: importRoster,
  ledger: importLedger,
  patrols: importPatrols,
  monitoring: importMonitoring,
  leads: importLeads,
  complaints: importComplaints,
  plan: importPlan,
  zones: importZones,
};
