import type { CardRef } from '../kit';
import type { LagFigureView, LagRecordRow, LagView } from '../lag';
import { HOSTILE, LONG_POST, LONG_REACH, samplesOf, TODAY } from './sample';

const ref = (id: number): CardRef => ({ type: 'problemDesk', id, version: 0 });
const record = (
  title: string,
  note: string,
  dueDay: string | null,
  open: CardRef | null = null,
): LagRecordRow => ({
  title,
  note,
  dueDay,
  ref: open,
});
const figure = (name: string, records: LagRecordRow[], of = ''): LagFigureView => ({
  name,
  count: records.length,
  of,
  records,
});

const patrols = figure('巡河未完成', [
  record('汾河古交镇白村段 第46周巡河', '未完成', '2026-11-15'),
  record('汾河古交镇白村段 第47周巡河', '待补录', '2026-11-22'),
  record('汾河古交镇席村段 第47周巡河', '待补录', '2026-11-22'),
]);
const problems = figure(
  '问题逾期',
  [
    record('河岸：白村桥下50米', '较重', '2026-11-13', ref(1)),
    record('排污口：永丰焦化厂雨洪排口', '一般', '2026-11-18', ref(2)),
  ],
  '没办结的共7件',
);
const outfalls = figure('整治逾期', [
  record('古交镇永丰焦化厂雨洪排口', '立标识牌，建采样点，装闸阀并备案', '2026-10-31', {
    type: 'rectification',
    id: 7,
    version: 0,
  }),
]);
const none = (name: string): LagFigureView => figure(name, []);

const town: LagView = {
  today: TODAY,
  place: '古交镇',
  patrols: '今年应巡188次，已巡181次',
  rectification: { done: 41, expected: 65 },
  median: 66,
  figures: [
    patrols,
    problems,
    outfalls,
    figure('合规问题', [record('古交镇白村散排口', '整治期限', null)]),
    none('投诉逾期'),
    figure('逾期未答复', [record('滞后提醒（6件）', '没有答复', null)]),
  ],
  units: [],
};
const unit = (id: number, name: string, lagging: number, words: string): LagView['units'][number] => ({
  name,
  lagging,
  words,
  ref: { type: 'lag', id, version: 0 },
});
const county: LagView = {
  ...town,
  place: '全县',
  patrols: '今年应巡1692次，已巡1655次',
  rectification: { done: 62, expected: 65 },
  median: null,
  figures: town.figures.map(({ name, count }) => ({
    name,
    count: name === '问题逾期' ? count + 1 : count,
    of: '',
    records: [],
  })),
  units: [
    unit(1, '龙兴镇', 0, ''),
    unit(2, '古交镇', 8, '巡河未完成3，问题逾期2，整治逾期1，合规问题1，逾期未答复1'),
    unit(3, '三泉镇', 1, '问题逾期1'),
    unit(4, '新绛经济技术开发区', 0, ''),
    unit(5, '县住建局', 3, '整治逾期2，合规问题1'),
  ],
};

const many = <T>(n: number, make: (at: number) => T): T[] => Array.from({ length: n }, (_, at) => make(at));

export const lagSamples = samplesOf('lag', {
  county,
  town,
  'nothing-late': {
    ...town,
    rectification: { done: 70, expected: 65 },
    figures: town.figures.map(({ name }) => none(name)),
  },
  department: {
    ...town,
    place: '县住建局',
    patrols: null,
    median: null,
    figures: [outfalls],
  },
  worst: {
    ...town,
    place: LONG_POST,
    figures: town.figures.map(({ name }) => ({
      name,
      count: 130,
      of: '没办结的共200件',
      records: many(130, (at) =>
        record(at === 0 ? HOSTILE : `${LONG_REACH} 第46周巡河`, '待补录', '2025-11-15', ref(at)),
      ),
    })),
  },
  'county-worst': {
    ...county,
    units: many(60, (at) =>
      unit(
        at,
        at === 0 ? HOSTILE : LONG_POST,
        130,
        '巡河未完成30，问题逾期20，整治逾期10，合规问题60，投诉逾期5，逾期未答复5',
      ),
    ),
  },
});
