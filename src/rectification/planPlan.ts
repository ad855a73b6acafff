import { Outfall, Reach, ReachSurvey, Rectification, Unit } from '../../entities';
import type { Reader } from '../core/database';
import { unitByName } from '../core/unitByName';
import { type Counts, type Findings, fold, type Table, type Tables } from '../core/workbook';
import { tellDoubles } from '../core/workbook/lookups';
import type { PlanBook } from './planBook';
import { judgePlanRow, type PlannedChange } from './planRow';
import { type Standing, standingOf } from './record';

export interface PlanSnapshot {
  outfalls: Outfall[];
  records: Rectification[];
  reaches: Pick<Reach, 'id' | 'code'>[];
  surveys: ReachSurvey[];
  units: Pick<Unit, 'name'>[];
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
    units,
  };
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
  const find = finder(stored.outfalls);
  const named = unitByName(stored.units);
  const records = new Map(stored.records.map((record) => [record.outfallId, record]));
  const changes: PlannedChange[] = [];
  const taken: { key: string; row: number; place: ReturnType<PlanTable['place']>; shown: string }[] = [];
  for (const { row, values } of plan.rows) {
    const outfall = outfallOf(plan, row, values, find, findings);
    if (!outfall) continue;
    taken.push({ key: String(outfall.id), row, place: plan.place(row, 'name'), shown: outfall.name });
    const known = records.get(outfall.id) ?? null;
    const standing = standingOf(outfall, known);
    const change = changeOf(plan, row, values, standing, named, findings);
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

/** Looks outfalls up by each of their keys; of several alike the oldest. */
function finder(outfalls: readonly Outfall[]) {
  const byKey = new Map(
    KEYS.map((key) => [
      key,
      new Map(outfalls.toReversed().flatMap((one) => (one[key] === null ? [] : [[fold(one[key]), one]]))),
    ]),
  );
  return (key: (typeof KEYS)[number], value: string): Outfall | undefined => byKey.get(key)?.get(fold(value));
}

function outfallOf(
  table: PlanTable,
  row: number,
  values: Values,
  find: (key: (typeof KEYS)[number], value: string) => Outfall | undefined,
  findings: Findings,
): Outfall | null {
  const key = KEYS.find((one) => values[one] !== null);
  if (key === undefined) {
    findings.error(table.place(row, 'internalCode'), 'plan.outfall', '内部编号、国家编码、名称至少填一样');
    return null;
  }
  const shown = String(values[key]);
  const outfall = find(key, shown);
  if (outfall) return outfall;
  findings.error(table.place(row, key), 'plan.unknown', `台账里没有“${shown}”，请先导入台账`, shown);
  return null;
}

function changeOf(
  table: PlanTable,
  row: number,
  { year, type, measure, lead, dueDay }: Values,
  standing: Standing,
  named: (unit: string) => unknown,
  findings: Findings,
): PlannedChange | null {
  if (year === null || type === null) return null;
  const { doubts, change } = judgePlanRow({ year, type, measure, lead, dueDay }, standing, named);
  for (const { level, column, code, message, value } of doubts) {
    findings[level](table.place(row, column), code, message, value);
  }
  return change;
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
