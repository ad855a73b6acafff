import type { Columns } from './columns';
import type { BookSpec } from './readBook';
import { headingOf } from './readHeadings';
import { type RawSheet, readSheets, sheetNames } from './readSheets';
import type { SheetSpec } from './readTable';

/** A sheet of another name is still known by its headings, when it has this part of those that are required. */
const ENOUGH = 0.5;

/** The part of a book's sheets that are in a file, by their names: cheap, and right for all but a renamed sheet. */
const byName = (names: readonly string[], book: BookSpec): number => {
  const specs = Object.values(book);
  return specs.filter(({ name }) => names.includes(name)).length / specs.length;
};

function byHeadings(sheets: readonly RawSheet[], book: BookSpec): number {
  const best = Object.values(book).map(({ columns }: SheetSpec<Columns>) => {
    const required = Object.values(columns).filter((column) => column.required);
    const shares = sheets.map((sheet) => {
      const headings = (sheet.rows[0] ?? []).map(headingOf);
      return required.filter(({ heading }) => headings.includes(heading)).length / required.length;
    });
    return Math.max(0, ...shares.filter((share) => share >= ENOUGH));
  });
  return best.reduce((sum, one) => sum + one, 0) / best.length;
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
  const best = (score: (book: BookSpec) => number): K | null => {
    const kinds = (Object.keys(books) as K[]).map((kind) => ({ kind, score: score(books[kind]) }));
    const [first] = kinds.sort((a, b) => b.score - a.score);
    return first && first.score > 0 ? first.kind : null;
  };
  const names = sheetNames(bytes);
  const named = best((book) => byName(names, book));
  if (named) return named;
  const sheets = await readSheets(bytes);
  return best((book) => byHeadings(sheets, book));
}
