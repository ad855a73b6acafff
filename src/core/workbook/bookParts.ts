import type { DataValidation, Workbook, Worksheet } from 'exceljs';
import { strFromU8, unzipSync } from 'fflate';
import { isDay } from '../days';
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

/** A sheet whose rows come as they are written. */
export interface SheetStream {
  name: string;
  columns: readonly ColumnOut[];
  rows: Iterable<readonly CellOut[]> | AsyncIterable<readonly CellOut[]>;
}

export interface SheetOut extends SheetStream {
  rows: readonly (readonly CellOut[])[];
}

/** A workbook is dated like this, whenever it is made: the same content gives the same bytes. */
const MADE = new Date('2026-01-01T00:00:00Z');
/** A zip keeps local time without its zone: this is the same wall clock wherever it is written. */
export const ZIPPED = new Date(2026, 0, 1);
const VALIDATED_ROWS = 2_000;
/** Characters of a sheet that are made at a time. */
const CHUNK = 64 * 1024;
const DAY_MS = 86_400_000;
/** Days from Excel's beginning to 1970-01-01. */
const EPOCH = 25_569;

/** `dataValidations` works on ranges, but the library's types leave it out. */
interface Validations {
  dataValidations: { add(range: string, validation: DataValidation): void };
}

const formatOf = ({ asText, asDay }: ColumnOut) => (asDay ? 'yyyy-mm-dd' : asText ? '@' : null);

/** The rows of an empty sheet below its heading: what a cell of each column looks like, and one with a date. */
const SAMPLES = { plain: 2, date: 3 };

function addHeadings(sheet: Worksheet, columns: readonly ColumnOut[]): void {
  sheet.columns = columns.map((column) => {
    const { heading, width } = column;
    const numFmt = formatOf(column);
    return { width: width ?? Math.max(10, heading.length * 2 + 4), style: numFmt ? { numFmt } : {} };
  });
  sheet.addRow(columns.map(({ heading }) => heading));
  sheet.addRow(columns.map(() => 0));
  sheet.addRow(columns.map(() => MADE));
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

/** The parts of a workbook with headings and `SAMPLES`. Loads the writing library only then (0.2 s). */
async function emptyBook(sheets: readonly SheetStream[]): Promise<Record<string, Uint8Array>> {
  const { default: excel } = await import('exceljs');
  const book: Workbook = new excel.Workbook();
  book.creator = '河长助手';
  book.created = MADE;
  book.modified = MADE;
  for (const { name, columns } of sheets) {
    addHeadings(book.addWorksheet(name, { views: [{ state: 'frozen', ySplit: 1 }] }), columns);
  }
  return unzipSync(new Uint8Array(await book.xlsx.writeBuffer()));
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };
// biome-ignore lint/suspicious/noControlCharactersInRegex: XML has no way to write them
const UNWRITABLE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\ufffe\uffff]/g;

const escapeXml = (text: string): string =>
  text.replace(UNWRITABLE, '').replace(/[&<>]/g, (sign) => ENTITIES[sign] as string);

/** A cell's name and look, ready to be written. */
interface Looks {
  plain: string;
  date: string;
}

/** Text stands in its cell and never in a formula, whatever it begins with. */
function cellXml({ asDay }: ColumnOut, { plain, date }: Looks, n: number, value: CellOut): string {
  if (value === null) return '';
  if (typeof value === 'number') return `<c r="${plain.replace('#', String(n))}><v>${value}</v></c>`;
  const day = asDay && typeof value === 'string' && isDay(value) ? new Date(`${value}T00:00:00Z`) : value;
  if (day instanceof Date) {
    return `<c r="${date.replace('#', String(n))}><v>${EPOCH + day.getTime() / DAY_MS}</v></c>`;
  }
  const kept = /^\s|\n|\s$/.test(day) ? ' xml:space="preserve"' : '';
  return `<c r="${plain.replace('#', String(n))} t="inlineStr"><is><t${kept}>${escapeXml(day)}</t></is></c>`;
}

/** `C#" s="2"` of each column: its cells in whatever row, as the sample looks. */
function looksOf(xml: string, columns: readonly ColumnOut[]): Looks[] {
  const styles = new Map(
    [...xml.matchAll(/<c r="([A-Z]+\d+)"(?: s="(\d+)")?/g)].map(([, ref, style]) => [ref, style]),
  );
  return columns.map((_, at) => {
    const letter = columnLetter(at);
    const look = (row: number): string => `${letter}#" s="${styles.get(`${letter}${row}`) ?? 0}"`;
    return { plain: look(SAMPLES.plain), date: look(SAMPLES.date) };
  });
}

/** An empty sheet with the rows in place of its samples. */
async function* filled(empty: string, { columns, rows }: SheetStream): AsyncGenerator<Uint8Array> {
  const looks = looksOf(empty, columns);
  const [top = '', rest = ''] = empty.replace(/<dimension [^>]*>/, '').split(`<row r="${SAMPLES.plain}"`);
  let text = top;
  let n = 1;
  for await (const row of rows) {
    n += 1;
    const cells = columns.map((column, at) => cellXml(column, looks[at] as Looks, n, row[at] ?? null));
    text += `<row r="${n}">${cells.join('')}</row>`;
    if (text.length > CHUNK) {
      yield Buffer.from(text);
      text = '';
    }
  }
  yield Buffer.from(text + rest.slice(rest.indexOf('</sheetData>')));
}

export interface BookPart {
  /** In the zip: `xl/worksheets/sheet1.xml`. */
  path: string;
  chunks: Iterable<Uint8Array> | AsyncIterable<Uint8Array>;
}

/**
 * The files of which a workbook's zip consists: sheets with coloured headings that stay in view. The library makes all
 * but the rows, of which it would keep every cell as an object until the last. Rows are read once, when their part is,
 * one part after the other.
 */
export async function* bookParts(sheets: readonly SheetStream[]): AsyncGenerator<BookPart> {
  for (const [path, bytes] of Object.entries(await emptyBook(sheets))) {
    if (path.endsWith('/')) continue;
    const number = /^xl\/worksheets\/sheet(\d+)\.xml$/.exec(path)?.[1];
    const sheet = sheets[Number(number) - 1];
    yield { path, chunks: sheet ? filled(strFromU8(bytes), sheet) : [bytes] };
  }
}
