import { AssessmentRun } from '../../entities';
import { exportAssessment, newestRun, parsePeriod } from '../assessment';
import type { App } from '../compose';
import { audit } from '../core/audit';
import { isDay } from '../core/days';
import { Fault } from '../core/errors';
import { exportCases } from '../enforcement';
import { exportPhotos, type Wanted } from '../evidence';
import { mediaPath } from '../feishu';
import { exportLag } from '../lag';
import { exportLedger, writeBundle, writeCheck } from '../ledger';
import { exportMonitoring } from '../monitoring';
import { exportComplaints } from '../problem';

import { ensurePages, exportPublicList, signsZip } from '../publicity';

import { exportProgress, exportRetained } from '../rectification';

import { exportRoster } from '../roster';
import { exportSettings } from '../setting';
import { exportLeads } from '../survey';
import { exportZones } from '../zones';
import { config, fileFault, numberOf, withApp } from './means';
import type { Answer } from './say';

export interface ExportOptions {
  /** Of an assessment; the newest round when left out. */
  period?: string;
  /** 滞后: at the end of this day; now when left out. */
  day?: string;
  /** Photos of this problem only. */
  problem?: string;
}

async function publicList({ deps }: App): Promise<Buffer> {
  const { db, policies, clock, publicUrl } = deps;
  await ensurePages(deps, clock.now());
  const base = publicUrl ?? null;
  return exportPublicList(db.read, { policy: policies.current, at: clock.now(), base, writtenFor: '命令行' });
}

async function signs({ deps }: App): Promise<Buffer> {
  const base = config().publicUrl;
  if (!base) throw new Fault('input.invalid', { what: '先设 PUBLIC_URL（对外的网址），二维码里要写它' });
  await ensurePages(deps, deps.clock.now());
  return signsZip(deps.db.read, deps.policies.current, base);
}

async function assessment({ deps }: App, { period }: ExportOptions): Promise<Buffer> {
  const { read } = deps.db;
  const run = period
    ? await read.findOne(AssessmentRun, { period: parsePeriod(period).key })
    : await newestRun(read);
  const written = run && (await exportAssessment(read, deps.policies, run.id));
  if (written) return written.bytes;
  const which = period ? `${period} 的` : '';
  throw new Fault('input.invalid', {
    what: `还没有${which}考核结果，先运行 assess --period ${period ?? '2026-10'}`,
  });
}

/** Whom a file is written for, and as of when and by which rules. */
const written = ({ deps: { policies, clock } }: App) => ({
  policy: policies.current,
  at: clock.now(),
  writtenFor: '命令行',
});

const EXPORTS = {
  roster: ({ deps }: App) => exportRoster(deps.db.read, deps.secrets),
  ledger: (app: App) => exportLedger(app.deps.db.read, written(app)),
  compliance: (app: App) => writeCheck(app.deps.db.read, written(app)),
  bundle: (app: App) => writeBundle(app.deps.db.read, written(app)),
  progress: (app: App) => exportProgress(app.deps.db.read, written(app)),
  retained: (app: App) => exportRetained(app.deps.db.read, written(app)),
  leads: (app: App) => exportLeads(app.deps.db.read, written(app)),
  enforcement: (app: App) => exportCases(app.deps.db.read, written(app)),
  complaints: (app: App) => exportComplaints(app.deps.db.read, app.deps.secrets, written(app)),
  public: publicList,
  lag: ({ deps: { db, policies, calendar, clock } }: App, { day }: ExportOptions) => {
    if (day !== undefined && !isDay(day))
      throw new Fault('input.invalid', { what: `“${day}”不是日期，应像 2026-11-20` });
    const asked = { at: clock.now(), writtenFor: '命令行', ...(day !== undefined && { day }) };
    return exportLag(db.read, { policies, calendar }, asked);
  },
  signs,
  settings: ({ deps: { db, policies, clock } }: App) =>
    exportSettings(db.read, { policy: policies.current, at: clock.now(), writtenFor: '命令行' }),
  zones: ({ deps }: App) => exportZones(deps.db.read),
  monitoring: ({ deps }: App) => exportMonitoring(deps.db.read),
  assessment,
} as const;
type ExportKind = keyof typeof EXPORTS;

export function exportOf(kind: string): ExportKind {
  if (Object.hasOwn(EXPORTS, kind)) return kind as ExportKind;
  throw new Fault('input.invalid', {
    what: `不认识“${kind}”，能导出的有：${[...Object.keys(EXPORTS), 'photos'].join('、')}`,
  });
}

/** Writes one kind of file for whoever runs the command, which is written down. @throws Fault `input.invalid` */
export async function exportFile(app: App, kind: ExportKind, options: ExportOptions): Promise<Buffer> {
  const bytes = await EXPORTS[kind](app, options);
  const { db, clock } = app.deps;
  await db.transaction(async (tx) =>
    audit(tx, {
      at: clock.now(),
      actor: 'cli',
      action: `${kind}.exported`,
      subjectType: kind,
      subjectId: null,
    }),
  );
  return bytes;
}

function wantedOf({ period, problem }: ExportOptions): Wanted {
  if (problem !== undefined && period === undefined) return { problemId: numberOf(problem) };
  if (period !== undefined && problem === undefined) return parsePeriod(period);
  throw new Fault('input.invalid', {
    what: '要哪些照片？写 --problem 问题编号，或 --period 2026-10（也可以是 2026-Q4、2026）',
  });
}

/** What the system says of the file that is written is the input's fault; of anything else it is ours. */
function ofTheFile(error: unknown, out: string): unknown {
  const { syscall, path, code } = error as NodeJS.ErrnoException;
  const ofOut = syscall !== undefined && (path === undefined || path.startsWith(out));
  return ofOut ? fileFault('写', out, code) : error;
}

/** Writes photos without what the phone wrote into them; who took which out is written down. @throws Fault */
export async function writePhotos(out: string, options: ExportOptions): Promise<Answer> {
  const wanted = wantedOf(options);
  const { dataDir } = config();
  const told = await withApp(async ({ deps: { db, clock } }) => {
    const places = { read: db.read, pathOf: (sha256: string) => mediaPath(dataDir, sha256) };
    const done = await exportPhotos(places, wanted, out).catch((error: unknown) => {
      throw ofTheFile(error, out);
    });
    await db.transaction(async (tx) =>
      audit(tx, {
        at: clock.now(),
        actor: 'cli',
        action: 'photos.exported',
        subjectType: 'problemId' in wanted ? 'problem' : 'photos',
        subjectId: 'problemId' in wanted ? wanted.problemId : null,
        detail: { ...options, ...done },
      }),
    );
    return done;
  });
  const { photos, leftOut } = told;
  const left = leftOut > 0 ? `，${leftOut} 张没有导出（原因在照片目录里）` : '';
  return { data: { file: out, ...told }, lines: [`已写好 ${out}：照片 ${photos} 张${left}`] };
}
