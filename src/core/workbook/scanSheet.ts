import { posix } from 'node:path';

/** What the reading library does not tell about a sheet, taken from its XML in one pass. */
export interface SheetScan {
  /** Cells that hold a formula, in order: `D7` → formula text. */
  formulas: Map<string, string>;
  /** Cells that show an error such as #N/A. */
  errors: string[];
  /** Cells that hold a picture, as WPS (`DISPIMG`) and Excel (an error with a rich value) put one into a cell. */
  pictures: string[];
  /** Merged ranges, `A1:B1`. */
  merges: string[];
  /** Rows that hold a value. */
  valueRows: number;
  /** The highest row and column (from 1) that hold a value, and the highest row mentioned at all. */
  lastRow: number;
  lastColumn: number;
  highestRow: number;
}

const TAG = /<(?:[A-Za-z]\w*:)?(row|c|f|v|is|mergeCell)\b((?:"[^"]*"|[^>"])*)>([^<]*)/g;

/** `AB12` → column 28, row 12; zeroes when it is no cell name. */
export function cellOf(ref: string): { column: number; row: number } {
  const [, letters = '', digits = '0'] = /^([A-Z]{1,3})(\d{1,10})$/.exec(ref) ?? [];
  let column = 0;
  for (const letter of letters) column = column * 26 + letter.charCodeAt(0) - 64;
  return { column, row: Number(digits) };
}

const attribute = (attributes: string, name: string): string =>
  new RegExp(`(?:^|\\s)${name}="([^"]*)"`).exec(attributes)?.[1] ?? '';

const PICTURE = /^(?:_xlfn\.)?DISPIMG\(/;

const REF = /(?:^|\s)r="([^"]*)"/;

/** Reads a worksheet's XML; namespaced tags (`<x:c>`) as some writers make them included. */
export function scanSheet(xml: string): SheetScan {
  const scan: SheetScan = {
    formulas: new Map(),
    errors: [],
    pictures: [],
    merges: [],
    valueRows: 0,
    lastRow: 0,
    lastColumn: 0,
    highestRow: 0,
  };
  let ref = '';
  for (const [, tag, attributes = '', text = ''] of xml.matchAll(TAG)) {
    if (tag === 'row') {
      scan.highestRow = Math.max(scan.highestRow, Number(REF.exec(attributes)?.[1] ?? 0));
    } else if (tag === 'c') {
      ref = REF.exec(attributes)?.[1] ?? '';
      if (attributes.includes('t="e"')) (/\svm="/.test(attributes) ? scan.pictures : scan.errors).push(ref);
    } else if (tag === 'f') {
      if (PICTURE.test(text)) scan.pictures.push(ref);
      else scan.formulas.set(ref, text);
    } else if (tag === 'mergeCell') {
      scan.merges.push(attribute(attributes, 'ref'));
    } else {
      const { column, row } = cellOf(ref);
      if (row > scan.lastRow) scan.valueRows += 1;
      scan.lastRow = Math.max(scan.lastRow, row);
      scan.lastColumn = Math.max(scan.lastColumn, column);
      scan.highestRow = Math.max(scan.highestRow, row);
    }
  }
  return { ...scan, pictures: scan.pictures.filter((cell) => !scan.formulas.has(cell)) };
}

const ENTITIES: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

const unescapeXml = (text: string): string =>
  text.replace(
    /&(?:#x([\da-f]+)|#(\d+)|(\w+));/gi,
    (whole, hex?: string, decimal?: string, name?: string) => {
      if (name) return ENTITIES[name] ?? whole;
      const point = hex ? Number.parseInt(hex, 16) : Number(decimal);
      return point <= 0x10ffff ? String.fromCodePoint(point) : whole;
    },
  );

/** The sheets in the workbook's order, each with the part of the zip that holds it. */
export function sheetParts(workbookXml: string, relationsXml: string): { name: string; path: string }[] {
  const targets = new Map<string, string>();
  for (const [, attributes = ''] of relationsXml.matchAll(/<(?:\w+:)?Relationship\b([^>]*)>/g)) {
    const target = attribute(attributes, 'Target');
    targets.set(
      attribute(attributes, 'Id'),
      target.startsWith('/') ? target.slice(1) : `xl/${target.replace(/^\.\//, '')}`,
    );
  }
  return [...workbookXml.matchAll(/<(?:\w+:)?sheet\b([^>]*)>/g)].map(([, attributes = '']) => ({
    name: unescapeXml(attribute(attributes, 'name')),
    path: targets.get(/\s\w+:id="([^"]*)"/.exec(attributes)?.[1] ?? '') ?? '',
  }));
}

/** How many pictures lie on a sheet, over its cells. @param part the text of a part of the zip, '' when there is none */
export function countPictures(sheetPath: string, part: (path: string) => string): number {
  const { dir, base } = posix.parse(sheetPath);
  let count = 0;
  const relations = part(posix.join(dir, '_rels', `${base}.rels`));
  for (const [, attributes = ''] of relations.matchAll(/<(?:\w+:)?Relationship\b([^>]*)>/g)) {
    if (!attribute(attributes, 'Type').endsWith('/drawing')) continue;
    const target = attribute(attributes, 'Target');
    const drawing = part(target.startsWith('/') ? target.slice(1) : posix.join(dir, target));
    count += drawing.match(/<(?:\w+:)?pic[\s>]/g)?.length ?? 0;
  }
  return count;
}
