import gcoord from 'gcoord';
import type { Outfall, Reach, Unit } from '../../entities';
import { type ImportFault, writeBook } from '../../src/core/workbook';
import { readBook } from '../../src/core/workbook/readBook';
import { LEDGER_BOOK } from '../../src/ledger/ledgerBook';
import { planLedger } from '../../src/ledger/planLedger';
import type { Row } from '../fixtures/sheets';
import { ledgerBook, olderBook, soundOutfall } from '../fixtures/workbooks';

const TODAY = '2026-11-23';

const unit = (id: number, code: string, name: string, type: Unit['type']): Unit => ({
  id,
  code,
  name,
  type,
  divisionCode: /^\d{9}$/.test(code) ? code : null,
});
const UNITS = [
  unit(1, '140825100', '龙兴镇', '镇'),
  unit(2, '140825101', '三泉镇', '镇'),
  unit(3, '140825498', '新绛经济技术开发区', '管委会'),
  unit(4, 'B04', '县住建局', '县直部门'),
];

/** So long between its ends that it can wind anywhere in the county. */
const reach = (id: number, code: string, townId: number): Reach => ({
  id,
  code,
  river: '汾河',
  name: `${code}段`,
  townId,
  parentId: null,
  startName: null,
  endName: null,
  lengthM: 2_000_000,
  startLonE6: 111_180_000,
  startLatE6: 35_615_000,
  endLonE6: 111_260_000,
  endLatE6: 35_615_000,
});
/** Of which the roster says no more than who answers for it. */
const unmeasured = (one: Reach): Reach => ({
  ...one,
  startLonE6: null,
  startLatE6: null,
  endLonE6: null,
  endLatE6: null,
});
const REACHES = [reach(1, 'FH-0201', 1), reach(2, 'FH-04', 2), reach(3, 'FH-03', 3)];

/** What planning says about a ledger of these rows, and what it would store. */
async function judged(rows: Row[], outfalls: Outfall[] = [], reaches = REACHES) {
  const { tables, findings } = await readBook(await ledgerBook(rows), LEDGER_BOOK);
  if (!tables) throw new Error('not readable');
  const plan = planLedger(tables, { units: UNITS, reaches, outfalls, zones: [] }, TODAY, findings);
  return { ...findings.report(true, plan.counts), plan };
}

const brief = (faults: ImportFault[]) => faults.map(({ column, code }) => [column, code]);
const doubts = (faults: ImportFault[]) => brief(faults).filter(([, code]) => code !== 'cell.pending');

/** One stored outfall, as an import would have made it. */
async function stored(different: Row = {}, columns: Partial<Outfall> = {}): Promise<Outfall> {
  const { plan } = await judged([soundOutfall(different)]);
  return { ...(plan.outfalls.created[0] as Outfall), id: 7, version: 1, ...columns };
}

