import type { Outfall, Rectification } from '../../entities';
import type { Standing } from './record';

/** What a plan says of one outfall; null: nothing, so what the ledger has stays. */
export interface PlanRow {
  year: number;
  type: string;
  measure: string | null;
  lead: string | null;
  /** `YYYY-MM-DD`. */
  dueDay: string | null;
}

/** What a row of the plan changes: of the record, and in the ledger. */
export interface PlannedChange {
  standing: Standing;
  record: Pick<Rectification, 'planYear' | 'plannedDay'>;
  ledger: Partial<Outfall>;
}

/** Something about a row that cannot be (`error`), or is worth a look (`warn`). */
export interface RowDoubt {
  level: 'error' | 'warn';
  column: 'year' | 'dueDay' | 'lead' | 'name';
  code: string;
  message: string;
  value?: string;
}

/**
 * The same checks for a row of 年度整治方案.xlsx and for one that is put together in the chat. Pure.
 *
 * @param named the unit of the roster that a name means, if one
 * @returns `change` null when there is nothing to change, or it cannot be changed any more
 */
export function judgePlanRow(
  { year, type, measure, lead, dueDay }: PlanRow,
  standing: Standing,
  named: (unit: string) => unknown,
): { doubts: RowDoubt[]; change: PlannedChange | null } {
  const { outfall, record } = standing;
  const doubts: RowDoubt[] = [];
  if (year < 2_000) {
    const message = '年度应是四位数，如 2026';
    doubts.push({ level: 'error', column: 'year', code: 'plan.year', message, value: String(year) });
  }
  if (type !== '无需整治' && dueDay === null && outfall.remedyDueDay === null) {
    const message = `“${outfall.name}”要整治，必须填整治期限`;
    doubts.push({ level: 'error', column: 'dueDay', code: 'plan.dueDay', message });
  }
  if (dueDay !== null && Number(dueDay.slice(0, 4)) !== year) {
    const message = `整治期限不在${year}年，请看年度和期限哪个填错了`;
    doubts.push({ level: 'warn', column: 'dueDay', code: 'plan.otherYear', message, value: dueDay });
  }
  if (lead !== null && !named(lead)) {
    const message = `花名册里没有“${lead}”，销号时这一步没有人能签`;
    doubts.push({ level: 'warn', column: 'lead', code: 'plan.lead', message, value: lead });
  }
  const given = { remedyType: type, remedyMeasure: measure, leadDepartment: lead, remedyDueDay: dueDay };
  const ledger: Partial<Outfall> = Object.fromEntries(
    Object.entries(given).filter(([key, value]) => value !== null && value !== outfall[key as keyof Outfall]),
  );
  const moved = ledger.remedyDueDay !== undefined && ledger.remedyDueDay !== null;
  // A new date takes it out of the 基线.
  if (moved && outfall.baselineDay !== null) ledger.baselineDay = null;
  const planned = { planYear: year, plannedDay: dueDay ?? record.plannedDay };
  const same =
    record.version > 0 && planned.planYear === record.planYear && planned.plannedDay === record.plannedDay;
  if (same && Object.keys(ledger).length === 0) return { doubts, change: null };
  if (record.state !== 'working') {
    const why = record.state === 'applied' ? '正在销号，办完再改' : '已经销号，没有改';
    const message = `“${outfall.name}”${why}`;
    doubts.push({ level: 'warn', column: 'name', code: 'plan.over', message, value: outfall.name });
    return { doubts, change: null };
  }
  return { doubts, change: { standing, record: planned, ledger } };
}
