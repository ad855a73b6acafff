import type { Reader } from '../core/database';
import { type Rows, writeFilled } from '../core/workbook';
import { LEDGER_BOOK, type LedgerBook } from './ledgerBook';
import { type LedgerSnapshot, readLedger } from './ledgerSnapshot';

/** Everything is stored as WGS84, whatever it was typed in. */
const CRS = 'WGS84';

function rowsOf({ units, reaches, outfalls }: LedgerSnapshot): Rows<LedgerBook> {
  const named = (name: string) => units.filter((unit) => unit.name === name).length === 1;
  const towns = new Map(units.map(({ id, name, code }) => [id, named(name) ? name : code]));
  const codes = new Map(reaches.map(({ id, code }) => [id, code]));
  return {
    outfalls: outfalls.map(({ dailyVolumeL, lonE6, latE6, ...outfall }) => ({
      ...outfall,
      town: towns.get(outfall.townId) ?? '',
      reach: codes.get(outfall.reachId) ?? '',
      lon: lonE6 / 1e6,
      lat: latE6 / 1e6,
      crs: CRS,
      dailyVolumeL: dailyVolumeL === null ? null : dailyVolumeL / 1_000,
    })),
  };
}

/** 入河排污口台账.xlsx as it is now, of the whole county or of one town. */
export const exportLedger = async (reader: Reader, townId: number | null = null): Promise<Buffer> =>
  writeFilled(LEDGER_BOOK, rowsOf(await readLedger(reader, townId)));
