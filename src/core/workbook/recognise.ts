import type { Columns } from './columns';
import type { BookSpec } from './readBook';
import { headingOf } from './readHeadings';
import type { RawSheet } from './readSheets';
import type { SheetSpec } from './readTable';

/** A sheet of another name is still known by its headings, when it has this part of those that are required. */
const ENOUGH = 0.5;

/** The part of a book's sheets that are in a file, by their names. */
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

/** Which of these kinds of workbook it is, by the names of its sheets, else by their headings; null for none of them. */
export function recogniseBook<K extends string>(
  sheets: readonly RawSheet[],
  books: Record<K, BookSpec>,
): K | null {
  const best = (score: (book: BookSpec) => number): K | null => {
    const kinds = (Object.keys(books) as K[]).map((kind) => ({ kind, score: score(books[kind]) }));
    const [first] = kinds.sort((a, b) => b.score - a.score);
    return first && first.score > 0 ? first.kind : null;
  };
  const names = sheets.map(({ name }) => name);
  return best((book) => byName(names, book)) ?? best((book) => byHeadings(sheets, book));
}
