import type { Columns } from './columns';
import type { BookSpec } from './readBook';
import { headingOf } from './readHeadings';
import { type RawSheet, readSheets } from './readSheets';
import type { SheetSpec } from './readTable';

/** A sheet of another name is still known by its headings, when it has this part of those that are required. */
const ENOUGH = 0.5;

function likeness(sheet: RawSheet, { name, columns }: SheetSpec<Columns>): number {
  if (sheet.name === name) return 1;
  const required = Object.values(columns).filter((column) => column.required);
  const headings = (sheet.rows[0] ?? []).map(headingOf);
  const found = required.filter(({ heading }) => headings.includes(heading));
  const share = found.length / Math.max(1, required.length);
  return share >= ENOUGH ? share / 2 : 0;
}

/** How much of a book is in these sheets: 1 when all of it is, by name. */
function match(sheets: readonly RawSheet[], book: BookSpec): number {
  const specs = Object.values(book);
  const best = specs.map((spec) => Math.max(0, ...sheets.map((sheet) => likeness(sheet, spec))));
  return best.reduce((sum, one) => sum + one, 0) / specs.length;
}

/**
 * Which of these kinds of workbook a file is, by the names of its sheets, else by their headings; null for none of
 * them.
 *
 * @throws UnreadableWorkbook when the file as a whole cannot be read or is over a limit
 */
export async function recogniseBook<K extends string>(
  bytes: Uint8Array,
  books: Record<K, BookSpec>,
): Promise<K | null> {
  const sheets = await readSheets(bytes);
  const kinds = (Object.keys(books) as K[]).map((kind) => ({ kind, score: match(sheets, books[kind]) }));
  const [best] = kinds.sort((a, b) => b.score - a.score);
  return best && best.score > 0 ? best.kind : null;
}
