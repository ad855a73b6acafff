import type { BookSpec } from './readBook';
import { columnOut } from './template';
import { type CellOut, type SheetOut, writeBook } from './writeBook';

/** What stands in the sheets of a book, by the keys of its sheets and columns. */
export type Rows<B extends BookSpec> = {
  [K in keyof B]: Record<keyof B[K]['columns'] & string, CellOut | boolean>[];
};

const cellOut = (value: CellOut | boolean | undefined): CellOut => {
  if (typeof value === 'boolean') return value ? '是' : '否';
  return value ?? null;
};

/**
 * A workbook like its template, filled in: importing it again changes nothing.
 *
 * @param more sheets beside, which no import reads
 */
export function writeFilled<B extends BookSpec>(
  book: B,
  rows: Rows<B>,
  more: readonly SheetOut[] = [],
): Promise<Buffer> {
  const sheets = Object.entries(book).map(([key, { name, columns }]): SheetOut => {
    const filled: Record<string, CellOut | boolean>[] = rows[key] ?? [];
    return {
      name,
      columns: Object.values(columns).map((column) => ({ ...columnOut(column), asDay: column.dated })),
      rows: filled.map((row) => Object.keys(columns).map((column) => cellOut(row[column]))),
    };
  });
  return writeBook([...sheets, ...more]);
}
