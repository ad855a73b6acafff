import { Reach } from '../../../entities';
import type { Reader } from '../../core/database';
import { groupBy } from '../../core/groupBy';
import type { Policy } from '../../core/policy';
import { type CellOut, notesSheet, type SheetOut, writeBook, writtenUnder } from '../../core/workbook';
import { keptBecause } from '../kept';
import type { Check } from './check';
import { readCheck } from './readCheck';
import type { Judged } from './rule';
import { responsible } from './words';

/** What clause （六） asks of every outfall that stays. */
const BUILT = [
  { key: 'samplingPoint', name: '采样点' },
  { key: 'sign', name: '标识牌' },
  { key: 'archive', name: '档案' },
] as const;

/** What is still to be built, the unknown left out: 待补 is not 没有. */
const toBuild = (outfall: Judged): string[] =>
  BUILT.filter(({ key }) => outfall[key] !== null && outfall[key] !== '有').map(({ key, name }) =>
    outfall[key] === '破损' ? `换${name}` : name,
  );

function bundleSheet({ bundle, ledger }: Check, reachCodes: ReadonlyMap<number, string>): SheetOut {
  return {
    name: '打包清单',
    columns: [
      { heading: '序号', width: 8 },
      { heading: '所属镇', width: 14 },
      { heading: '内部编号', asText: true, width: 16 },
      { heading: '国家编码', asText: true, width: 24 },
      { heading: '名称', width: 40 },
      { heading: '河流', width: 12 },
      { heading: '河段编号', asText: true, width: 14 },
      { heading: '二级分类', width: 26 },
      { heading: '责任主体', width: 26 },
      { heading: '镇兜底', width: 8 },
      { heading: '经度', width: 12 },
      { heading: '纬度', width: 12 },
      { heading: '为什么保留', width: 20 },
      { heading: '整治类型', width: 12 },
      { heading: '整治措施', width: 40 },
      { heading: '整治期限', asDay: true, width: 12 },
      { heading: '整治阶段', width: 12 },
      ...BUILT.map(({ name }) => ({ heading: name, width: 8 })),
      { heading: '还要建什么', width: 26 },
    ],
    rows: bundle.map((one, n): CellOut[] => [
      n + 1,
      ledger.townOf(one),
      one.internalCode,
      one.nationalCode,
      one.name,
      one.river,
      reachCodes.get(one.reachId) ?? '',
      one.class2,
      responsible(one, ledger),
      one.townBackstop ? '是' : null,
      one.lonE6 / 1e6,
      one.latE6 / 1e6,
      keptBecause(one),
      one.remedyType,
      one.remedyMeasure,
      one.remedyDueDay,
      one.remedyStage,
      ...BUILT.map(({ key }) => one[key] ?? '待补'),
      toBuild(one).join('、'),
    ]),
  };
}

function townsSheet({ bundle, ledger }: Check): SheetOut {
  const lacking = (own: readonly Judged[], key: (typeof BUILT)[number]['key']): number =>
    own.filter((one) => one[key] !== null && one[key] !== '有').length;
  return {
    name: '按镇汇总',
    columns: [
      { heading: '所属镇', width: 14 },
      { heading: '排污口', width: 10 },
      ...BUILT.map(({ name }) => ({ heading: `要建${name}`, width: 12 })),
      { heading: '没定措施', width: 12 },
    ],
    rows: [...groupBy(bundle, (one) => ledger.townOf(one))].map(([town, own]) => [
      town,
      own.length,
      ...BUILT.map(({ key }) => lacking(own, key)),
      own.filter(({ remedyMeasure }) => remedyMeasure === null).length,
    ]),
  };
}

/**
 * 项目打包清单.xlsx, clause （六）: the outfalls that stay and answer to a government, town by town, to apply for money
 * of 中央、省水污染防治资金项目库 as one project.
 */
export async function writeBundle(
  reader: Reader,
  { policy, at, writtenFor }: { policy: Policy; at: Date; writtenFor: string },
): Promise<Buffer> {
  const whole = await readCheck(reader, { policy, at });
  const check = { ...whole, bundle: [...whole.bundle].sort((a, b) => a.townId - b.townId || a.id - b.id) };
  const codes = new Map((await reader.find(Reach)).map(({ id, code }) => [id, code]));
  const notes = [
    `新政办发〔2023〕30号（六）：经过排查溯源后予以保留、责任主体为政府（含部门、镇兜底）的入河排污口，共${check.bundle.length}个，截至${check.ledger.today}`,
    writtenUnder(writtenFor, policy),
    '坐标为WGS84；“待补”是台账还没填，不算没有',
  ];
  return writeBook([bundleSheet(check, codes), townsSheet(check), notesSheet(notes, 90)]);
}
