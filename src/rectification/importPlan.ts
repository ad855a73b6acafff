import { type Outfall, ReachSurvey, Rectification } from '../../entities';
import { auditMany } from '../core/audit';
import type { Database, Tx } from '../core/database';
import { type HistoryRow, historyMany } from '../core/history';
import { refreshMany } from '../core/outbox';
import {
  type ImportOptions,
  type ImportReport,
  runImport,
  updateMany,
  writeTemplate,
} from '../core/workbook';
import { STEPS } from './lifecycle';
import { PLAN_BOOK } from './planBook';
import { planYear, readPlanSnapshot, type YearPlan } from './planPlan';
import type { PlannedChange } from './planRow';

/**
 * Imports 年度整治方案.xlsx, clause （四）, against the ledger; all or nothing. The columns that the ledger has already are
 * written there, with their history; the plan's own year and day go with the record.
 *
 * @returns every fault by sheet, row and column; with any, nothing was written
 * @throws Fault `database.busy` when the database changed twice while it was planned
 */
export function importPlan(
  { db }: { db: Database },
  bytes: Uint8Array,
  options: ImportOptions,
): Promise<ImportReport> {
  return runImport(db, bytes, options, {
    book: PLAN_BOOK,
    tables: ['outfall', 'rectification', 'reach_survey'],
    snapshot: readPlanSnapshot,
    plan: (tables, stored, findings) => planYear(tables, stored, findings),
    apply: (tx, plan) => apply(tx, plan, options),
  });
}

/** An empty 年度整治方案.xlsx with headings, drop-downs and one example row. */
export const writePlanTemplate = (): Promise<Buffer> => writeTemplate(PLAN_BOOK);

type By = Pick<ImportOptions, 'actor' | 'at'>;

async function apply(tx: Tx, { changes, surveys, counts }: YearPlan, by: By): Promise<void> {
  await writeLedger(tx, changes, by);
  await writeRecords(tx, changes, by);
  await tx.insert(
    ReachSurvey,
    surveys
      .filter(({ known }) => known === null)
      .map(({ reachId, surveyedDay }) => ({ reachId, surveyedDay, recordedAt: by.at })),
  );
  for (const { known, surveyedDay } of surveys) {
    if (known) await tx.update(ReachSurvey, { id: known.id }, { surveyedDay, recordedAt: by.at });
  }
  await auditMany(tx, [
    ...surveys.map(({ reachId, surveyedDay }) => ({
      ...by,
      action: 'reach.surveyed',
      subjectType: 'reach',
      subjectId: reachId,
      detail: { surveyedDay },
    })),
    { ...by, action: 'plan.imported', subjectType: 'plan', subjectId: null, detail: counts },
  ]);
  const ids = changes.map(({ standing }) => standing.outfall.id);
  await refreshMany(tx, { type: 'outfall', ids, at: by.at });
}

/** The ledger's own columns, as a ledger import would. */
async function writeLedger(tx: Tx, changes: readonly PlannedChange[], by: By): Promise<void> {
  const changed = changes.filter(({ ledger }) => Object.keys(ledger).length > 0);
  await updateMany<Outfall>(
    tx,
    'outfall',
    changed.map(({ standing: { outfall }, ledger }) => ({
      id: outfall.id,
      set: { ...ledger, version: outfall.version + 1 },
    })),
  );
  const steps = changed.map(({ standing: { outfall }, ledger }) => ({
    ...by,
    subjectType: 'outfall',
    subjectId: outfall.id,
    version: outfall.version + 1,
    action: 'changed',
    state: outfall.remedyStage ?? '待补',
    data: {
      was: Object.fromEntries(Object.keys(ledger).map((key) => [key, outfall[key as keyof Outfall]])),
      now: ledger,
    },
  }));
  await historyMany(tx, steps);
  await auditMany(
    tx,
    steps.map(({ subjectType, subjectId, data }) => ({
      ...by,
      action: 'outfall.changed',
      subjectType,
      subjectId,
      detail: data,
    })),
  );
}

async function writeRecords(tx: Tx, changes: readonly PlannedChange[], by: By): Promise<void> {
  const created = changes.filter(({ standing }) => standing.record.version === 0);
  const known = changes.filter(({ standing }) => standing.record.version > 0);
  await tx.insert(
    Rectification,
    created.map(({ standing, record }) => {
      const { id: _, ...columns } = standing.record;
      return { ...columns, ...record, version: 1 };
    }),
  );
  await updateMany<Rectification>(
    tx,
    'rectification',
    known.map(({ standing, record }) => ({
      id: standing.record.id,
      set: { ...record, version: standing.record.version + 1 },
    })),
  );
  const rows = await tx.query<{ id: number; outfallId: number }>('SELECT id, outfallId FROM rectification');
  const ids = new Map(rows.map(({ id, outfallId }) => [outfallId, id]));
  const steps = changes.map(({ standing: { outfall, record: was }, record }): HistoryRow => {
    const subjectId = ids.get(outfall.id);
    if (subjectId === undefined) throw new Error(`plan import: no record of ${outfall.internalCode}`);
    const { action } = STEPS.plan;
    return {
      ...by,
      subjectType: 'rectification',
      subjectId,
      version: was.version + 1,
      action,
      state: 'working',
      data: record,
    };
  });
  await historyMany(tx, steps);
  await auditMany(
    tx,
    changes.map(({ standing: { outfall }, record }) => ({
      ...by,
      action: 'rectification.planned',
      subjectType: 'outfall',
      subjectId: outfall.id,
      detail: record,
    })),
  );
}
