import { type Column, type Columns, quoted, type Reading, textOf, type Values } from './columns';
import { columnLetter, type Findings, type Place, type RepairKind } from './findings';
import { readHeadings, type SheetSpec } from './readHeadings';
import type { Raw, RawSheet } from './readSheets';
import { cellOf, type SheetScan } from './scanSheet';
import { cleanText } from './text';

export type { SheetSpec } from './readHeadings';

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

/** A word that only one other column of the sheet takes: the row has probably slipped. */
function slipHint(spec: SheetSpec, column: Column, raw: Raw): string {
  const word = cleanText(textOf(raw)).text;
  const owners = Object.values(spec.columns).filter((other) => !other.open && other.choices?.includes(word));
  const [owner] = owners;
  if (!owner || owners.length > 1 || owner === column) return '';
  return `；这个值像是“${owner.heading}”一列的，请看这一行是不是错位了`;
}

/** Reads one cell after another, saying what is wrong with each; one object for all cells, for speed. */
class CellReader implements Reading {
  readonly blanks = new Map<Column, number>();
  private readonly letters: Map<string, string>;
  private readonly errors: Set<string>;
  private row = 0;
  private key = '';
  private column: Column;
  private raw: Raw | null = null;
  private refused = false;

  constructor(
    private readonly spec: SheetSpec,
    private readonly scan: SheetScan,
    private readonly findings: Findings,
    private readonly at: Map<string, number>,
  ) {
    this.letters = new Map([...at].map(([key, index]) => [key, columnLetter(index)]));
    this.errors = new Set(scan.errors);
  }

  fault(code: string, message: string): null {
    this.refused = true;
    const shown = this.raw === null ? null : quoted(this.column, this.raw);
    const hint =
      code === 'cell.choice' && this.raw !== null ? slipHint(this.spec, this.column, this.raw) : '';
    const place = placeOf(this.spec, this.row, this.key, this.letters);
    this.findings.error(place, code, `“${this.column.heading}”${message}${hint}`, shown);
    return null;
  }

  repaired(...kinds: RepairKind[]): void {
    for (const kind of kinds) {
      this.findings.repaired(placeOf(this.spec, this.row, this.key, this.letters), kind);
    }
  }

  read(key: string, column: Column, cells: readonly (Raw | null)[], row: number): unknown {
    const index = this.at.get(key);
    if (index === undefined) return null;
    this.row = row;
    this.key = key;
    this.column = column;
    this.raw = cells[index] ?? null;
    this.refused = false;
    const cell = `${this.letters.get(key)}${row}`;
    const formula = this.scan.formulas.get(cell);
    if (formula !== undefined) {
      this.raw = `=${formula}`;
      return this.fault('cell.formula', '是公式，请复制后“选择性粘贴为数值”');
    }
    if (this.errors.has(cell)) return this.fault('cell.error', '显示的是 Excel 错误值，请改成真正的内容');
    const value = this.raw === null ? null : column.read(this.raw, this);
    if (value !== null || this.refused) return value;
    if (column.required) return this.fault('cell.required', '必须填写');
    if (!column.blankIsAnswer) this.blanks.set(column, (this.blanks.get(column) ?? 0) + 1);
    return null;
  }
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
  const reader = new CellReader(spec, sheet.scan, findings, at);
  const columns = Object.entries(spec.columns);
  const touched = new Set(
    [...sheet.scan.formulas.keys(), ...sheet.scan.errors].map((cell) => cellOf(cell).row),
  );
  sheet.rows.forEach((cells, index) => {
    const row = index + 1;
    if (index === 0 || (cells.every(isBlank) && !touched.has(row))) return;
    const example = cells[at.get(spec.exampleIn) ?? -1] ?? null;
    if (example !== null && cleanText(textOf(example)).text.startsWith(EXAMPLE)) {
      findings.warn({ sheet: spec.name, row }, 'row.example', `第 ${row} 行是模板的示例，没有导入`);
      return;
    }
    const values = Object.fromEntries(
      columns.map(([key, column]) => [key, reader.read(key, column, cells, row)]),
    );
    table.rows.push({ row, values: values as Values<C> });
  });
  tellBlanks(spec, reader.blanks, findings);
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
