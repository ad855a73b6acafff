import { Outfall, Reach, Unit, type Zone } from '../../entities';
import type { Reader } from '../core/database';
import { readZoneRows } from '../zones';

/** What a ledger row says about an outfall: the stored columns but for those that an import does not own. */
export type OutfallRecord = Omit<Outfall, 'id' | 'internalCode' | 'baselineDay' | 'version'>;

export interface LedgerSnapshot {
  units: Unit[];
  reaches: Reach[];
  outfalls: Outfall[];
  zones: Zone[];
}

/** Everything a ledger import plans against. @param townId only the outfalls there */
export async function readLedger(reader: Reader, townId: number | null = null): Promise<LedgerSnapshot> {
  return {
    units: await reader.find(Unit, {}, { order: { id: 'ASC' } }),
    reaches: await reader.find(Reach, {}, { order: { id: 'ASC' } }),
    outfalls: await reader.find(Outfall, townId === null ? {} : { townId }, { order: { id: 'ASC' } }),
    zones: await readZoneRows(reader),
  };
}
