import { strFromU8, zipSync } from 'fflate';
import readXlsxFile from 'read-excel-file/universal';
import { LIMITS } from './limits';
import { cellOf, countPictures, type SheetScan, scanSheet, sheetParts } from './scanSheet';
import { broken, type Parts, UnreadableWorkbook, unpack } from './unpack';

/** What a cell may hold; dates are UTC midnight of the day shown. */
export type Raw = string | number | boolean | Date;

export interface RawSheet {
  name: string;
  /** From Excel's row 1 on, hidden rows included; every row as wide as the sheet. */
  rows: (Raw | null)[][];
  scan: SheetScan;
  /** Pictures on it and in its cells; nothing is read of them, such a cell is null. */
  pictures: number;
}

/**
 * A workbook's sheets, cells as they stand.
 *
 * @throws UnreadableWorkbook when the file as a whole cannot be read or is over a limit
 */
export async function readSheets(bytes: Uint8Array): Promise<RawSheet[]> {
  const parts = unpack(bytes);
  const scans = scanSheets(parts);
  const sheets = await parse(parts);
  return scans.map(({ name, scan, pictures }, at) => {
    // The library's own types call a date cell `typeof Date`; it is a Date. A chart's sheet has no data.
    const rows = (sheets[at]?.data ?? []) as unknown as (Raw | null)[][];
    for (const ref of scan.pictures) {
      const { row, column } = cellOf(ref);
      const cells = rows[row - 1];
      if (cells && column > 0) cells[column - 1] = null;
    }
    return { name: name.trim(), rows, scan, pictures: pictures + scan.pictures.length };
  });
}

const xmlOf =
  (parts: Parts) =>
  (path: string): string => {
    const part = parts[path];
    if (!part) throw broken();
    return strFromU8(part);
  };

/** Both this and the library list the sheets in the workbook's order. */
function scanSheets(parts: Parts): { name: string; scan: SheetScan; pictures: number }[] {
  const xml = xmlOf(parts);
  return sheetParts(xml('xl/workbook.xml'), xml('xl/_rels/workbook.xml.rels')).map(({ name, path }) => {
    const scan = scanSheet(xml(path));
    checkExtent(name, scan);
    const text = (of: string) => (parts[of] ? xml(of) : '');
    return { name, scan, pictures: countPictures(path, text) };
  });
}

function checkExtent(sheet: string, scan: SheetScan): void {
  if (scan.highestRow > LIMITS.excelRows) throw broken();
  if (scan.valueRows > LIMITS.rows || scan.lastRow > LIMITS.excelRows) {
    throw new UnreadableWorkbook(
      'workbook.tooManyRows',
      `工作表“${sheet}”有 ${scan.valueRows} 行，一次最多 ${LIMITS.rows - 1} 行，请分几次导入`,
    );
  }
  if (scan.lastColumn > LIMITS.columns) {
    throw new UnreadableWorkbook(
      'workbook.tooManyColumns',
      `工作表“${sheet}”用到了第 ${scan.lastColumn} 列，最多 ${LIMITS.columns} 列，请删去右边多余的内容`,
    );
  }
}

/** Hands the measured parts, and nothing else of the file, to the reading library (stored, so this is a copy). */
async function parse(parts: Parts) {
  const wanted = Object.fromEntries(Object.entries(parts).filter(([path]) => /\.(xml|rels)$/.test(path)));
  const zip = zipSync(wanted, { level: 0 });
  try {
    return await readXlsxFile(zip.buffer as ArrayBuffer, { trim: false });
  } catch {
    throw broken();
  }
}