describe('an outfall is refused', () => {
  it.each<[string, Row, [string, string][]]>([
    ['without a name', { 名称: null }, [['名称', 'cell.required']]],
    ['in a town that is not there', { 所属镇: '某镇' }, [['所属镇', 'outfall.town']]],
    ['in a department', { 所属镇: '县住建局' }, [['所属镇', 'outfall.town']]],
    ['on a reach that is not there', { 河段编号: 'FH-99' }, [['河段编号', 'outfall.reach']]],
    ['on a reach of another town', { 河段编号: 'FH-04' }, [['河段编号', 'outfall.reachTown']]],
    ['on a reach of another river', { 河流: '浍河' }, [['河流', 'outfall.river']]],
    ['with swapped coordinates', { 经度: 35.6151, 纬度: 111.2204 }, [['经度', 'coordinate.swapped']]],
    ['with coordinates abroad', { 经度: 0, 纬度: 0 }, [['经度', 'coordinate.abroad']]],
    ['with a class of another first class', { 一级分类: '农业排口' }, [['二级分类', 'outfall.class']]],
    ['with the county’s type typed as a class', { 一级分类: '城镇雨洪' }, [['一级分类', 'outfall.class']]],
    ['with a third class that has none', { 三级分类: '矿山' }, [['三级分类', 'outfall.class']]],
    ['with a code for a name', { 名称: 'DX-140825-0001-QT-00' }, [['名称', 'outfall.nameIsCode']]],
    ['with a national code that is none', { 国家编码: '0001号' }, [['国家编码', 'outfall.nationalCode']]],
    [
      'with an internal code that is too long',
      { 内部编号: 'QC-0001-QC-0001-QC' },
      [['内部编号', 'cell.tooLong']],
    ],
    ['with a list slipped into a number', { 日排水量m3: '100, 氨氮' }, [['日排水量m3', 'cell.number']]],
    ['with no date for a date', { 整治期限: '年底前' }, [['整治期限', 'cell.day']]],
  ])('%s', async (_, different, expected) => {
    const report = await judged([soundOutfall(different)]);
    expect(brief(report.errors)).toEqual(expected);
    expect(report.created).toBe(0);
  });

  it('when its name or code is used twice, however written', async () => {
    const { errors } = await judged([
      soundOutfall({ 名称: '桥西1号雨洪排口', 国家编码: 'DX-140825-0001-QT-00' }),
      soundOutfall({ 名称: '桥西１号雨洪排囗', 国家编码: 'dx-140825-0001-qt-00' }),
    ]);
    expect(errors.map(({ row, column, code }) => [row, column, code])).toEqual([
      [3, '国家编码', 'outfall.double'],
      [3, '名称', 'outfall.double'],
    ]);
  });

  it('pointing out that a row slipped when a word belongs to one other column', async () => {
    const { errors } = await judged([soundOutfall({ 闸阀: '已登记' })]);
    expect(errors[0]?.message).toContain('像是“审批登记”一列的');
  });

  it('with every fault of every row, cross-checks included, row by row in one report', async () => {
    const { errors } = await judged([
      soundOutfall({ 名称: null, 河段编号: 'FH-99', 一级分类: '农业排口', 经度: 'x' }),
      soundOutfall({ 溯源状态: null, 所属镇: '某镇' }),
    ]);
    expect(errors.map(({ row, code }) => [row, code])).toEqual([
      [2, 'cell.required'],
      [2, 'cell.degrees'],
      [2, 'outfall.reach'],
      [2, 'outfall.class'],
      [3, 'cell.required'],
      [3, 'outfall.town'],
    ]);
  });
});

