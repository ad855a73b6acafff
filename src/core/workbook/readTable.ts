import { type Column, type Columns, type Complete, quoted, readingOf, textOf, type Values } from './columns';
import { columnLetter, type Findings, type Place } from './findings';
import type { Raw, RawSheet } from './readSheets';
import { cellOf } from './scanSheet';
import { cleanText } from './text';

/** A sheet of a workbook as the contract names it. */
export interface SheetSpec<C extends Columns = Columns> {
  name: string;
  columns: C;
  /** The column whose value starts with 示例 in the template's example row, which is never imported. */
  exampleIn: string;
}

export interface TableRow<C extends Columns> {
  /** Excel's row number. */
  row: number;
  values: Values<C>;
}

/** A parsed sheet. */
export class Table<C extends Columns> {
  constructor(
    readonly spec: SheetSpec<C>,
    readonly rows: TableRow<C>[],
    private readonly letters: Map<string, string>,
  ) {}

  /** Where a value stands, for what is said about it; a column that the sheet lacks has no cell. */
  place(row: number, key: keyof C & string): Place {
    return placeOf(this.spec, row, key, this.letters);
  }

  /** The rows of a sheet without fault. @throws when a required value is missing: a bug, not bad input */
  complete(): { row: number; values: Complete<C> }[] {
    for (const { row, values } of this.rows) {
      for (const [key, column] of Object.entries(this.spec.columns)) {
        if (column.required && values[key] === null) {
          throw new Error(`${this.spec.name} row ${row}: ${key} was let through without a value`);
        }
      }
    }
    return this.rows as { row: number; values: Complete<C> }[];
  }
}

const EXAMPLE = '示例';

const placeOf = (spec: SheetSpec, row: number, key: string, letters: Map<string, string>): Place => {
  const letter = letters.get(key);
  return {
    sheet: spec.name,
    row,
    column: spec.columns[key]?.heading,
    cell: letter && `${letter}${row}`,
  };
};

/** A heading as typed → without the `*` that marks what is required, brackets' width and spaces. */
const headingOf = (raw: Raw | null): string =>
  raw === null ? '' : cleanText(textOf(raw)).text.replace(/\s/g, '').replace(/[*＊]/g, '');

/** Finds each column by its heading; says which are unknown, twice there, missing or merged. */
function readHeadings(sheet: RawSheet, spec: SheetSpec, findings: Findings): Map<string, number> {
  const found = new Map<string, number>();
  const names = (sheet.rows[0] ?? []).map(headingOf);
  const keys = new Map(Object.entries(spec.columns).map(([key, column]) => [column.heading, key]));
  for (const range of sheet.scan.merges) {
    const { row } = cellOf(range.split(':')[0] ?? '');
    const what = row === 1 ? '表头' : '数据';
    findings.error(
      { sheet: spec.name, row, cell: range },
      'sheet.merged',
      `${what}里 ${range} 是合并单元格，请取消合并，每格单独填写`,
    );
  }
  if (!names.some((name) => keys.has(name))) {
    const later = sheet.rows.findIndex((row) => row.some((cell) => keys.has(headingOf(cell))));
    const hint = later > 0 ? `，请删去上面的 ${later} 行` : '';
    findings.error({ sheet: spec.name, row: 1 }, 'sheet.noHeadings', `第 1 行应是表头${hint}`);
    return found;
  }
  names.forEach((name, at) => {
    if (name === '') return;
    const place = { sheet: spec.name, row: 1, column: name, cell: `${columnLetter(at)}1` };
    const key = keys.get(name);
    if (!key)
      findings.error(place, 'sheet.unknownHeading', `不认识的列“${name}”，请删去或改成模板里的列名`, name);
    else if (found.has(key))
      findings.error(place, 'sheet.doubleHeading', `列“${name}”出现了两次，请留一列`, name);
    else found.set(key, at);
  });
  for (const [key, column] of Object.entries(spec.columns)) {
    if (column.required && !found.has(key)) {
      const place = { sheet: spec.name, row: 1, column: column.heading };
      findings.error(place, 'sheet.missingHeading', `缺少必填的列“${column.heading}”`);
    }
  }
  return found;
}

