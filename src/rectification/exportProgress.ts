import { Outfall, Reach, Rectification, Unit } from '../../entities';
import type { Reader } from '../core/database';
import { dayOf } from '../core/days';
import { type Policy, rectificationOf } from '../core/policy';
import { unitByName } from '../core/unitByName';
import { type CellOut, notesSheet, type SheetOut, writeBook, writtenUnder } from '../core/workbook';
import { keptBecause } from '../ledger';
import {
  byDimension,
  type Dimension,
  type Group,
  percentOf,
  readGroups,
  readReachProgress,
  sumOf,
  surveyedUntil,
  type Tally,
} from './progress';
import { standingOf } from './record';
import { tracedSince } from './tracedBy';
import { STEP_WORDS } from './words';

export interface Written {
  policy: Policy;
  at: Date;
  /** Whom it is written for, as the file says. */
  writtenFor: string;
}

const NAMES: Record<Dimension, string> = {
  town: '镇',
  river: '河流',
  lead: '牵头部门',
  type: '整治类型',
};

const FIGURES = [
  { heading: '要整治', width: 10 },
  { heading: '已销号', width: 10 },
  { heading: '销号率%', width: 10 },
  { heading: '到今天应完成', width: 14 },
  { heading: '其中完成', width: 10 },
  { heading: '逾期', width: 8 },
  { heading: '正在销号', width: 10 },
  { heading: '无需整治', width: 10 },
  { heading: '没定类型', width: 10 },
  { heading: '溯源率%', width: 10 },
];
const figuresOf = (one: Tally): CellOut[] => [
  one.total,
  one.done,
  percentOf(one.done, one.total),
  one.due,
  one.dueDone,
  one.late,
  one.applied,
  one.notNeeded,
  one.untyped,
  percentOf(one.traced, one.all),
];

function sheetBy(
  dimension: Dimension,
  groups: readonly Group[],
  towns: ReadonlyMap<number, string>,
): SheetOut {
  return {
    name: `按${NAMES[dimension]}`,
    columns: [{ heading: NAMES[dimension], width: 24 }, ...FIGURES],
    rows: byDimension(groups, dimension, 0).map(({ key, tally }) => [
      dimension === 'town' ? (towns.get(Number(key)) ?? key) : key || '没填',
      ...figuresOf(tally),
    ]),
  };
}

async function summarySheet(
  reader: Reader,
  groups: readonly Group[],
  { policy, at, writtenFor }: Written,
): Promise<SheetOut> {
  const { milestones } = rectificationOf(policy);
  const all = sumOf(groups, milestones.length);
  const today = dayOf(at);
  const percentBy = (n: number, day: string) =>
    percentOf(day < today ? (all.by[n] ?? 0) : all.done, all.total);
  const reaches = await readReachProgress(reader);
  const traced: CellOut[][] = [];
  for (const { day, traced: wanted } of milestones) {
    if (!wanted) continue;
    const since = day < today ? await tracedSince(reader, day) : 0;
    const now = percentOf(all.traced - since, all.all);
    const says = now >= 100 ? '达到' : day < today ? '没有达到' : '还没到期';
    const walked = percentOf(surveyedUntil(reaches, day), reaches.length);
    const judged = walked >= 100 ? '达到' : day < today ? '没有达到' : '还没到期';
    traced.push(
      [`${day}前全部排查%`, walked, `${judged}；按河段，排查完成日期在“导入整治方案”里填`],
      [`${day}前全部溯源%`, now, `${says}；台账导入时已溯源的，算已溯源`],
    );
  }
  return {
    name: '汇总',
    columns: [
      { heading: '项目', width: 34 },
      { heading: '数', width: 12 },
      { heading: '说明', width: 50 },
    ],
    rows: [
      ['要整治', all.total, `依据新政办发〔2023〕30号，截至${today}`],
      ['已销号', all.done, writtenUnder(writtenFor, policy)],
      ['销号率%', percentOf(all.done, all.total), '应完成按方案原定期限算，延期不改'],
      ['溯源率%', percentOf(all.traced, all.all), '已溯源，或无法溯源并已定由镇政府负责'],
      ...traced,
      ...milestones.map(({ day, percent }, n): CellOut[] => [
        `${day}前完成${percent}%`,
        percentBy(n, day),
        `${percentBy(n, day) >= percent ? '达到' : day < today ? '没有达到' : '还没到期'}；台账导入时已完成的，不知道哪天完成，算已完成`,
      ]),
      [`${today.slice(0, 4)}年方案完成%`, percentOf(all.yearDone, all.year), `本年方案${all.year}个`],
    ],
  };
}

async function reachSheet(reader: Reader, towns: ReadonlyMap<number, string>): Promise<SheetOut> {
  return {
    name: '排查溯源',
    columns: [
      { heading: '河段编号', asText: true, width: 14 },
      { heading: '河流', width: 12 },
      { heading: '河段', width: 28 },
      { heading: '镇', width: 14 },
      { heading: '排查完成日期', asDay: true, width: 14 },
      { heading: '排污口', width: 8 },
      { heading: '溯源完成', width: 10 },
      { heading: '溯源率%', width: 10 },
    ],
    rows: (await readReachProgress(reader)).map((one) => [
      one.code,
      one.river,
      one.name,
      towns.get(one.townId) ?? '',
      one.surveyedDay ?? '还没排查',
      one.outfalls,
      one.traced,
      percentOf(one.traced, one.outfalls),
    ]),
  };
}

const STAGES = { working: '整治', applied: '销号中', closed: '已销号', settled: '已销号，回头看过' } as const;

