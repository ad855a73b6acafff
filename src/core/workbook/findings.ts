/** Something to say about a workbook: an error refuses the whole file, a warning does not. */
export interface ImportFault {
  /** Sheet name; null when it is about the whole file. */
  sheet: string | null;
  /** Excel's row number (the headings are row 1); null when it is about the whole sheet. */
  row: number | null;
  /** The column's heading. */
  column: string | null;
  /** The cell as Excel calls it, `D7`. */
  cell: string | null;
  /** Stable, dotted: `cell.required`, `outfall.reachTown`. */
  code: string;
  /** One sentence in Chinese that says what to do. */
  message: string;
  /** What stood there, phone numbers masked. */
  value: string | null;
}

/** The answer of every import (contract.md, "Commands"). */
export interface ImportReport {
  dryRun: boolean;
  created: number;
  updated: number;
  unchanged: number;
  errors: ImportFault[];
  warnings: ImportFault[];
}

export type Counts = Pick<ImportReport, 'created' | 'updated' | 'unchanged'>;

export interface Place {
  sheet?: string;
  row?: number;
  column?: string;
  cell?: string;
}

/** What was put right in a cell without asking; told once per kind and column, with a count. */
export const REPAIRS = {
  lookalike: '“囗”已改为“口”',
  lineBreak: '换行符已去掉或改为空格',
  invisible: '看不见的字符（不换行空格、零宽字符）已去掉',
  padding: '首尾或多余的空格已去掉',
  fullWidth: '全角字符已改为半角',
  innerSpace: '编号或数字中间的空格已去掉',
  placeholder: '“-”“/”“无”之类按空格（待补）处理',
  unit: '数字后面的单位或千分位逗号已去掉',
  phone: '手机号里的 +86、横线已去掉',
  dayText: '日期写法已统一为年-月-日',
  monthEnd: '只写了年月的日期按当月最后一天处理',
  daySerial: '日期是 Excel 序号，已换算',
  degrees: '度分秒坐标已换算成小数',
  alias: '写法已换成规定的词',
  moved: '编码填错了列，已放到对的列',
} as const;

export type RepairKind = keyof typeof REPAIRS;

interface Repair {
  place: Place;
  kind: RepairKind;
  rows: number[];
}

const FIRST_ROWS = 5;

/** Collects what is wrong with a workbook. */
export class Findings {
  private constructor(
    private readonly errors: ImportFault[],
    private readonly warnings: ImportFault[],
    private readonly repairs: Map<string, Repair>,
  ) {}

  static none(): Findings {
    return new Findings([], [], new Map());
  }

  /** A copy to go on with: planning may run twice over one parse. */
  copy(): Findings {
    const repairs = new Map<string, Repair>();
    for (const [key, repair] of this.repairs) repairs.set(key, { ...repair, rows: [...repair.rows] });
    return new Findings([...this.errors], [...this.warnings], repairs);
  }

  get refused(): boolean {
    return this.errors.length > 0;
  }

  error(place: Place, code: string, message: string, value: string | null = null): void {
    this.errors.push(entry(place, code, message, value));
  }

  warn(place: Place, code: string, message: string, value: string | null = null): void {
    this.warnings.push(entry(place, code, message, value));
  }

  repaired(place: Place, kind: RepairKind): void {
    const key = `${place.sheet}\n${place.column}\n${kind}`;
    const known = this.repairs.get(key);
    if (known) known.rows.push(place.row ?? 0);
    else this.repairs.set(key, { place, kind, rows: [place.row ?? 0] });
  }

  report(dryRun: boolean, counts: Counts): ImportReport {
    const nothing = { created: 0, updated: 0, unchanged: 0 };
    const told = [...this.repairs.values()].map(({ place, kind, rows }) => {
      const where = `${rows.slice(0, FIRST_ROWS).join('、')} 行${rows.length > FIRST_ROWS ? '等' : ''}`;
      const message = `“${place.column}”一列有 ${rows.length} 格：${REPAIRS[kind]}（第 ${where}）`;
      return entry({ sheet: place.sheet, column: place.column }, `repair.${kind}`, message, null);
    });
    return {
      dryRun,
      ...(this.refused ? nothing : counts),
      errors: fromTheTop(this.errors),
      warnings: [...told, ...fromTheTop(this.warnings)],
    };
  }
}

/** As somebody goes through the sheets with the list beside: what is about a whole sheet first, then row by row. */
function fromTheTop(found: readonly ImportFault[]): ImportFault[] {
  const sheets = [...new Set(found.map(({ sheet }) => sheet))];
  return found.toSorted(
    (a, b) => sheets.indexOf(a.sheet) - sheets.indexOf(b.sheet) || (a.row ?? 0) - (b.row ?? 0),
  );
}

const entry = (place: Place, code: string, message: string, value: string | null): ImportFault => ({
  sheet: place.sheet ?? null,
  row: place.row ?? null,
  column: place.column ?? null,
  cell: place.cell ?? null,
  code,
  message,
  value,
});

/** `A` for 0, `AA` for 26. */
export const columnLetter = (index: number): string =>
  (index >= 26 ? columnLetter(Math.floor(index / 26) - 1) : '') + String.fromCharCode(65 + (index % 26));
