import { z } from 'zod';
import { type App, compose } from '../compose';
import { readConfig } from '../config';
import { Database } from '../core/database';
import { withDatabaseOf } from '../core/databaseAtStart';
import { Fault } from '../core/errors';
import { createLog } from '../core/log';
import { importLedger, writeLedgerTemplate } from '../ledger';
import { importMonitoring, writeMonitoringTemplate } from '../monitoring';
import { importPatrols, writePatrolsTemplate } from '../paper';
import { importComplaints, writeComplaintsTemplate } from '../problem';
import { importPlan, writePlanTemplate } from '../rectification';
import { importRoster, writeRosterTemplate } from '../roster';
import { importLeads, writeLeadsTemplate } from '../survey';
import { importZones, writeZonesTemplate } from '../zones';

/** Names the kinds of workbook this version takes; each has its importer and its empty template. */
export const WORKBOOKS = {
  roster: { load: importRoster, template: writeRosterTemplate },
  ledger: { load: importLedger, template: writeLedgerTemplate },
  plan: { load: importPlan, template: writePlanTemplate },
  patrols: { load: importPatrols, template: writePatrolsTemplate },
  leads: { load: importLeads, template: writeLeadsTemplate },
  monitoring: { load: importMonitoring, template: writeMonitoringTemplate },
  complaints: { load: importComplaints, template: writeComplaintsTemplate },
  zones: { load: importZones, template: writeZonesTemplate },
} as const;
type WorkbookKind = keyof typeof WORKBOOKS;

export function kindOf(kind: string): WorkbookKind {
  if (Object.hasOwn(WORKBOOKS, kind)) return kind as WorkbookKind;
  throw new Fault('input.invalid', {
    what: `不认识“${kind}”，能用的有：${Object.keys(WORKBOOKS).join('、')}`,
  });
}

/** A command can wait for the running bot's turn to end. */
const PATIENCE_MS = 30_000;

export const config = () => readConfig(process.env, { sandbox: !process.env.FEISHU_APP_ID });

/** Runs with the whole bot composed, on a port of its own, and stops it whatever happens. */
export async function withApp<T>(work: (app: App) => Promise<T>): Promise<T> {
  const settings = config();
  // Standard output is for the answer alone.
  const log = createLog(settings.logLevel, process.stderr);
  return withDatabaseOf(settings, async () => {
    const app = await compose(settings, log, { port: 0, patienceMs: PATIENCE_MS });
    try {
      return await work(app);
    } finally {
      await app.stop();
    }
  });
}

export async function withDatabase<T>(work: (db: Database) => Promise<T>): Promise<T> {
  const settings = config();
  return withDatabaseOf(settings, async () => {
    const db = await Database.open({ url: settings.databaseUrl }, { patienceMs: PATIENCE_MS });
    try {
      return await work(db);
    } finally {
      await db.close();
    }
  });
}

const WHY: Record<string, string> = {
  ENOENT: '没有这个文件或文件夹',
  ENOTDIR: '路径里有一段不是文件夹',
  EISDIR: '这是文件夹，不是文件',
  EACCES: '没有权限',
  EPERM: '没有权限',
  EROFS: '这个盘只能读',
  ENOSPC: '磁盘满了',
};

/** What the system says of a file, for a person. @param code as `ENOENT` */
export const fileFault = (verb: '读' | '写', file: string, code = '原因不明'): Fault =>
  new Fault('input.invalid', { what: `${verb}不了文件 ${file}：${WHY[code] ?? code}` });

/** A file that cannot be read or written was named wrongly: that is the input's fault. */
export async function withFile<T>(verb: '读' | '写', file: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw fileFault(verb, file, (error as NodeJS.ErrnoException).code);
  }
}

/** The number of a row, as a list shows it. @throws Fault `input.invalid` */
export function numberOf(text: string): number {
  if (!/^\d{1,15}$/.test(text)) throw new Fault('input.invalid', { what: `编号“${text}”不是数字` });
  return Number(text);
}

const instant = z.iso.datetime({ offset: true, local: true });

/** @param text ISO; without a zone it is Shanghai's, wherever the machine is */
export function instantOf(text: string): Date {
  if (!instant.safeParse(text).success) {
    throw new Fault('input.invalid', { what: `时间“${text}”写法不对，应像 2026-11-30T08:30:00+08:00` });
  }
  return new Date(/(Z|[+-]\d{2}:?\d{2})$/.test(text) ? text : `${text}+08:00`);
}
