import type { Outfall } from '../../entities';
import {
  type Change,
  type Changes,
  type Counts,
  changeOf,
  countsOf,
  type Findings,
  noChanges,
  type Tables,
} from '../core/workbook';
import { tellPlaces } from '../roster';
import { Zones } from '../zones';
import { tellAlike } from './alikeRows';
import type { LedgerBook } from './ledgerBook';
import { LedgerRules } from './ledgerRules';
import type { LedgerSnapshot, OutfallRecord } from './ledgerSnapshot';
import { matchOutfalls } from './matchOutfalls';
import { CodeMint, townPart } from './outfallCodes';
import type { PlannedOutfall } from './plannedOutfall';
import { tellZones } from './zoneDoubts';

export type NewOutfall = OutfallRecord & Pick<Outfall, 'internalCode' | 'baselineDay'>;
/** `baselineDay` may be set to null: a new date takes an outfall out of the 基线. */
export type OutfallChange = Change<NewOutfall> & { version: number; stage: string | null };

export interface LedgerPlan {
  outfalls: Changes<NewOutfall, OutfallChange>;
  counts: Counts;
}

type Remedy = Pick<Outfall, 'remedyDueDay' | 'remedyStage' | 'remedyType'>;

/** Due before that day and not yet done: what an import finds so is 基线 (domain.md §0). */
export const isOverdue = ({ remedyDueDay, remedyStage, remedyType }: Remedy, today: string): boolean =>
  remedyDueDay !== null && remedyDueDay < today && remedyStage !== '完成整治' && remedyType !== '无需整治';

/** What a row changes; where the coordinates came from counts only when they moved. */
function changesOf(stored: Outfall, record: OutfallRecord, today: string): OutfallChange | null {
  const moved = record.lonE6 !== stored.lonE6 || record.latE6 !== stored.latE6;
  // 镇兜底 ends when its source is found after all.
  const townBackstop =
    record.townBackstop ?? (record.tracing === '已溯源' && stored.townBackstop ? false : null);
  const given = { ...record, townBackstop };
  const change = changeOf<OutfallRecord>(stored, moved ? given : { ...given, sourceCrs: null });
  if (!change) return null;
  const after = { ...stored, ...change.set };
  const set: Partial<NewOutfall> = change.set;
  const was: Partial<NewOutfall> = change.was;
  if (set.remedyDueDay !== undefined) {
    const baselineDay = isOverdue(after, today) ? (stored.baselineDay ?? today) : null;
    if (baselineDay !== stored.baselineDay) {
      set.baselineDay = baselineDay;
      was.baselineDay = stored.baselineDay;
    }
  }
  return { id: stored.id, set, was, version: stored.version + 1, stage: after.remedyStage };
}

/** What a ledger workbook changes about what is stored. Pure; what is wrong goes into the findings. */
export function planLedger(
  { outfalls: table }: Tables<LedgerBook>,
  stored: LedgerSnapshot,
  today: string,
  findings: Findings,
): LedgerPlan {
  const rows = new LedgerRules(table, stored, findings).check();
  const matched = matchOutfalls(rows, stored.outfalls, (row, key) => table.place(row, key), findings);
  const given = rows.map(({ internalCode }) => internalCode).filter((code) => code !== null);
  const mint = new CodeMint([...stored.outfalls.map(({ internalCode }) => internalCode), ...given]);
  const outfalls = noChanges<NewOutfall, OutfallChange>();
  for (const row of rows) {
    const known = matched.get(row);
    if (!known) {
      outfalls.created.push(created(row, mint, today));
      continue;
    }
    const change = changesOf(known, row.record, today);
    if (change) outfalls.updated.push(change);
    else outfalls.unchanged += 1;
  }
  tellPlaces(
    rows.map((one) => {
      const { reachId, lonE6, latE6, sourceCrs } = one.record;
      return { row: one.row, reachId, lonE6, latE6, sourceCrs, was: matched.get(one) ?? null };
    }),
    stored.reaches,
    (row, key) => table.place(row, key),
    findings,
  );
  tellBaseline(outfalls.created, findings);
  const zones = new Zones(stored.zones, stored.reaches, { today });
  tellZones(rows, matched, zones, (row, key) => table.place(row, key), findings);
  const spoken = new Set([...matched.values()]);
  tellAlike(
    rows,
    stored.outfalls.filter((outfall) => !spoken.has(outfall)),
    (row) => !matched.has(row),
    (row, key) => table.place(row, key),
    findings,
  );
  // A row with a fault speaks of an outfall as well, but nobody knows yet of which.
  for (const outfall of findings.refused ? [] : stored.outfalls) {
    if (spoken.has(outfall)) continue;
    const shown = `${outfall.internalCode} ${outfall.name}`;
    findings.warn(
      { sheet: table.spec.name },
      'row.absent',
      `系统里有“${shown}”，这次的表里没有，保留不动`,
      shown,
    );
  }
  return { outfalls, counts: countsOf(outfalls) };
}

function created({ internalCode, town, record }: PlannedOutfall, mint: CodeMint, today: string): NewOutfall {
  return {
    ...record,
    internalCode: internalCode ?? mint.next(townPart(town)),
    baselineDay: isOverdue(record, today) ? today : null,
  };
}

function tellBaseline(created: readonly NewOutfall[], findings: Findings): void {
  const overdue = created.filter(({ baselineDay }) => baselineDay !== null).length;
  if (overdue === 0) return;
  const message = `有 ${overdue} 个排污口导入时整治期限已过，记为基线：列出但不催办，定了新期限后再算`;
  findings.warn({ sheet: '台账', column: '整治期限' }, 'outfall.baseline', message);
}
