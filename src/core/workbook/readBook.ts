import type { Columns } from './columns';
import { Findings } from './findings';
import { type RawSheet, readSheets } from './readSheets';
import { readTable, type SheetSpec, type Table } from './readTable';
import { UnreadableWorkbook } from './unpack';

/** A workbook of the contract: its sheets, all of which must be there. */
export type BookSpec = Record<string, SheetSpec>;

export type Tables<B extends BookSpec> = {
  [K in keyof B]: B[K] extends SheetSpec<infer C> ? Table<C> : never;
};

export interface ReadBook<B extends BookSpec> {
  /** Null when the file as a whole cannot be read; the findings say why. */
  tables: Tables<B> | null;
  findings: Findings;
}

/** Sheets that carry nothing to import. */
const NOTE_SHEETS = ['填写说明', '说明'];

/**
 * Reads a workbook against its specification; whatever is wrong is in the findings, nothing is thrown.
 *
 * @param sheetsRead what is in it, when somebody has read it already
 */
export async function readBook<B extends BookSpec>(
  bytes: Uint8Array,
  book: B,
  sheetsRead?: readonly RawSheet[],
): Promise<ReadBook<B>> {
  const findings = Findings.none();
  try {
    const sheets = sheetsRead ?? (await readSheets(bytes));
    const names = Object.values(book).map((spec) => spec.name);
    for (const { name } of sheets) {
      if (names.includes(name) || NOTE_SHEETS.includes(name)) continue;
      findings.warn({ sheet: name }, 'sheet.unread', `工作表“${name}”不在模板里，没有读`);
    }
    const tables: Record<string, Table<Columns>> = {};
    for (const [key, spec] of Object.entries(book)) {
      const found = sheets.filter((sheet) => sheet.name === spec.name);
      const [sheet] = found;
      if (!sheet) {
        findings.error({ sheet: spec.name }, 'sheet.missing', `缺少工作表“${spec.name}”，请用模板填写`);
      } else {
        if (sheet.pictures > 0) {
          const message = `表里有 ${sheet.pictures} 张图片，图片不导入，只读格子里的字`;
          findings.warn({ sheet: spec.name }, 'sheet.pictures', message);
        }
        tables[key] = readTable(sheet, spec, findings);
      }
    }
    if (Object.keys(tables).length < names.length) return { tables: null, findings };
    if (!findings.refused && Object.values(tables).every((table) => table.rows.length === 0)) {
      findings.error({}, 'workbook.nothing', '这个工作簿里没有要导入的内容（示例行不算），请填好再导入');
    }
    return { tables: tables as Tables<B>, findings };
  } catch (error) {
    if (!(error instanceof UnreadableWorkbook)) throw error;
    findings.error({}, error.code, error.message);
    return { tables: null, findings };
  }
}
