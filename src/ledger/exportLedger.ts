import type { Reader } from '../core/database';
import { dayOf } from '../core/days';
import type { Policy } from '../core/policy';
import { notesSheet, type Rows, writeFilled, writtenUnder } from '../core/workbook';
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

/**
 * 入河排污口台账.xlsx as it is now, of the whole county or of one town. Imported again it changes nothing: the sheet that
 * says when, for whom and by which rules it was written is read by no import.
 */
export async function exportLedger(
  reader: Reader,
  { policy, at, writtenFor }: { policy: Policy; at: Date; writtenFor: string },
  townId: number | null = null,
): Promise<Buffer> {
  const rows = rowsOf(await readLedger(reader, townId));
  const notes = [
    `新政办发〔2023〕30号（一）：入河排污口台账，共${rows.outfalls.length}个，截至${dayOf(at)}`,
    writtenUnder(writtenFor, policy),
    '坐标为WGS84',
  ];
  return writeFilled(LEDGER_BOOK, rows, [notesSheet(notes)]);
}
