import { Measurement, Outfall, OutfallLimit } from '../../entities';
import type { Reader } from '../core/database';
import { addDays, dayOf } from '../core/days';
import type { MonitoringRules } from '../core/policyMonitoring';
import { type Counts, type Findings, fold, type TableRow, type Tables } from '../core/workbook';
import { ITEMS, readingWords, scaleOf, toE4 } from './items';
import { type JudgedResult, type Result, sampleKey, watchersOf } from './keepResults';
import type { MonitoringBook } from './monitoringBook';
import { judged, type Limit, limitsOf } from './rules';

export interface MonitoringSnapshot {
  outfalls: Outfall[];
  limits: OutfallLimit[];
  /** Of the days that the workbook speaks of. */
  results: Measurement[];
  /** Whether somebody is there to be told. */
  watched: boolean;
}

export async function readMonitoring(
  reader: Reader,
  { results }: Tables<MonitoringBook>,
): Promise<MonitoringSnapshot> {
  const days = results.rows.flatMap(({ values }) => values.day ?? []).sort();
  const [from, to] = [days[0], days.at(-1)];
  const rows =
    from === undefined || to === undefined
      ? []
      : await reader.query<object>(
          'SELECT * FROM measurement WHERE sampledDay >= ? AND sampledDay <= ? ORDER BY id',
          [from, to],
        );
  return {
    outfalls: await reader.find(Outfall, {}, { order: { id: 'ASC' } }),
    limits: await reader.find(OutfallLimit, {}, { order: { id: 'ASC' } }),
    results: rows.map((row) => reader.hydrate(Measurement, row)),
    watched: (await watchersOf(reader)).length > 0,
  };
}

export type LimitRecord = Omit<OutfallLimit, 'id'>;

export interface MonitoringPlan {
  limits: { created: LimitRecord[]; updated: (LimitRecord & { id: number })[] };
  fresh: JudgedResult[];
  corrected: (JudgedResult & { id: number })[];
  counts: Counts;
}

type Named<T> = { row: number; outfall: Outfall } & T;

/**
 * What a workbook of results adds. Pure; what is wrong goes into the findings. A result that was told as 超标 is not
 * changed any more: what is wrong with it is said of the problem (不属实).
 */
export function planMonitoring(
  tables: Tables<MonitoringBook>,
  stored: MonitoringSnapshot,
  { at, rules }: { at: Date; rules: MonitoringRules },
  findings: Findings,
): MonitoringPlan {
  const plan: MonitoringPlan = {
    limits: { created: [], updated: [] },
    fresh: [],
    corrected: [],
    counts: { created: 0, updated: 0, unchanged: 0 },
  };
  const outfallOf = finder(stored.outfalls);
  const own = planLimits(tables.limits, { stored, outfallOf }, plan, findings);
  const limits = new Map<number, Map<string, Limit>>();
  const limitsFor = (outfall: Outfall): Map<string, Limit> => {
    const known = limits.get(outfall.id) ?? limitsOf(outfall, own.get(outfall.id) ?? [], rules);
    limits.set(outfall.id, known);
    return known;
  };
  const before = new Map(stored.results.map((one) => [`${sampleKey(one)} ${one.item}`, one]));
  const seen = new Map<string, number>();
  const told = addDays(dayOf(at), -rules.noticeDays);
  for (const one of readResults(tables.results, { outfallOf, today: dayOf(at) }, findings)) {
    const { row, outfall, ...result } = one;
    const key = `${sampleKey(result)} ${result.item}`;
    const twice = seen.get(key);
    seen.set(key, row);
    if (twice !== undefined) {
      const message = `和第 ${twice} 行是同一次采样的同一个项目，请删去一行；一天采了几次的请填采样时刻`;
      findings.error(tables.results.place(row, 'item'), 'row.double', message, result.item);
      continue;
    }
    const now = judged(result, limitsFor(outfall));
    const known = before.get(key);
    if (!known) {
      plan.fresh.push(now);
      plan.counts.created += 1;
    } else if (same(known, now)) {
      plan.counts.unchanged += 1;
      continue;
    } else if (known.verdict === 'over') {
      const message = `这次的结果已按超标告知（${readingWords(known)}），不能直接改；不对的话请在交办单上申请“不属实”`;
      findings.error(tables.results.place(row, 'reading'), 'monitoring.told', message, readingWords(now));
      continue;
    } else {
      plan.corrected.push({ ...now, id: known.id });
      plan.counts.updated += 1;
    }
    tell(tables.results, row, now, { told, watched: stored.watched }, findings);
  }
  return plan;
}

function tell(
  table: Tables<MonitoringBook>['results'],
  row: number,
  now: JudgedResult,
  { told, watched }: { told: string; watched: boolean },
  findings: Findings,
): void {
  const place = table.place(row, 'reading');
  if (now.verdict === 'unjudged' && now.item !== '流量' && now.item !== '水温') {
    findings.warn(
      place,
      'monitoring.noLimit',
      `没有“${now.item}”的限值，只存档，没有判定`,
      readingWords(now),
    );
  }
  if (now.verdict !== 'over' && now.verdict !== 'suspected') return;
  const words = now.verdict === 'over' ? '超标' : '疑似超标';
  if (now.sampledDay < told) {
    findings.warn(place, 'monitoring.old', `${words}，但采样已久，只存档，不再告知`, readingWords(now));
  } else if (!watched) {
    findings.error(
      place,
      'monitoring.nobody',
      '花名册里没有分局也没有县河长办的人，没人接超标告知',
      readingWords(now),
    );
  } else {
    const then = now.verdict === 'over' ? '导入后告知责任单位和分局，并登记为问题' : '导入后告知分局';
    findings.warn(place, `monitoring.${now.verdict}`, `${words}，${then}`, readingWords(now));
  }
}

