import { Outfall } from '../../entities';
import { auditMany } from '../core/audit';
import type { Tx } from '../core/database';
import { type HistoryRow, historyMany } from '../core/history';
import { refreshMany } from '../core/outbox';
import { type ImportOptions, updateMany } from '../core/workbook';
import { UNKNOWN_STAGE } from './changeOutfall';
import type { LedgerPlan } from './planLedger';

/** Writes a plan in a handful of multi-row statements, history and audit rows included. */
export async function applyLedger(
  tx: Tx,
  { outfalls, counts }: LedgerPlan,
  { actor, at }: Pick<ImportOptions, 'actor' | 'at'>,
): Promise<void> {
  await tx.insert(
    Outfall,
    outfalls.created.map((record) => ({ ...record, version: 1 })),
  );
  await updateMany<Outfall>(
    tx,
    'outfall',
    outfalls.updated.map(({ id, set, version }) => ({ id, set: { ...set, version } })),
  );
  const rows = await tx.query<{ id: number; internalCode: string }>('SELECT id, internalCode FROM outfall');
  const ids = new Map(rows.map(({ id, internalCode }) => [internalCode, id]));
  const steps: Pick<HistoryRow, 'subjectId' | 'version' | 'action' | 'state' | 'data'>[] = [
    ...outfalls.created.map(({ internalCode, remedyStage }) => ({
      subjectId: idOf(ids, internalCode),
      version: 1,
      action: 'imported',
      state: remedyStage ?? UNKNOWN_STAGE,
      data: null,
    })),
    ...outfalls.updated.map(({ id, version, stage, set, was }) => ({
      subjectId: id,
      version,
      action: 'changed',
      state: stage ?? UNKNOWN_STAGE,
      data: { was, now: set },
    })),
  ];
  await historyMany(
    tx,
    steps.map((step) => ({ ...step, subjectType: 'outfall', at, actor })),
  );
  await auditMany(tx, [
    ...steps.map(({ subjectId, action, data }) => ({
      at,
      actor,
      action: `outfall.${action}`,
      subjectType: 'outfall',
      subjectId,
      detail: data,
    })),
    { at, actor, action: 'ledger.imported', subjectType: 'ledger', subjectId: null, detail: counts },
  ]);
  await refreshMany(tx, { type: 'outfall', ids: outfalls.updated.map(({ id }) => id), at });
}

function idOf(ids: Map<string, number>, internalCode: string): number {
  const id = ids.get(internalCode);
  if (id === undefined) throw new Error(`ledger import: no outfall ${internalCode}`);
  return id;
}
