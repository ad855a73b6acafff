import { join } from 'node:path';
import type { DataValidation, Workbook, Worksheet } from 'exceljs';
import { unzipSync, zipSync } from 'fflate';
import { isDay } from '../days';
import { startThread } from '../thread';
import { columnLetter } from './findings';

export type CellOut = string | number | Date | null;

export interface ColumnOut {
  heading: string;
  /** Shown in colour, so that what must be filled in is seen at once. */
  required?: boolean;
  /** Kept by Excel as typed: codes and phones do not become 1.99E+10. */
  asText?: boolean;
  /** Days (`YYYY-MM-DD`) become dates that Excel sorts and filters; other words stay as they are. */
  asDay?: boolean;
  width?: number;
  validation?: DataValidation;
}

export interface SheetOut {
  name: string;
  columns: readonly ColumnOut[];
  rows: readonly (readonly CellOut[])[];
}

/** A workbook is dated like this, whenever it is made: the same content gives the same bytes. */
const MADE = new Date('2026-01-01T00:00:00Z');
/** A zip keeps local time without its zone: this is the same wall clock wherever it is written. */
const ZIPPED = new Date(2026, 0, 1);
const VALIDATED_ROWS = 2_000;

/** `dataValidations` works on ranges, but the library's types leave it out. */
interface Validations {
  dataValidations: { add(range: string, validation: DataValidation): void };
}

const formatOf = ({ asText, asDay }: ColumnOut) => (asDay ? 'yyyy-mm-dd' : asText ? '@' : null);

const cellIn = ({ asDay }: ColumnOut, value: CellOut): CellOut =>
  asDay && typeof value === 'string' && isDay(value) ? new Date(`${value}T00:00:00Z`) : value;

function fill(sheet: Worksheet, { columns, rows }: SheetOut): void {
  sheet.columns = columns.map((column) => {
    const { heading, width } = column;
    const numFmt = formatOf(column);
    return { width: width ?? Math.max(10, heading.length * 2 + 4), style: numFmt ? { numFmt } : {} };
  });
  sheet.addRow(columns.map(({ heading }) => heading));
  for (const row of rows) sheet.addRow(columns.map((column, n) => cellIn(column, row[n] ?? null)));
  columns.forEach(({ required, validation }, at) => {
    const letter = columnLetter(at);
    const head = sheet.getCell(`${letter}1`);
    head.font = { bold: true, color: { argb: required ? 'FFC00000' : 'FF1F2329' } };
    head.fill = {
      type: 'pattern',
      pattern: 'solid',
      fgColor: { argb: required ? 'FFFDE9E7' : 'FFEFF0F1' },
    };
    if (validation) {
      const range = `${letter}2:${letter}${VALIDATED_ROWS}`;
      (sheet as unknown as Validations).dataValidations.add(range, validation);
    }
  });
}

/** Cells from which on a book is written in a thread of its own: some 20 µs each, and presses wait meanwhile. */
export const LARGE = 20_000;

/**
 * Writes sheets with coloured headings that stay in view. A 台账 of 10,000 outfalls kept the process from answering for
 * 11 s before it had its own thread.
 */
export function writeBook(sheets: readonly SheetOut[]): Promise<Buffer> {
  const cells = sheets.reduce((sum, { columns, rows }) => sum + columns.length * rows.length, 0);
  return cells < LARGE ? writeHere(sheets) : writeApart(sheets);
}

function writeApart(sheets: readonly SheetOut[]): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const worker = startThread(join(__dirname, 'bookWriter'), { workerData: { sheets } });
    worker.once('message', (bytes: Uint8Array) =>
      resolve(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)),
    );
    worker.once('error', reject);
    worker.once('exit', (code) => reject(new Error(`the thread that writes workbooks ended with ${code}`)));
  });
}

/** `writeBook` where it is called. Loads the writing library only then (0.2 s). */
export async function writeHere(sheets: readonly SheetOut[]): Promise<Buffer> {
  const { default: excel } = await import('exceljs');
  const book: Workbook = new excel.Workbook();
  book.creator = '河长助手';
  book.created = MADE;
  book.modified = MADE;
  for (const sheet of sheets) {
    const made = book.addWorksheet(sheet.name, {
      views: [{ state: 'frozen', ySplit: 1 }],
    });
    fill(made, sheet);
  }
  const bytes = new Uint8Array(await book.xlsx.writeBuffer());
  return Buffer.from(zipSync(unzipSync(bytes), { mtime: ZIPPED }));
}