/** A cell that is empty now says nothing against what is known. */
const same = (known: Measurement, now: JudgedResult): boolean =>
  known.valueE4 === now.valueE4 &&
  known.below === now.below &&
  (['lab', 'sampler', 'reportNo'] as const).every((key) => now[key] === null || now[key] === known[key]);

type FindOutfall = (text: string) => Outfall | null;

/** By any of its codes, else by its name. */
function finder(outfalls: readonly Outfall[]): FindOutfall {
  const known = new Map<string, Outfall>();
  for (const one of outfalls) known.set(fold(one.name), one);
  for (const one of outfalls) {
    for (const each of [one.localCode, one.nationalCode, one.internalCode])
      if (each) known.set(fold(each), one);
  }
  return (text) => known.get(fold(text)) ?? null;
}

const UNKNOWN = '台账里没有这个排污口，请核对编号或名称';

function planLimits(
  table: Tables<MonitoringBook>['limits'],
  { stored, outfallOf }: { stored: MonitoringSnapshot; outfallOf: FindOutfall },
  plan: MonitoringPlan,
  findings: Findings,
): Map<number, LimitRecord[]> {
  const all = new Map<string, LimitRecord & { id?: number }>();
  for (const one of stored.limits) all.set(`${one.outfallId} ${one.item}`, one);
  const seen = new Map<string, number>();
  for (const { row, values } of table.rows) {
    const { outfall: named, item, low, high, source } = values;
    if (named === null || item === null) continue;
    const outfall = outfallOf(named);
    if (!outfall) {
      findings.error(table.place(row, 'outfall'), 'monitoring.outfall', UNKNOWN, named);
      continue;
    }
    if (low === null && high === null) {
      findings.error(table.place(row, 'high'), 'monitoring.noLimit', '下限和上限至少填一个');
      continue;
    }
    if (low !== null && high !== null && low > high) {
      findings.error(table.place(row, 'low'), 'monitoring.limits', '下限比上限还大，请核对');
      continue;
    }
    const key = `${outfall.id} ${item}`;
    const twice = seen.get(key);
    if (twice !== undefined) {
      findings.error(
        table.place(row, 'item'),
        'row.double',
        `和第 ${twice} 行是同一个限值，请删去一行`,
        item,
      );
      continue;
    }
    seen.set(key, row);
    const known = all.get(key);
    const record = {
      outfallId: outfall.id,
      item,
      lowE4: low,
      highE4: high,
      source: source ?? known?.source ?? null,
    };
    if (!known) {
      plan.limits.created.push(record);
      plan.counts.created += 1;
    } else if (known.lowE4 !== low || known.highE4 !== high || known.source !== record.source) {
      plan.limits.updated.push({ ...record, id: known.id ?? 0 });
      plan.counts.updated += 1;
    } else plan.counts.unchanged += 1;
    all.set(key, record);
  }
  const own = new Map<number, LimitRecord[]>();
  for (const one of all.values()) own.set(one.outfallId, [...(own.get(one.outfallId) ?? []), one]);
  return own;
}

function* readResults(
  table: Tables<MonitoringBook>['results'],
  { outfallOf, today }: { outfallOf: FindOutfall; today: string },
  findings: Findings,
): Generator<Named<Result>> {
  for (const { row, values } of table.rows) {
    const result = resultOf({ row, values }, { table, outfallOf, today, findings });
    if (result) yield result;
  }
}

function resultOf(
  { row, values }: Pick<TableRow<MonitoringBook['results']['columns']>, 'row' | 'values'>,
  {
    table,
    outfallOf,
    today,
    findings,
  }: { table: Tables<MonitoringBook>['results']; outfallOf: FindOutfall; today: string; findings: Findings },
): Named<Result> | null {
  const {
    outfall: named,
    day: sampledDay,
    time,
    method,
    item,
    reading,
    unit,
    lab,
    sampler,
    reportNo,
  } = values;
  if (named === null || sampledDay === null || method === null || item === null || reading === null)
    return null;
  const refuse = (
    key: keyof MonitoringBook['results']['columns'],
    code: string,
    message: string,
    value: string | null,
  ): null => {
    findings.error(table.place(row, key), code, message, value);
    return null;
  };
  const outfall = outfallOf(named);
  if (!outfall) return refuse('outfall', 'monitoring.outfall', UNKNOWN, named);
  if (sampledDay > today) return refuse('day', 'monitoring.future', '采样日期在今天以后，请核对', sampledDay);
  if (method === '实验室' && lab === null) {
    return refuse('lab', 'cell.required', '监测方式是“实验室”，监测单位必须填写', null);
  }
  const scale = scaleOf(item, unit);
  if (scale === null) return refuse('unit', 'monitoring.unit', `“${item}”的单位应是 ${ITEMS[item]}`, unit);
  if (item === 'pH' && (reading.value > 14 || reading.below)) {
    return refuse('reading', 'monitoring.ph', 'pH 应在 0 到 14 之间', String(reading.value));
  }
  return {
    row,
    outfall,
    outfallId: outfall.id,
    sampledDay,
    sampledTime: time ?? '',
    method,
    item,
    valueE4: toE4(reading.value * scale),
    below: reading.below,
    lab,
    sampler,
    reportNo,
  };
}