describe('an outfall is taken, and the doubt told', () => {
  it.each<[string, Row, [string, string][]]>([
    [
      'untraceable yet an enterprise’s',
      { 溯源状态: '无法溯源', 责任主体类型: '企业' },
      [['责任主体类型', 'outfall.ownerDoubt']],
    ],
    ['traced yet nobody’s', { 责任主体类型: '不明' }, [['责任主体类型', 'outfall.ownerDoubt']]],
    ['under a standard of no such year', { 执行标准: 'GB3838-2011' }, [['执行标准', 'outfall.standardYear']]],
    ['whose list has slipped by a column', { 监测频次: 'GB18918-2002' }, [['监测频次', 'outfall.shifted']]],
    ['whose list has slipped the other way', { 执行标准: '每季度' }, [['执行标准', 'outfall.shifted']]],
    [
      'with a credit code that cannot be',
      { 统一社会信用代码: '123' },
      [['统一社会信用代码', 'outfall.creditCode']],
    ],
    [
      'with a national code of another county',
      { 国家编码: 'DX-140826-0001-QT-00' },
      [['国家编码', 'outfall.codeDoubt']],
    ],
    [
      'with a local code of another county',
      { 地方编码: 'DX1408260001QT00' },
      [['地方编码', 'outfall.codeDoubt']],
    ],
    [
      'with codes of two kinds',
      { 国家编码: 'DX-140825-0001-QT-00', 地方编码: 'DX1408250007CW00' },
      [['地方编码', 'outfall.codeDoubt']],
    ],
    ['planned for a year that is none', { 年度方案: 26 }, [['年度方案', 'outfall.planYear']]],
    ['traced yet its town’s', { 镇兜底: '是' }, [['镇兜底', 'outfall.ownerDoubt']]],
    ['far away', { 经度: 112.4 }, [['经度', 'coordinate.far']]],
    [
      'led by a department unknown to the roster',
      { 牵头部门: '县城管局' },
      [['牵头部门', 'outfall.department']],
    ],
    ['in degrees, minutes and seconds', { 经度: '111°13′13.4″' }, [['经度', 'repair.degrees']]],
    [
      'with its codes in each other’s column',
      { 国家编码: 'DX1408250001QT00', 地方编码: 'DX-140825-0001-QT-00' },
      [['国家编码', 'repair.moved']],
    ],
    [
      'overdue on the day of import',
      { 整治期限: '2024-10-31', 整治阶段: '整治中' },
      [['整治期限', 'outfall.baseline']],
    ],
  ])('%s', async (_, different, expected) => {
    const { errors, warnings } = await judged([soundOutfall(different)]);
    expect(errors).toEqual([]);
    expect(doubts(warnings)).toEqual(expected);
  });

  it('moving a code to its own column', async () => {
    const { plan } = await judged([soundOutfall({ 国家编码: 'DX1408250001QT00' })]);
    expect(plan.outfalls.created[0]).toMatchObject({ nationalCode: null, localCode: 'DX1408250001QT00' });
  });

  it('giving an untraceable one to its town, as clause （二） says', async () => {
    const orphan = { 溯源状态: '无法溯源', 责任主体类型: '不明', 责任主体: null };
    const { plan, warnings } = await judged([
      soundOutfall(orphan),
      soundOutfall({ ...orphan, 名称: '开发区暗管', 所属镇: '140825498', 河段编号: 'FH-03' }),
    ]);
    expect(plan.outfalls.created.map((one) => [one.owner, one.ownerType, one.townBackstop])).toEqual([
      ['龙兴镇人民政府', '镇政府', true],
      ['新绛经济技术开发区', '镇政府', true],
    ]);
    expect(doubts(warnings)).toHaveLength(2);
  });

  it('minting internal codes per town after those that the file brings', async () => {
    const { plan } = await judged([
      soundOutfall({ 名称: '甲口' }),
      soundOutfall({ 名称: '乙口', 内部编号: 'XJ-100-0005' }),
      soundOutfall({ 名称: '丙口', 所属镇: '三泉镇', 河段编号: 'FH-04' }),
    ]);
    expect(plan.outfalls.created.map(({ internalCode }) => internalCode)).toEqual([
      'XJ-100-0006',
      'XJ-100-0005',
      'XJ-101-0001',
    ]);
  });

  it('as 基线 only when late, unfinished and in need of 整治', async () => {
    const late = { 整治期限: '2024-10-31' };
    const { plan } = await judged([
      soundOutfall({ 名称: '甲口', ...late, 整治阶段: '未整治' }),
      soundOutfall({ 名称: '乙口', ...late, 整治阶段: '完成整治' }),
      soundOutfall({ 名称: '丙口', ...late, 整治类型: '无需整治' }),
      soundOutfall({ 名称: '丁口', 整治期限: TODAY, 整治阶段: '整治中' }),
    ]);
    expect(plan.outfalls.created.map(({ baselineDay }) => baselineDay)).toEqual([TODAY, null, null, null]);
  });
});