/** A word that only one other column of the sheet takes: the row has probably slipped. */
function slipHint(spec: SheetSpec, column: Column, raw: Raw): string {
  const word = cleanText(textOf(raw)).text;
  const owners = Object.values(spec.columns).filter((other) => !other.open && other.choices?.includes(word));
  const [owner] = owners;
  if (!owner || owners.length > 1 || owner === column) return '';
  return `；这个值像是“${owner.heading}”一列的，请看这一行是不是错位了`;
}

/**
 * A sheet's rows as typed values, with every fault of every cell in the findings. Blank rows are passed over,
 * and so is the template's example row (told once).
 */
export function readTable<C extends Columns>(
  sheet: RawSheet,
  spec: SheetSpec<C>,
  findings: Findings,
): Table<C> {
  const at = readHeadings(sheet, spec, findings);
  const letters = new Map([...at].map(([key, index]) => [key, columnLetter(index)]));
  const table = new Table(spec, [], letters);
  if (at.size === 0) return table;
  const errors = new Set(sheet.scan.errors);
  const touched = new Set([...sheet.scan.formulas.keys(), ...errors].map((cell) => cellOf(cell).row));
  const blanks = new Map<Column, number>();

  const readCell = (key: string, column: Column, cells: readonly (Raw | null)[], row: number): unknown => {
    const place = placeOf(spec, row, key, letters);
    const index = at.get(key);
    const raw = index === undefined ? null : (cells[index] ?? null);
    const formula = place.cell && sheet.scan.formulas.get(place.cell);
    if (formula !== undefined) {
      findings.error(
        place,
        'cell.formula',
        `“${column.heading}”是公式，请复制后“选择性粘贴为数值”`,
        `=${formula}`,
      );
      return null;
    }
    if (place.cell && errors.has(place.cell)) {
      findings.error(place, 'cell.error', `“${column.heading}”显示的是 Excel 错误值，请改成真正的内容`);
      return null;
    }
    if (raw !== null) {
      const reading = readingOf(findings, place, column, raw);
      let refused = false;
      const value = column.read(raw, {
        ...reading,
        fault: (code, message) => {
          refused = true;
          return reading.fault(
            code,
            code === 'cell.choice' ? message + slipHint(spec, column, raw) : message,
          );
        },
      });
      if (value !== null || refused) return value;
    }
    if (index === undefined) return null;
    if (column.required) {
      const shown = raw === null ? null : quoted(column, raw);
      findings.error(place, 'cell.required', `“${column.heading}”必须填写`, shown);
    } else {
      blanks.set(column, (blanks.get(column) ?? 0) + 1);
    }
    return null;
  };

  sheet.rows.forEach((cells, index) => {
    const row = index + 1;
    if (index === 0 || (cells.every(isBlank) && !touched.has(row))) return;
    const example = cells[at.get(spec.exampleIn) ?? -1] ?? null;
    if (example !== null && cleanText(textOf(example)).text.startsWith(EXAMPLE)) {
      findings.warn({ sheet: spec.name, row }, 'row.example', `第 ${row} 行是模板的示例，没有导入`);
      return;
    }
    const values = Object.fromEntries(
      Object.entries(spec.columns).map(([key, column]) => [key, readCell(key, column, cells, row)]),
    );
    table.rows.push({ row, values: values as Values<C> });
  });
  tellBlanks(spec, blanks, findings);
  return table;
}

const isBlank = (cell: Raw | null): boolean =>
  cell === null || (typeof cell === 'string' && cleanText(cell).text === '');

/** 待补, once for the whole sheet: a ledger is allowed to have gaps. */
function tellBlanks(spec: SheetSpec, blanks: Map<Column, number>, findings: Findings): void {
  if (blanks.size === 0) return;
  const total = [...blanks.values()].reduce((sum, n) => sum + n, 0);
  const list = [...blanks].map(([column, n]) => `${column.heading} ${n}`).join('、');
  findings.warn({ sheet: spec.name }, 'cell.pending', `有 ${total} 格可选内容待补：${list}`);
}
