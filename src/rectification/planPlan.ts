import { Outfall, Reach, ReachSurvey, Rectification, Unit } from '../../entities';
import type { Reader } from '../core/database';
import { type Counts, type Findings, fold, type Table, type Tables } from '../core/workbook';
import { tellDoubles } from '../core/workbook/lookups';
import type { PlanBook } from './planBook';
import { type Standing, standingOf } from './record';

export interface PlanSnapshot {
  outfalls: Outfall[];
  records: Rectification[];
  reaches: Pick<Reach, 'id' | 'code'>[];
  surveys: ReachSurvey[];
  units: string[];
}

/** Everything that a plan is planned against. */
export async function readPlanSnapshot(reader: Reader): Promise<PlanSnapshot> {
  const [outfalls, records, reaches, surveys, units] = await Promise.all([
    reader.find(Outfall, {}, { order: { id: 'ASC' } }),
    reader.find(Rectification, {}, { order: { id: 'ASC' } }),
    reader.find(Reach, {}, { order: { id: 'ASC' } }),
    reader.find(ReachSurvey, {}, { order: { id: 'ASC' } }),
    reader.find(Unit, {}, { order: { id: 'ASC' } }),
  ]);
  return {
    outfalls,
    records,
    reaches: reaches.map(({ id, code }) => ({ id, code })),
    surveys,
    units: units.map(({ name }) => name),
  };
}

/** What a row of the plan changes: of the record, and in the ledger. */
export interface PlannedChange {
  standing: Standing;
  record: Pick<Rectification, 'planYear' | 'plannedDay'>;
  ledger: Partial<Outfall>;
}

export interface YearPlan {
  changes: PlannedChange[];
  surveys: { reachId: number; surveyedDay: string; known: ReachSurvey | null }[];
  counts: Counts;
}

type PlanTable = Tables<PlanBook>['plan'];
type Values = PlanTable['rows'][number]['values'];

const KEYS = ['internalCode', 'nationalCode', 'name'] as const;

/** What a plan workbook changes about what is stored. Pure; what is wrong goes into the findings. */
export function planYear(
  { plan, survey }: Tables<PlanBook>,
  stored: PlanSnapshot,
  findings: Findings,
): YearPlan {
  const counts = { created: 0, updated: 0, unchanged: 0 };
  const records = new Map(stored.records.map((record) => [record.outfallId, record]));
  const changes: PlannedChange[] = [];
  const taken: { key: string; row: number; place: ReturnType<PlanTable['place']>; shown: string }[] = [];
  for (const { row, values } of plan.rows) {
    const outfall = outfallOf(plan, row, values, stored.outfalls, findings);
    if (!outfall) continue;
    taken.push({ key: String(outfall.id), row, place: plan.place(row, 'name'), shown: outfall.name });
    const known = records.get(outfall.id) ?? null;
    const standing = standingOf(outfall, known);
    const change = changeOf(plan, row, values, standing, stored, findings);
    if (!change) counts.unchanged += 1;
    else {
      changes.push(change);
      if (known) counts.updated += 1;
      else counts.created += 1;
    }
  }
  tellDoubles(findings, taken, 'plan.double', '排污口');
  const surveys = surveysOf(survey, stored, findings, counts);
  return { changes, surveys, counts };
}

function outfallOf(
  table: PlanTable,
  row: number,
  values: Values,
  outfalls: readonly Outfall[],
  findings: Findings,
): Outfall | null {
  const key = KEYS.find((one) => values[one] !== null);
  if (key === undefined) {
    findings.error(table.place(row, 'internalCode'), 'plan.outfall', '内部编号、国家编码、名称至少填一样');
    return null;
  }
  const wanted = fold(String(values[key]));
  const found = outfalls.filter((one) => one[key] !== null && fold(String(one[key])) === wanted);
  const [outfall] = found;
  if (outfall) return outfall;
  const shown = String(values[key]);
  findings.error(table.place(row, key), 'plan.unknown', `台账里没有“${shown}”，请先导入台账`, shown);
  return null;
}

function changeOf(
  table: PlanTable,
  row: number,
  { year, type, measure, lead, dueDay }: Values,
  standing: Standing,
  { units }: PlanSnapshot,
  findings: Findings,
): PlannedChange | null {
  const { outfall, record } = standing;
  if (year === null || type === null) return null;
  if (year < 2_000) {
    findings.error(table.place(row, 'year'), 'plan.year', '年度应是四位数，如 2026', String(year));
  }
  if (type !== '无需整治' && dueDay === null && outfall.remedyDueDay === null) {
    findings.error(table.place(row, 'dueDay'), 'plan.dueDay', `“${outfall.name}”要整治，必须填整治期限`);
  }
  if (dueDay !== null && Number(dueDay.slice(0, 4)) !== year) {
    const message = `整治期限不在${year}年，请看年度和期限哪个填错了`;
    findings.warn(table.place(row, 'dueDay'), 'plan.otherYear', message, dueDay);
  }
  if (lead !== null && !units.some((name) => name === lead || name.endsWith(lead))) {
    findings.warn(
      table.place(row, 'lead'),
      'plan.lead',
      `花名册里没有“${lead}”，销号时这一步没有人能签`,
      lead,
    );
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
  if (same && Object.keys(ledger).length === 0) return null;
  if (record.state !== 'working') {
    const why = record.state === 'applied' ? '正在销号，办完再改' : '已经销号，没有改';
    findings.warn(table.place(row, 'name'), 'plan.over', `“${outfall.name}”${why}`, outfall.name);
    return null;
  }
  return { standing, record: planned, ledger };
}

function surveysOf(
  table: Table<PlanBook['survey']['columns']>,
  { reaches, surveys }: PlanSnapshot,
  findings: Findings,
  counts: { created: number; updated: number; unchanged: number },
): YearPlan['surveys'] {
  const byCode = new Map(reaches.map(({ id, code }) => [fold(code), id]));
  const stored = new Map(surveys.map((one) => [one.reachId, one]));
  const made: YearPlan['surveys'] = [];
  const taken: { key: string; row: number; place: ReturnType<typeof table.place>; shown: string }[] = [];
  for (const { row, values } of table.rows) {
    const { reach, surveyedDay } = values;
    if (reach === null || surveyedDay === null) continue;
    const reachId = byCode.get(fold(reach));
    if (reachId === undefined) {
      findings.error(table.place(row, 'reach'), 'plan.reach', '花名册里没有这个河段编号', reach);
      continue;
    }
    taken.push({ key: reach, row, place: table.place(row, 'reach'), shown: reach });
    const known = stored.get(reachId) ?? null;
    if (known?.surveyedDay === surveyedDay) counts.unchanged += 1;
    else {
      made.push({ reachId, surveyedDay, known });
      if (known) counts.updated += 1;
      else counts.created += 1;
    }
  }
  tellDoubles(findings, taken, 'plan.doubleReach', '河段');
  return made;
}
