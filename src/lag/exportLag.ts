import { SERIOUSNESS } from '../../entities';
import type { Reader } from '../core/database';
import { dayOf, timeOf } from '../core/days';
import { type CellOut, type SheetOut, writeBook } from '../core/workbook';
import { LEVEL_WORDS } from '../patrol';
import { percentOf } from '../rectification';
import { postNames } from '../roster';
import type { Deps } from './deps';
import type { PatrolCounts, UnitLag } from './figures';
import { type Asked, type Lag, lagAt } from './lagAt';
import { recordsOf } from './records';
import { FIGURE_WORDS } from './words';

const PATROL_COLUMNS = ['应巡', '已巡', '未完成', '待补录'].map((heading) => ({ heading, width: 8 }));
const patrolCells = ({ due, done, missed, waiting }: PatrolCounts): CellOut[] => [due, done, missed, waiting];

function unitCells({ unit, patrols, figures, records }: UnitLag): CellOut[] {
  const { problems, complaints, rectification, findings, notices } = figures;
  return [
    unit.name,
    ...patrolCells(patrols),
    ...SERIOUSNESS.flatMap((one) => [problems[one].open, problems[one].overdue]),
    rectification.total,
    rectification.done,
    percentOf(rectification.done, rectification.total),
    percentOf(rectification.due, rectification.total),
    records.outfalls.length,
    findings,
    complaints.open,
    complaints.overdue,
    notices.open,
    notices.overdue,
  ];
}

const unitSheet = ({ units }: Lag): SheetOut => ({
  name: '各单位',
  columns: [
    { heading: '单位', width: 20 },
    ...PATROL_COLUMNS,
    ...SERIOUSNESS.flatMap((one) => [
      { heading: `${one}未结`, width: 10 },
      { heading: `${one}逾期`, width: 10 },
    ]),
    { heading: '要整治', width: 8 },
    { heading: '已销号', width: 8 },
    { heading: '完成率%', width: 8 },
    { heading: '应完成%', width: 8 },
    { heading: '整治逾期', width: 10 },
    { heading: '合规问题', width: 10 },
    { heading: '投诉未结', width: 10 },
    { heading: '投诉逾期', width: 10 },
    { heading: '提醒通报待答复', width: 14 },
    { heading: '逾期未答复', width: 12 },
  ],
  rows: units.map(unitCells),
});

function aboutSheet(
  { day, span, unknown }: Lag,
  { policies }: Pick<Deps, 'policies'>,
  { at, writtenFor }: Asked & { writtenFor: string },
): SheetOut {
  return {
    name: '说明',
    columns: [
      { heading: '项目', width: 16 },
      { heading: '内容', width: 60 },
    ],
    rows: [
      ['截至', day === null ? `${dayOf(at)} ${timeOf(at)}` : `${day} 24:00，按当时的记录`],
      ['写表时间', `${dayOf(at)} ${timeOf(at)}，给：${writtenFor}，规则第${policies.current.version}版`],
      ['巡河', `${span.fromDay}以来到期的；停巡和没有河长的不算`],
      ['整治', '应完成按方案原定期限算，延期不改；接手时的老账没有重新定期限的不算逾期'],
      ...(unknown.length > 0
        ? [['没有记录', `${unknown.map(({ name }) => name).join('、')}那天没有留下记录`]]
        : []),
    ],
  };
}

/**
 * 滞后: every unit, every chief, and each record behind a figure, now or at the end of a past day.
 *
 * @returns an xlsx that says when, for whom and under which policy it was written
 */
export async function exportLag(
  reader: Reader,
  deps: Pick<Deps, 'policies' | 'calendar'>,
  asked: Asked & { writtenFor: string },
): Promise<Buffer> {
  const lag = await lagAt(reader, deps, asked);
  const names = await postNames(
    reader,
    lag.chiefs.map(({ personId }) => personId),
  );
  const units = new Map(lag.units.map(({ unit }) => [unit.id, unit.name]));
  const opened: CellOut[][] = [];
  for (const one of lag.units) {
    for (const { figure, title, note, dueDay } of await recordsOf(reader, one, lag.span))
      opened.push([one.unit.name, FIGURE_WORDS[figure], title, note, dueDay]);
  }
  return writeBook([
    aboutSheet(lag, deps, asked),
    unitSheet(lag),
    {
      name: '各河长',
      columns: [
        { heading: '河长', width: 30 },
        { heading: '级别', width: 8 },
        { heading: '镇', width: 20 },
        ...PATROL_COLUMNS,
        { heading: '逾期问题', width: 10 },
      ],
      rows: lag.chiefs.map((chief) => [
        names.get(chief.personId) ?? '',
        LEVEL_WORDS[chief.level],
        units.get(chief.townId) ?? '',
        ...patrolCells(chief.patrols),
        chief.problems.length,
      ]),
    },
    {
      name: '逐件',
      columns: [
        { heading: '单位', width: 20 },
        { heading: '事项', width: 14 },
        { heading: '是什么', width: 50 },
        { heading: '说明', width: 30 },
        { heading: '期限', width: 12 },
      ],
      rows: opened,
    },
  ]);
}
