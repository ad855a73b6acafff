import { Zone } from '../../entities';
import { auditMany } from '../core/audit';
import type { Database, Tx } from '../core/database';
import { type HistoryRow, historyMany } from '../core/history';
import { type Policies, zoneRulesOf } from '../core/policy';
import {
  Findings,
  type ImportOptions,
  type ImportReport,
  type RawSheet,
  runImport,
  UnreadableWorkbook,
  updateMany,
  writeTemplate,
} from '../core/workbook';
import { isGeojson, sheetsOfGeojson } from './geojson';
import { planZones, type ZonesPlan, type ZonesStored } from './planZones';
import { readZoneRows } from './queries';
import { ZONES_BOOK } from './zonesBook';

export interface ZonesDeps {
  db: Database;
  policies: Policies;
}

/**
 * Imports 区划.xlsx, or a GeoJSON whose features carry the same columns as properties; all or nothing. A zone that is
 * not in the file stays; one that is over is given its 失效日期.
 *
 * @returns every fault by sheet, row and column; with any, nothing was written
 * @throws Fault `database.busy` when the database changed twice while it was planned
 */
export async function importZones(
  { db, policies }: ZonesDeps,
  bytes: Uint8Array,
  options: ImportOptions,
): Promise<ImportReport> {
  const rules = zoneRulesOf(policies.current);
  let sheets: readonly RawSheet[] | undefined = options.sheets;
  try {
    if (!sheets && isGeojson(bytes)) sheets = sheetsOfGeojson(bytes);
  } catch (error) {
    if (!(error instanceof UnreadableWorkbook)) throw error;
    const findings = Findings.none();
    findings.error({}, error.code, error.message);
    return findings.report(options.dryRun, { created: 0, updated: 0, unchanged: 0 });
  }
  return runImport(
    db,
    bytes,
    { ...options, sheets },
    {
      book: ZONES_BOOK,
      tables: ['reach', 'zone'],
      snapshot: async (reader): Promise<ZonesStored> => ({
        zones: await readZoneRows(reader),
        reaches: await reader.query('SELECT id, code FROM reach ORDER BY id'),
      }),
      plan: (tables, stored, findings) => planZones(tables, stored, rules, findings),
      apply: (tx, plan) => apply(tx, plan, options),
    },
  );
}

/** An empty 区划.xlsx with headings, drop-downs and one example row. */
export const writeZonesTemplate = (): Promise<Buffer> => writeTemplate(ZONES_BOOK);

async function apply(
  tx: Tx,
  { zones, counts }: ZonesPlan,
  { actor, at }: Pick<ImportOptions, 'actor' | 'at'>,
): Promise<void> {
  const { firstId } = await tx.insert(
    Zone,
    zones.created.map((record) => ({ ...record, version: 1 })),
  );
  await updateMany<Zone>(
    tx,
    'zone',
    zones.updated.map(({ id, set, version }) => ({ id, set: { ...set, version } })),
  );
  const steps: Pick<HistoryRow, 'subjectId' | 'version' | 'action' | 'state' | 'data'>[] = [
    ...zones.created.map(({ control, code }, n) => ({
      subjectId: firstId + n,
      version: 1,
      action: 'imported',
      state: control,
      data: { code },
    })),
    ...zones.updated.map(({ id, version, set, was }) => ({
      subjectId: id,
      version,
      action: 'changed',
      state: set.control ?? '不改',
      data: { was, now: set },
    })),
  ];
  await historyMany(
    tx,
    steps.map((step) => ({ ...step, subjectType: 'zone', at, actor })),
  );
  await auditMany(tx, [
    ...steps.map(({ subjectId, action, data }) => ({
      at,
      actor,
      action: `zone.${action}`,
      subjectType: 'zone',
      subjectId,
      detail: data,
    })),
    { at, actor, action: 'zones.imported', subjectType: 'zones', subjectId: null, detail: counts },
  ]);
}
