import { strFromU8, strToU8, unzipSync, type Zippable, zipSync } from 'fflate';
import { type CellOut, code, quantity, text, writeBook } from '../../../src/core/workbook';
import { readBook } from '../../../src/core/workbook/readBook';

/** A small workbook of its own, so that these tests speak of reading and not of rosters. */
export const BOOK = {
  wells: {
    name: '水井',
    exampleIn: 'name',
    columns: {
      code: code('编号', { required: true, max: 8 }),
      name: text('名称', { required: true, max: 20 }),
      depth: quantity('井深m', { scale: 1_000, max: 1_000 }),
    },
  },
} as const;

export const HEADINGS = ['编号', '名称', '井深m'];

export const wells = (rows: CellOut[][], headings: string[] = HEADINGS): Promise<Buffer> =>
  writeBook([{ name: '水井', columns: headings.map((heading) => ({ heading })), rows }]);

/** The same file with one part of it rewritten as text. */
export function withPart(bytes: Uint8Array, path: string, change: (xml: string) => string): Buffer {
  const parts: Zippable = unzipSync(bytes);
  parts[path] = strToU8(change(strFromU8(unzipSync(bytes)[path] ?? new Uint8Array())));
  return Buffer.from(zipSync(parts));
}

export const SHEET = 'xl/worksheets/sheet1.xml';

/** What reading says: the report, and the rows that came out of it. */
export async function read(bytes: Uint8Array) {
  const { tables, findings } = await readBook(bytes, BOOK);
  const report = findings.report(true, { created: 0, updated: 0, unchanged: 0 });
  return { ...report, rows: tables?.wells.rows ?? null };
}
