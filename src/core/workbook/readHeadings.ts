import { type Columns, textOf } from './columns';
import { columnLetter, type Findings } from './findings';
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

/** A heading as typed → without the `*` that marks what is required, brackets' width and spaces. */
export const headingOf = (raw: Raw | null): string =>
  raw === null ? '' : cleanText(textOf(raw)).text.replace(/\s/g, '').replace(/[*＊]/g, '');

/** Finds each column by its heading; says which are unknown, twice there, missing or merged. */
export function readHeadings(sheet: RawSheet, spec: SheetSpec, findings: Findings): Map<string, number> {
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