describe('a second import', () => {
  it('finds an outfall by its internal code, else its national code, else its name', async () => {
    const known = await stored({ 名称: '甲口', 国家编码: 'DX-140825-0001-QT-00' });
    const ways: Row[] = [
      { 内部编号: known.internalCode, 名称: '改了名的口' },
      { 国家编码: 'DX-140825-0001-QT-00', 名称: '改了名的口' },
      { 名称: '甲口' },
    ];
    for (const keys of ways) {
      const { plan, errors } = await judged([soundOutfall(keys)], [known]);
      expect(errors).toEqual([]);
      expect(plan.outfalls.created).toEqual([]);
    }
  });

  it('gives a national code to an outfall that had none', async () => {
    const known = await stored({ 名称: '甲口' });
    const { plan } = await judged(
      [soundOutfall({ 名称: '甲口', 国家编码: 'DX-140825-0001-QT-00' })],
      [known],
    );
    expect(plan.outfalls.updated).toMatchObject([
      { id: 7, set: { nationalCode: 'DX-140825-0001-QT-00' }, was: { nationalCode: null }, version: 2 },
    ]);
  });

  it('leaves what an empty cell does not speak of', async () => {
    const known = await stored({ 备注: '原来的备注', 闸阀: '有', 是否重点: '是' });
    const { plan, unchanged } = await judged([soundOutfall({ 备注: null, 闸阀: '/' })], [known]);
    expect(plan.outfalls.updated).toEqual([]);
    expect(unchanged).toBe(1);
  });

  it('refuses a key that is another outfall’s, and one outfall named twice', async () => {
    const first = await stored({ 名称: '甲口' });
    const second = { ...(await stored({ 名称: '乙口' })), id: 8, internalCode: 'XJ-100-0002' };
    const taken = await judged([soundOutfall({ 内部编号: 'XJ-100-0002', 名称: '甲口' })], [first, second]);
    expect(brief(taken.errors)).toEqual([['名称', 'outfall.taken']]);
    const twice = await judged(
      [soundOutfall({ 内部编号: 'XJ-100-0001', 名称: '丙口' }), soundOutfall({ 名称: '甲口' })],
      [first, second],
    );
    expect(twice.errors.map(({ code }) => code)).toContain('outfall.double');
  });

  it('takes an outfall out of the 基线 when it gets a new date, and keeps it there while the date is past', async () => {
    const known = await stored({ 整治期限: '2024-10-31', 整治阶段: '整治中' });
    expect(known.baselineDay).toBe(TODAY);
    const renewed = await judged([soundOutfall({ 整治期限: '2027-06-30' })], [known]);
    expect(renewed.plan.outfalls.updated[0]?.set).toEqual({ remedyDueDay: '2027-06-30', baselineDay: null });
    const stillLate = await judged([soundOutfall({ 整治期限: '2025-12-31' })], [known]);
    expect(stillLate.plan.outfalls.updated[0]?.set).toEqual({ remedyDueDay: '2025-12-31' });
  });

  it('does not take another coordinate system for a change while the place is the same', async () => {
    const known = await stored({ 坐标系: 'WGS84' });
    const { unchanged } = await judged([soundOutfall({ 坐标系: 'CGCS2000' })], [known]);
    expect(unchanged).toBe(1);
    const moved = await judged([soundOutfall({ 坐标系: 'GCJ-02' })], [known]);
    expect(Object.keys(moved.plan.outfalls.updated[0]?.set ?? {}).sort()).toEqual([
      'latE6',
      'lonE6',
      'sourceCrs',
    ]);
  });

  it('lists outfalls that the file no longer has', async () => {
    const known = await stored({ 名称: '甲口' });
    const { warnings } = await judged([soundOutfall({ 名称: '乙口' })], [known]);
    expect(warnings.at(-1)).toMatchObject({ code: 'row.absent', value: 'XJ-100-0001 甲口' });
  });
});

