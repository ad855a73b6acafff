import { OutfallLimit } from '../../entities';
import { audit } from '../core/audit';
import type { Reader, Tx } from '../core/database';
import { monitoringOf } from '../core/policy';
import {
  type ImportOptions,
  type ImportReport,
  runImport,
  updateMany,
  writeFilled,
  writeTemplate,
} from '../core/workbook';
import type { MonitoringDeps } from './deps';
import { fromE4, ITEMS, type Item } from './items';
import { keepResults } from './keepResults';
import { MONITORING_BOOK } from './monitoringBook';
import {
  type MonitoringPlan,
  type MonitoringSnapshot,
  planMonitoring,
  readMonitoring,
} from './planMonitoring';
import { readResults } from './queries';

/**
 * Imports 监测结果.xlsx, the outfalls' own 限值 among it; all or nothing. What is 超标 is told and becomes a problem.
 *
 * @returns every fault by sheet, row and column; with any, nothing was written
 * @throws Fault `database.busy` when the database changed twice while it was planned
 */
export function importMonitoring(
  deps: MonitoringDeps,
  bytes: Uint8Array,
  options: ImportOptions,
): Promise<ImportReport> {
  const { at } = options;
  const rules = monitoringOf(deps.policies.current);
  return runImport(deps.db, bytes, options, {
    book: MONITORING_BOOK,
    tables: ['outfall_limit'],
    snapshot: readMonitoring,
    plan: (tables, stored, findings) => planMonitoring(tables, stored, { at, rules }, findings),
    apply: (tx, plan, stored) => apply(tx, deps, plan, stored, options),
  });
}

/** An empty 监测结果.xlsx with headings, drop-downs and one example row. */
export const writeMonitoringTemplate = (): Promise<Buffer> => writeTemplate(MONITORING_BOOK);

/** Who brought it in, of an actor as in the audit; null for the command line. */
const personIn = (actor: string): number | null => Number(/^person:(\d+)$/.exec(actor)?.[1] ?? 0) || null;

async function apply(
  tx: Tx,
  deps: MonitoringDeps,
  { limits, fresh, corrected, counts }: MonitoringPlan,
  { outfalls }: MonitoringSnapshot,
  { actor, at }: Pick<ImportOptions, 'actor' | 'at'>,
): Promise<void> {
  await tx.insert(OutfallLimit, limits.created);
  await updateMany<OutfallLimit>(
    tx,
    'outfall_limit',
    limits.updated.map(({ id, lowE4, highE4, source }) => ({ id, set: { lowE4, highE4, source } })),
  );
  audit(tx, {
    at,
    actor,
    action: 'monitoring.imported',
    subjectType: 'monitoring',
    subjectId: null,
    detail: { ...counts, limits },
  });
  const byId = new Map(outfalls.map((one) => [one.id, one]));
  await keepResults(tx, deps, { fresh, corrected, outfalls: byId, at, actor, personId: personIn(actor) });
}

/** 监测结果.xlsx as it is now; importing it again changes nothing. */
export async function exportMonitoring(reader: Reader): Promise<Buffer> {
  const { results, limits, codes } = await readResults(reader);
  return writeFilled(MONITORING_BOOK, {
    results: results.map((one) => ({
      outfall: codes.get(one.outfallId) ?? '',
      day: one.sampledDay,
      time: one.sampledTime || null,
      method: one.method,
      item: one.item,
      reading: one.below && one.valueE4 === 0 ? '未检出' : `${one.below ? '<' : ''}${fromE4(one.valueE4)}`,
      unit: ITEMS[one.item as Item] ?? null,
      lab: one.lab,
      sampler: one.sampler,
      reportNo: one.reportNo,
    })),
    limits: limits.map(({ outfallId, item, lowE4, highE4, source }) => ({
      outfall: codes.get(outfallId) ?? '',
      item,
      low: lowE4 === null ? null : fromE4(lowE4),
      high: highE4 === null ? null : fromE4(highE4),
      source,
    })),
  });
}
