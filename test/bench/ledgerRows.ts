import { Reach, Unit } from '../../entities';
import type { Database } from '../../src/core/database';
import { writeBook } from '../../src/core/workbook';
import { LEDGER_BOOK, OUTFALL_CLASSES } from '../../src/ledger';
import { type Row, sheet } from '../fixtures/sheets';

/* The county of the ledger's benches: its towns and reaches, and a ledger of any length for them. */

const TOWNS = 10;
const REACHES = 200;

/** Towns and reaches; no outfall yet. */
export async function seed(db: Database): Promise<void> {
  const towns = Array.from({ length: TOWNS }, (_, n) => n);
  await db.transaction(async (tx) => {
    const { firstId } = await tx.insert(
      Unit,
      towns.map((n) => ({
        code: `14082510${n}`,
        name: `第${n}镇`,
        type: '镇' as const,
        divisionCode: `14082510${n}`,
      })),
    );
    await tx.insert(
      Reach,
      Array.from({ length: REACHES }, (_, n) => ({
        code: `B${n}`,
        river: '汾河',
        name: `第${n}段`,
        townId: firstId + (n % TOWNS),
        lengthM: 3_000,
        startLonE6: 111_050_000 + n * 1_000,
        startLatE6: 35_600_000,
        endLonE6: 111_070_000 + n * 1_000,
        endLatE6: 35_610_000,
      })),
    );
  });
}

const CLASSES = OUTFALL_CLASSES.flatMap(({ name, classes }) =>
  classes.map((one) => [name, one.name] as const),
);
const some = <T>(values: readonly T[], n: number): T => values[n % values.length] as T;

/** Outfalls of every class and state, half of their cells filled. */
export function rowsOf(count: number, from = 0): Row[] {
  return Array.from({ length: count }, (_, at) => {
    const n = from + at;
    const reach = n % REACHES;
    const [class1, class2] = some(CLASSES, n);
    return {
      名称: `运城市新绛县第${reach % TOWNS}镇第${n}村桥西${n % 90}米${n}号${class2}`,
      所属镇: `第${reach % TOWNS}镇`,
      行政村: `第${n % 300}村`,
      河流: '汾河',
      河段编号: `B${reach}`,
      经度: 111.055 + reach * 0.001 + (n % 50) * 0.0002,
      纬度: 35.602 + (n % 60) * 0.0001,
      坐标系: some(['WGS84', 'GCJ-02', null], n),
      一级分类: class1,
      二级分类: class2,
      排水特征: some(['排水', '无水', null], n),
      日排水量m3: n % 900,
      是否在开发区: some(['是', '否', '否', null], n),
      责任主体: `样例公司${n % 4_000}`,
      责任主体类型: some(['企业', '镇政府', '村'], n),
      牵头部门: '县住建局',
      审批登记: some(['已审批', '已登记', '未登记', null], n),
      是否重点: some(['是', '否'], n),
      监测频次: some(['每季度', '每年', null], n),
      在线视频: some(['有', '无', null], n),
      闸阀: some(['有', '无', null], n),
      管网覆盖: some(['是', '否', null], n),
      采样点: some(['有', '无'], n),
      档案: some(['有', '无'], n),
      是否保留: some(['是', '否'], n),
      标识牌: some(['有', '无', '破损'], n),
      溯源状态: some(['已溯源', '溯源中', '未溯源'], n),
      整治类型: some(['规范整治', '清理合并', '依法取缔', '无需整治'], n),
      整治措施: '设标识牌和采样点',
      整治期限: '2027-06-30',
      整治阶段: some(['整治中', '未整治'], n),
    };
  });
}

export const bookOf = (rows: Row[]): Promise<Buffer> => writeBook([sheet(LEDGER_BOOK.outfalls, rows)]);