/* What live ledgers hold (issue 5, "Bad input"). */
describe('a ledger as it comes', () => {
  /** Straight along the 汾河 for 10 km: an outfall of its lies on the line. */
  const straight: Reach = {
    ...reach(1, 'FH-0201', 1),
    lengthM: 10_000,
    startLonE6: 111_200_000,
    startLatE6: 35_600_000,
    endLonE6: 111_270_000,
    endLatE6: 35_670_000,
  };
  const along = (part: number): [number, number] => [111.2 + 0.07 * part, 35.6 + 0.07 * part];
  const at = ([lon, lat]: readonly number[], different: Row = {}): Row =>
    soundOutfall({ 经度: lon ?? 0, 纬度: lat ?? 0, ...different });

  it('says of an outfall far from its reach how far, and whose coordinates would fit', async () => {
    const [lon, lat] = along(0.5);
    const far = await judged([at([lon + 0.03, lat])], [], [straight]);
    expect(doubts(far.warnings)).toEqual([['经度', 'coordinate.offReach']]);
    expect(far.warnings.at(-1)?.message).toMatch(/约 2104 米，请核对坐标或河段编号$/);
    expect(doubts((await judged([at([lon, lat])], [], [straight])).warnings)).toEqual([]);
  });

  it('of a reach without ends goes by the reach above it, and says where there is none', async () => {
    const [lon, lat] = along(0.5);
    const far = at([lon + 0.03, lat]);
    const below = { ...unmeasured(straight), id: 9, code: 'FH-02', parentId: 1 };
    const village = await judged([{ ...far, 河段编号: 'FH-02' }], [], [straight, below]);
    expect(doubts(village.warnings)).toEqual([['经度', 'coordinate.offReach']]);
    const alone = await judged([far], [], [unmeasured(straight)]);
    expect(doubts(alone.warnings)).toEqual([['河段编号', 'coordinate.unknown']]);
    expect(alone.warnings.at(-1)?.message).toBe(
      '花名册里没有河段“FH-0201段”的起止点坐标，1 行的位置没法核对',
    );
    // What is known and stays where it was is not asked about again.
    const known = { ...(alone.plan.outfalls.created[0] as Outfall), id: 7, version: 1 };
    expect(doubts((await judged([far], [known], [unmeasured(straight)])).warnings)).toEqual([]);
  });

  it('finds it in three rows as well, where each of them speaks for it', async () => {
    const rows = (shift: readonly boolean[]) =>
      shift.map((gcj, n) => {
        const place = along((n + 1) / 10);
        const given = gcj ? gcoord.transform(place, gcoord.WGS84, gcoord.GCJ02) : place;
        return at(given, { 名称: `第${n}号口` });
      });
    const said = async (...shift: boolean[]) => doubts((await judged(rows(shift), [], [straight])).warnings);
    expect(await said(true, true, true)).toEqual([['坐标系', 'coordinate.gcj']]);
    expect(await said(true, true, true, false)).toEqual([]);
    expect(await said(true, true)).toEqual([]);
    // Beside what is known and stays where it is, as in the exported table with three rows more.
    const old = rows([false, false, false, false]).map((row, n) => ({ ...row, 名称: `旧${n}号口` }));
    const known = (await judged(old)).plan.outfalls.created.map(
      (one, n) => ({ ...one, id: n + 1, version: 1 }) as Outfall,
    );
    const beside = await judged([...old, ...rows([true, true, true])], known, [straight]);
    expect(doubts(beside.warnings).filter(([, code]) => code === 'coordinate.gcj')).toHaveLength(1);
  });

  it('finds it in a single row whose outfall was known, with or without ends of its reach, and the other way round', async () => {
    const [lon, lat] = along(0.5);
    const [gcjLon, gcjLat] = gcoord.transform([lon, lat], gcoord.WGS84, gcoord.GCJ02);
    const before = (await judged([at([lon, lat])])).plan.outfalls.created[0] as Outfall;
    const known = [{ ...before, id: 7, version: 1 }];
    for (const one of [straight, unmeasured(straight)]) {
      const { warnings } = await judged([at([gcjLon, gcjLat])], known, [one]);
      expect(doubts(warnings)).toEqual([['坐标系', 'coordinate.moved']]);
      expect(warnings.at(-1)?.message).toMatch(/^1 行（第 2 行）.*应是 GCJ-02/);
      const other = await judged([at([lon, lat], { 坐标系: 'GCJ-02' })], known, [one]);
      expect(doubts(other.warnings)).toEqual([['坐标系', 'coordinate.moved']]);
      expect(
        doubts((await judged([at([gcjLon, gcjLat], { 坐标系: 'GCJ-02' })], known, [one])).warnings),
      ).toEqual([]);
    }
  });

  it('takes a row with a fault for none that is absent', async () => {
    const { errors, warnings } = await judged([soundOutfall({ 所属镇: '某镇' })], [await stored()]);
    expect(brief(errors)).toEqual([['所属镇', 'outfall.town']]);
    expect(doubts(warnings)).toEqual([]);
  });

  it('takes a reach to bend as far as its length lets it', async () => {
    const [lon, lat] = along(0.5);
    const winding = { ...straight, lengthM: 12_000 };
    expect(doubts((await judged([at([lon + 0.03, lat])], [], [winding])).warnings)).toEqual([]);
  });

  it('finds GCJ-02 that is said to be WGS84 by what the whole sheet does', async () => {
    const shifted = Array.from({ length: 12 }, (_, n) => {
      const [lon, lat] = along(n / 12);
      return at(gcoord.transform([lon, lat], gcoord.WGS84, gcoord.GCJ02), { 名称: `第${n}号口` });
    });
    const said = await judged(shifted, [], [straight]);
    expect(doubts(said.warnings)).toEqual([['坐标系', 'coordinate.gcj']]);
    const named = await judged(
      shifted.map((row) => ({ ...row, 坐标系: 'GCJ-02' })),
      [],
      [straight],
    );
    expect(doubts(named.warnings)).toEqual([]);
    expect(named.plan.outfalls.created[6]?.lonE6).toBeCloseTo(111_235_000, -2);
  });

  it('tells two rows that may be one outfall, and not those that are told apart by their number', async () => {
    const { errors, warnings } = await judged([
      soundOutfall({ 名称: '运城市新绛县龙兴镇桥西50米城镇雨洪排口' }),
      soundOutfall({ 名称: '龙兴镇桥西55米雨洪排口', 经度: 111.22045 }),
      soundOutfall({ 名称: '龙兴镇东关1号雨洪排口' }),
      soundOutfall({ 名称: '龙兴镇东关2号雨洪排口' }),
    ]);
    expect(errors).toEqual([]);
    const alike = warnings.filter(({ code }) => code === 'outfall.alike');
    expect(alike.map(({ row }) => row)).toEqual([3]);
    expect(alike[0]?.message).toMatch(/^和第 2 行“.*”相距约 5 米、名称相近/);
  });

  it('tells a new row that may be an outfall of the system under another name, and no pair that is there already', async () => {
    const known = await stored({ 名称: '龙兴镇桥西雨洪排口' });
    const fresh = await judged([soundOutfall({ 名称: '桥西城镇雨洪排口' })], [known]);
    expect(doubts(fresh.warnings)).toContainEqual(['名称', 'outfall.alike']);
    const other = { ...known, id: 8, internalCode: 'XJ-100-0009', name: '龙兴镇桥西城镇雨洪排口' };
    const both = [known, other].map(({ internalCode, name }) =>
      soundOutfall({ 内部编号: internalCode, 名称: name }),
    );
    expect(doubts((await judged(both, [known, other])).warnings)).toEqual([]);
  });

  it('takes an enterprise that is spelled three ways for one, and says so once', async () => {
    const owned = (名称: string, 责任主体: string, 统一社会信用代码: string | null = null) =>
      soundOutfall({ 名称, 责任主体, 责任主体类型: '企业', 统一社会信用代码 });
    const code = '91140825MA0K000K0T';
    const { errors, warnings } = await judged([
      owned('甲口', '样例（新绛）焦化有限公司', code),
      owned('乙口', '样例(新绛) 焦化有限责任公司'),
      owned('丙口', '样例焦化', code),
      owned('丁口', '另一家公司'),
    ]);
    expect(errors).toEqual([]);
    const told = warnings.filter(({ code: kind }) => kind === 'outfall.ownerSpelling');
    expect(told).toHaveLength(1);
    expect(told[0]?.message).toContain('写成了3种');
    expect(told[0]?.row).toBe(3);
  });

  it('reads days as text, as Excel’s number and as a month', async () => {
    const { errors, plan } = await judged([
      soundOutfall({ 名称: '甲口', 整治期限: '2027/6/30' }),
      soundOutfall({ 名称: '乙口', 整治期限: 46_568 }),
      soundOutfall({ 名称: '丙口', 整治期限: '２０２７年６月底前' }),
      soundOutfall({ 名称: '丁口', 整治期限: '20270630' }),
    ]);
    expect(errors).toEqual([]);
    expect(plan.outfalls.created.map(({ remedyDueDay }) => remedyDueDay)).toEqual([
      '2027-06-30',
      '2027-06-30',
      '2027-06-30',
      '2027-06-30',
    ]);
  });

  it('refuses a row without a name with one by the pattern', async () => {
    const { errors, warnings } = await judged([
      soundOutfall({ 名称: null, 行政村: '第一村', 地址: '桥西50米' }),
    ]);
    expect(brief(errors)).toEqual([['名称', 'cell.required']]);
    expect(warnings.find(({ code }) => code === 'outfall.nameProposal')?.value).toBe(
      '运城市新绛县龙兴镇第一村桥西50米城镇雨洪排口',
    );
  });

  it('of an older table, without the newer columns, changes only what it has', async () => {
    const known = await stored({ 地址: '桥西头', 存在问题: '没有标识牌', 年度方案: 2026 });
    const { tables, findings } = await readBook(
      await olderBook([soundOutfall({ 标识牌: '有' })]),
      LEDGER_BOOK,
    );
    if (!tables) throw new Error('not readable');
    const older = { units: UNITS, reaches: REACHES, outfalls: [known], zones: [] };
    const { outfalls } = planLedger(tables, older, TODAY, findings);
    expect(findings.report(true, { created: 0, updated: 0, unchanged: 0 }).errors).toEqual([]);
    expect(outfalls.updated).toMatchObject([{ set: { sign: '有' }, was: { sign: null } }]);
  });

  it('of 80,000 rows is refused by its size, before anything is planned', async () => {
    const rows = Array.from({ length: 80_000 }, (_, n) => [`第${n}号口`]);
    const huge = await writeBook([{ name: '台账', columns: [{ heading: '名称' }], rows }]);
    const { tables, findings } = await readBook(huge, LEDGER_BOOK);
    expect(tables).toBeNull();
    const { errors } = findings.report(true, { created: 0, updated: 0, unchanged: 0 });
    expect(errors).toHaveLength(1);
    expect(errors[0]?.message).toContain('20000');
  }, 60_000);
});