async function outfallSheet(reader: Reader, towns: ReadonlyMap<number, string>): Promise<SheetOut> {
  const [outfalls, records] = await Promise.all([
    reader.find(Outfall, {}, { order: { id: 'ASC' } }),
    reader.find(Rectification),
  ]);
  const stored = new Map(records.map((record) => [record.outfallId, record]));
  return {
    name: '排污口',
    columns: [
      { heading: '内部编号', asText: true, width: 16 },
      { heading: '名称', width: 40 },
      { heading: '镇', width: 14 },
      { heading: '河流', width: 12 },
      { heading: '牵头部门', width: 18 },
      { heading: '整治类型', width: 12 },
      { heading: '整治措施', width: 40 },
      { heading: '方案年度', width: 10 },
      { heading: '方案期限', asDay: true, width: 12 },
      { heading: '现在的期限', asDay: true, width: 12 },
      { heading: '整治阶段', width: 12 },
      { heading: '走到哪一步', width: 20 },
      { heading: '销号日期', asDay: true, width: 12 },
      { heading: '退回几次', width: 10 },
      { heading: '复排几次', width: 10 },
      { heading: '进展', width: 40 },
    ],
    rows: outfalls.map((outfall) => {
      const { record } = standingOf(outfall, stored.get(outfall.id) ?? null);
      const step =
        record.state === 'applied' && record.step ? `，等${record.step}${STEP_WORDS[record.step]}` : '';
      const known = record.version > 0 || outfall.remedyStage !== '完成整治';
      return [
        outfall.internalCode,
        outfall.name,
        towns.get(outfall.townId) ?? '',
        outfall.river,
        outfall.leadDepartment,
        outfall.remedyType,
        outfall.remedyMeasure,
        record.planYear,
        record.plannedDay,
        outfall.remedyDueDay,
        outfall.remedyStage,
        known ? `${STAGES[record.state]}${step}` : '导入时已完成',
        record.closedAt && dayOf(record.closedAt),
        record.returns,
        record.recurrences,
        record.progress,
      ];
    }),
  };
}

const townNames = async (reader: Reader): Promise<Map<number, string>> =>
  new Map((await reader.find(Unit, { type: ['镇', '管委会'] })).map(({ id, name }) => [id, name]));

/** 整治进度.xlsx: against the plan's targets, by town, river, lead department and type; each reach, each outfall. */
export async function exportProgress(reader: Reader, written: Written): Promise<Buffer> {
  const towns = await townNames(reader);
  const unitOf = unitByName(await reader.find(Unit));
  // 住建局 and 县住建局 are one department.
  const groups = (await readGroups(reader, written.policy, { today: dayOf(written.at) })).map((group) => ({
    ...group,
    lead: unitOf(group.lead)?.name ?? group.lead,
  }));
  return writeBook([
    await summarySheet(reader, groups, written),
    sheetBy('town', groups, towns),
    sheetBy('river', groups, towns),
    sheetBy('lead', groups, towns),
    sheetBy('type', groups, towns),
    await reachSheet(reader, towns),
    await outfallSheet(reader, towns),
  ]);
}

/** 保留清单.xlsx, clause （四）: the outfalls that stay, as a list to hand on. */
export async function exportRetained(reader: Reader, { policy, at, writtenFor }: Written): Promise<Buffer> {
  const [towns, reaches, outfalls] = await Promise.all([
    townNames(reader),
    reader.find(Reach),
    reader.find(Outfall, {}, { order: { townId: 'ASC', id: 'ASC' } }),
  ]);
  const reachOf = new Map(reaches.map((reach) => [reach.id, reach]));
  const kept = outfalls.flatMap((outfall) => {
    const why = keptBecause(outfall);
    return why === null ? [] : [{ outfall, why }];
  });
  return writeBook([
    {
      name: '保留清单',
      columns: [
        { heading: '序号', width: 8 },
        { heading: '内部编号', asText: true, width: 16 },
        { heading: '国家编码', asText: true, width: 24 },
        { heading: '名称', width: 40 },
        { heading: '镇', width: 14 },
        { heading: '河流', width: 12 },
        { heading: '河段编号', asText: true, width: 14 },
        { heading: '一级分类', width: 20 },
        { heading: '二级分类', width: 26 },
        { heading: '责任主体', width: 26 },
        { heading: '经度', width: 12 },
        { heading: '纬度', width: 12 },
        { heading: '审批登记', width: 10 },
        { heading: '标识牌', width: 8 },
        { heading: '采样点', width: 8 },
        { heading: '档案', width: 8 },
        { heading: '整治阶段', width: 12 },
        { heading: '为什么保留', width: 20 },
      ],
      rows: kept.map(({ outfall, why }, n) => [
        n + 1,
        outfall.internalCode,
        outfall.nationalCode,
        outfall.name,
        towns.get(outfall.townId) ?? '',
        outfall.river,
        reachOf.get(outfall.reachId)?.code ?? '',
        outfall.class1,
        outfall.class2,
        // 个人 is shown as 个人, nothing else of a person.
        outfall.ownerType === '个人' ? '个人' : outfall.owner,
        outfall.lonE6 / 1e6,
        outfall.latE6 / 1e6,
        outfall.approval,
        outfall.sign,
        outfall.samplingPoint,
        outfall.archive,
        outfall.remedyStage,
        why,
      ]),
    },
    notesSheet([
      `新政办发〔2023〕30号（四）保留的入河排污口清单，共${kept.length}个，截至${dayOf(at)}`,
      writtenUnder(writtenFor, policy),
      '坐标为WGS84',
    ]),
  ]);
}
