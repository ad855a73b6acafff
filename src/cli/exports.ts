import { AssessmentRun } from '../../entities';
import { exportAssessment, newestRun, parsePeriod } from '../assessment';
import type { App } from '../compose';
import { audit } from '../core/audit';
import { Fault } from '../core/errors';
import { exportLedger } from '../ledger';
import { exportComplaints } from '../problem';
import { exportRoster } from '../roster';

export interface ExportOptions {
  /** Of an assessment; the newest round when left out. */
  period?: string;
}

async function assessment({ deps }: App, { period }: ExportOptions): Promise<Buffer> {
  const { read } = deps.db;
  const run = period
    ? await read.findOne(AssessmentRun, { period: parsePeriod(period).key })
    : await newestRun(read);
  const written = run && (await exportAssessment(read, run.id));
  if (written) return written.bytes;
  const which = period ? `${period} 的` : '';
  throw new Fault('input.invalid', {
    what: `还没有${which}考核结果，先运行：npm run -s cli -- assess --period ${period ?? '2026-10'}`,
  });
}

const EXPORTS = {
  roster: ({ deps }: App) => exportRoster(deps.db.read, deps.secrets),
  ledger: ({ deps }: App) => exportLedger(deps.db.read),
  complaints: ({ deps }: App) => exportComplaints(deps.db.read, deps.secrets),
  assessment,
} as const;
type ExportKind = keyof typeof EXPORTS;

export function exportOf(kind: string): ExportKind {
  if (Object.hasOwn(EXPORTS, kind)) return kind as ExportKind;
  throw new Fault('input.invalid', {
    what: `不认识“${kind}”，能导出的有：${Object.keys(EXPORTS).join('、')}`,
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
