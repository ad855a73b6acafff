import type { Outfall } from '../../../entities';
import { isGone } from '../../../src/ledger/compliance/words';
import { check, row, told } from './rows';

const BRANCH = '市生态环境局新绛分局';
const HOUSING = '县住建局';
const other = (class2: string, more: Partial<Outfall> = {}) =>
  row({ class1: '其他排口', class2, class3: null, approval: '已登记', ownerType: '镇政府', ...more });
const storm = (more: Partial<Outfall> = {}) =>
  row({ class2: '工矿企业雨洪排口', approval: '已登记', video: '有', gate: '有', gateFiled: true, ...more });
const rural = (village: string, m3: number | null, more: Partial<Outfall> = {}) =>
  other('农村生活污水散排口', { village, dailyVolumeL: m3 === null ? null : m3 * 1_000, ...more });
const facility = (village: string, m3: number, more: Partial<Outfall> = {}) =>
  rural(village, m3, { class2: '农村污水处理设施排污口', ...more });
/** 300 m further north each. */
const farm = (n: number, more: Partial<Outfall> = {}) =>
  other('规模以下水产养殖排污口', { latE6: 35_610_000 + n * 2_700, ...more });
const lacks = (outfalls: Outfall[]) =>
  check(outfalls).missing.map(({ heading, outfalls: n }) => `${heading} ${n}`);

describe('rules of the plan over the ledger', () => {
  it('find nothing about outfalls that are in order', () => {
    const rows = [row(), storm(), other('城镇雨洪排口'), rural('甲村', 20), facility('乙村', 800), farm(0)];
    expect(told(rows)).toEqual([]);
    expect(lacks(rows)).toEqual([]);
  });

  it('（一） what is not traced yet is 分局 to trace', () => {
    expect(told([row({ tracing: '未溯源' }), row({ tracing: '溯源中' })])).toEqual([
      `溯源：${BRANCH}`,
      `溯源：${BRANCH}`,
    ]);
  });

  it('（二） what cannot be traced is the town government’s, and what was traced is somebody’s', () => {
    expect(told([row({ tracing: '无法溯源', ownerType: '不明' })])).toEqual(['责任主体：龙兴镇人民政府']);
    expect(told([row({ tracing: '无法溯源', ownerType: '镇政府' })])).toEqual([]);
    expect(told([row({ ownerType: '不明' })])).toEqual([`责任主体：${BRANCH}`]);
    expect(lacks([row({ owner: null, creditCode: 'X' })])).toEqual(['责任主体 1']);
  });

  it('（三） every outfall is of one of the county’s five types', () => {
    expect(told([row({ class2: '烟囱' })])).toEqual([`分类：${BRANCH}`]);
  });

  it('（四） measure, lead department and deadline that are not written are 待补, not held against anybody', () => {
    const bare = { remedyMeasure: null, remedyDueDay: null, leadDepartment: null };
    expect(told([row(bare), row({ remedyType: null })])).toEqual([]);
    expect(lacks([row(bare), row({ remedyType: null })])).toEqual([
      '牵头部门 1',
      '整治类型 1',
      '整治措施 1',
      '整治期限 1',
    ]);
    expect(
      lacks([row({ ...bare, remedyType: '无需整治' }), row({ ...bare, remedyStage: '完成整治' })]),
    ).toEqual([]);
  });

  it('（四） what has passed its deadline undone is its responsible party’s', () => {
    expect(told([row({ remedyDueDay: '2026-11-24', owner: '甲公司' })])).toEqual(['整治期限：甲公司']);
    expect(told([row({ remedyDueDay: '2026-11-25' })])).toEqual([]);
    expect(told([row({ remedyDueDay: '2024-10-31', remedyStage: '完成整治' })])).toEqual([]);
  });

  it('（四） what is to be closed or merged is not on the list of what is kept', () => {
    expect(told([row({ remedyType: '依法取缔' })])).toEqual([`保留清单：${BRANCH}`]);
    expect(told([row({ remedyType: '依法取缔', retained: false })])).toEqual([]);
  });

  it('（五） scattered sewage within the sewers’ reach is 住建局’s to merge', () => {
    const sewage = (more: Partial<Outfall>) => other('城镇生活污水散排口', { sewerCovered: true, ...more });
    expect(told([sewage({})])).toEqual([`污水入网：${HOUSING}`]);
    const merged = { remedyType: '清理合并', retained: false };
    expect(told([sewage({ ...merged, leadDepartment: '县水利局' })])).toEqual([`污水入网：${HOUSING}`]);
    expect(told([sewage({ ...merged, leadDepartment: '新绛县住建局' })])).toEqual([]);
    expect(told([sewage({ sewerCovered: false })])).toEqual([]);
    expect(lacks([sewage({ sewerCovered: null })])).toEqual(['管网覆盖 1']);
  });

  it('（五） a town’s stormwater outfall that flows is 住建局’s to trace', () => {
    expect(told([other('城镇雨洪排口', { flowTrait: '排水' })])).toEqual([`旱天排水：${HOUSING}`]);
    expect(told([other('大中型灌区排口', { flowTrait: '排水' })])).toEqual([]);
    expect(lacks([other('城镇雨洪排口', { flowTrait: null })])).toEqual(['排水特征 1']);
  });

  it('（五） enterprises’ stormwater outfalls and a plant’s overflow, and only these, have video and a gate that is filed', () => {
    expect(told([storm({ owner: '甲公司', video: '无', gate: '不需要' })])).toEqual([
      '在线视频：甲公司',
      '闸阀：甲公司',
    ]);
    expect(
      told([
        other('其他排污口', {
          owner: '甲厂',
          isPlantOverflow: true,
          video: '有',
          gate: '有',
          gateFiled: false,
        }),
      ]),
    ).toEqual(['闸阀备案：甲厂']);
    expect(told([other('城镇雨洪排口', { video: '无', gate: '无', gateFiled: false })])).toEqual([]);
    expect(lacks([storm({ video: null, gate: null })])).toEqual(['在线视频 1', '闸阀 1']);
    expect(lacks([storm({ gateFiled: null })])).toEqual(['闸阀备案 1']);
  });

  it('（五） inside the 开发区 no enterprise has an industrial outfall of its own', () => {
    expect(told([row({ inZone: true })])).toEqual(['园区工业口：新绛经济技术开发区管委会']);
    expect(told([row({ inZone: true, remedyType: '清理合并', retained: false })])).toEqual([]);
    expect(told([storm({ inZone: true })])).toEqual([]);
    expect(lacks([row({ inZone: null })])).toEqual(['是否在开发区 1']);
  });

  it('（五） outside it an enterprise keeps one industrial and one stormwater outfall', () => {
    const of = (name: string, more: Partial<Outfall> = {}) => row({ owner: name, ...more });
    const code = '91140825MA0KABCD12';
    expect(told([of('甲公司'), storm({ owner: '甲公司' })])).toEqual([]);
    expect(told([of('甲公司'), of('甲公司')])).toEqual(['企业口数：甲公司']);
    expect(told([of('甲公司'), of('甲公司', { remedyType: '依法取缔', retained: false })])).toEqual([]);
    const spelled = [
      of('新绛甲 有限责任公司', { creditCode: code }),
      of('新绛甲有限公司'),
      of('甲公司（老厂）', { creditCode: code }),
    ];
    const [finding] = check(spelled).findings;
    expect(finding).toMatchObject({ says: '开发区外企业有 3 个工矿企业排污口，原则上最多 1 个' });
    expect(finding?.outfalls).toEqual(spelled);
  });

  it('（五） a village from 500 m³ a day on has a facility and one outfall', () => {
    expect(told([rural('甲村', 250), rural('甲村', 250)])).toEqual(['村庄污水：龙兴镇人民政府']);
    expect(told([facility('甲村', 300), facility('甲村', 300)])).toEqual(['村庄污水：龙兴镇人民政府']);
    expect(told([rural('甲村', 250), rural('甲村', 249)])).toEqual([]);
    expect(told([rural('甲村', 300), rural('甲村', 300, { townId: 2 })])).toEqual([]);
    expect(told([facility('甲村', 600)])).toEqual([]);
  });

  it('（五） below it the water is taken away or treated first', () => {
    const nothing = { remedyType: '无需整治' };
    expect(told([rural('甲村', 30, nothing)])).toEqual(['村庄污水：龙兴镇人民政府']);
    expect(told([facility('甲村', 30, nothing)])).toEqual([]);
    expect(told([rural('甲村', null, nothing)])).toEqual([]);
    expect(lacks([rural('甲村', null)])).toEqual(['日排水量m3 1']);
    // A volume that is unknown cannot bring the village under the line again.
    expect(told([rural('甲村', 600), rural('甲村', null)])).toEqual(['村庄污水：龙兴镇人民政府']);
  });

  it('（五） small fish farms close together share one outfall', () => {
    expect(check([farm(0), farm(1), farm(2)]).findings.map(({ outfalls }) => outfalls.length)).toEqual([3]);
    expect(told([farm(0), farm(2)])).toEqual([]);
    expect(told([farm(0), farm(1, { reachId: 2 })])).toEqual([]);
    expect(told([farm(0), farm(1, { remedyType: '清理合并', retained: false })])).toEqual([]);
  });

  it('（六） who share an outfall have it in their permit', () => {
    expect(lacks([row({ sharedWith: '乙公司', permitNo: null })])).toEqual(['排污许可证或登记号 1']);
    expect(lacks([row({ permitNo: null })])).toEqual([]);
  });

  it('（六） what is kept has a sign, a file and a sampling point', () => {
    const bare = { sign: '破损', archive: '无', samplingPoint: '无', owner: '甲公司' };
    expect(told([row(bare)])).toEqual([`标识牌：${BRANCH}`, `档案：${BRANCH}`, '采样点：甲公司']);
    expect(told([row({ ...bare, retained: false })])).toEqual([]);
    expect(lacks([row({ retained: null })])).toEqual(['是否保留 1']);
  });

  it('（六） the government’s kept outfalls are listed for one project', () => {
    const ours = other('城镇雨洪排口');
    const theirs = [row(), other('城镇雨洪排口', { retained: false })];
    expect(check([...theirs, ours]).bundle).toEqual([ours]);
  });

  it('（八） an outfall in use is approved, or registered where that is enough', () => {
    expect(told([row({ owner: '甲公司', approval: '已登记' })])).toEqual(['审批登记：甲公司']);
    expect(told([other('城镇雨洪排口', { owner: '甲镇', approval: '未登记' })])).toEqual(['审批登记：甲镇']);
    expect(told([other('城镇雨洪排口', { approval: '已审批' })])).toEqual([]);
    expect(lacks([row({ approval: null })])).toEqual(['审批登记 1']);
  });

  it('（九） key outfalls are monitored each quarter', () => {
    const key = (monitorFrequency: string | null) => row({ owner: '甲公司', isKey: true, monitorFrequency });
    expect(told([key('每半年')])).toEqual(['重点监测：甲公司']);
    expect(
      told(
        [key('每季度'), key('每月'), key('每年4次'), key('雨后')].map((one, n) => ({
          ...one,
          owner: `${n}`,
        })),
      ),
    ).toEqual([]);
    expect(lacks([key(null)])).toEqual(['监测频次 1']);
  });

  it('an outfall that was closed is asked for nothing any more', () => {
    expect(isGone(row({ remedyType: '依法取缔', remedyStage: '完成整治' }))).toBe(true);
    expect(isGone(row({ remedyType: '规范整治', remedyStage: '完成整治' }))).toBe(false);
  });
});
