import 'reflect-metadata';
import readXlsxFile from 'read-excel-file/node';
import type { DataSource } from 'typeorm';
import { AuditEntry, HistoryEntry, Outfall, Reach, Unit } from '../../entities';
import { Database } from '../../src/core/database';
import { writeBook } from '../../src/core/workbook';
import { findOutfalls, importLedger, LEDGER_BOOK, OUTFALL_CLASSES, readCheck } from '../../src/ledger';
import { testPolicy } from '../factories';
import { type Row, sheet } from '../fixtures/sheets';
import { BENCH_BACKENDS, benchDatabase } from './backends';
import { type Finding, median, timed } from './report';

/*
 * The ledger of a large county.
 *
 * import      10,000 outfalls with all checks, against the bare reading of the workbook by the library and the bare
 *             multi-row insert of the very rows that ours wrote.
 * compliance  21 rules over 20,000 outfalls, against one SQL pass that counts what the same rules count row by row.
 * list        a name or a code among 20,000, for the whole county and for one town.
 */

const TOWNS = 10;
const REACHES = 200;
const IMPORTED = 10_000;
const STORED = 20_000;
const ROUNDS = 3;
const AT = new Date('2026-11-25T01:00:00Z');

async function seed(db: Database): Promise<void> {
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
function rowsOf(count: number, from = 0): Row[] {
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

const bookOf = (rows: Row[]): Promise<Buffer> => writeBook([sheet(LEDGER_BOOK.outfalls, rows)]);

/** Multi-row inserts of the same rows through the driver itself. */
async function bareInsert(from: Database, into: DataSource): Promise<number> {
  const tables: { table: string; columns: string[]; rows: unknown[][] }[] = [];
  for (const entity of [Outfall, HistoryEntry, AuditEntry]) {
    const table = from.source.getMetadata(entity).tableName;
    const rows = await from.read.query<Record<string, unknown>>(`SELECT * FROM ${table}`);
    const columns = Object.keys(rows[0] ?? {}).filter((name) => name !== 'id');
    tables.push({ table, columns, rows: rows.map((row) => columns.map((name) => row[name])) });
  }
  const runner = into.createQueryRunner();
  const took = await timed(async () => {
    for (const { table, columns, rows } of tables) {
      for (let at = 0; at < rows.length; at += 500) {
        const part = rows.slice(at, at + 500);
        const tuple = `(${columns.map(() => '?').join(', ')})`;
        const text = `INSERT INTO ${table} (${columns.join(', ')}) VALUES ${part.map(() => tuple).join(', ')}`;
        await runner.query(text, part.flat());
      }
    }
  });
  await runner.release();
  return took;
}

const brought = async (db: Database, bytes: Buffer): Promise<void> => {
  const { created, errors } = await importLedger({ db }, bytes, { dryRun: false, actor: 'cli', at: AT });
  if (errors.length > 0 || created === 0) throw new Error(`not imported: ${JSON.stringify(errors[0])}`);
};

async function importRound(backend: 'sqlite' | 'mariadb', bytes: Buffer) {
  const [mine, raw] = [await benchDatabase(backend), await benchDatabase(backend)];
  const [db, bare] = [await Database.open({ url: mine.url }), await Database.open({ url: raw.url })];
  try {
    for (const one of [db, bare]) {
      await one.migrate();
      await seed(one);
    }
    const reading = await timed(() => readXlsxFile(bytes));
    const ours = await timed(() => brought(db, bytes));
    const inserting = await bareInsert(db, bare.source);
    return { ours, bare: reading + inserting, flags: mine.flags };
  } finally {
    for (const one of [db, bare]) await one.close();
    for (const one of [mine, raw]) await one.drop();
  }
}

/** What the rules that look at one outfall after another count, in one pass, and the groups that two of them make. */
const PASS = [
  `SELECT COUNT(*) AS n,
    SUM(tracing IN ('未溯源', '溯源中')) AS traced,
    SUM((tracing = '无法溯源' AND ownerType <> '镇政府') OR (tracing = '已溯源' AND (ownerType = '不明' OR owner IS NULL))) AS owned,
    SUM(remedyType IS NULL OR remedyMeasure IS NULL OR remedyDueDay IS NULL OR leadDepartment IS NULL) AS measured,
    SUM(remedyDueDay < '2026-11-25' AND remedyStage <> '完成整治' AND remedyType <> '无需整治') AS inTime,
    SUM(retained AND remedyType IN ('依法取缔', '清理合并')) AS keptList,
    SUM(class2 IN ('城镇生活污水散排口', '农村生活污水散排口') AND sewerCovered AND remedyType NOT IN ('依法取缔', '清理合并')) AS townSewage,
    SUM(class2 = '城镇雨洪排口' AND flowTrait = '排水') AS dryFlow,
    SUM((class2 = '工矿企业雨洪排口' OR isPlantOverflow) AND video <> '有') AS video,
    SUM((class2 = '工矿企业雨洪排口' OR isPlantOverflow) AND gate <> '有') AS gate,
    SUM(gate = '有' AND NOT gateFiled) AS gateFiled,
    SUM(class2 = '工矿企业排污口' AND inZone) AS zoneIndustry,
    SUM(sharedWith IS NOT NULL AND permitNo IS NULL) AS sharing,
    SUM(retained AND sign <> '有') AS sign,
    SUM(retained AND archive <> '有') AS archive,
    SUM(retained AND samplingPoint <> '有') AS samplingPoint,
    SUM(approval NOT IN ('已审批', '已登记')) AS approval,
    SUM(isKey AND monitorFrequency = '每年') AS keyMonitoring
   FROM outfall`,
  `SELECT owner, class2, COUNT(*) AS n FROM outfall
    WHERE class2 IN ('工矿企业排污口', '工矿企业雨洪排口') AND NOT inZone GROUP BY owner, class2 HAVING COUNT(*) > 1`,
  `SELECT townId, village, SUM(dailyVolumeL) AS litres, COUNT(*) AS n FROM outfall
    WHERE class2 IN ('农村生活污水散排口', '农村污水处理设施排污口') GROUP BY townId, village`,
];

async function overStored(backend: 'sqlite' | 'mariadb', books: Buffer[]): Promise<Finding[]> {
  const mine = await benchDatabase(backend);
  const db = await Database.open({ url: mine.url });
  try {
    await db.migrate();
    await seed(db);
    for (const bytes of books) await brought(db, bytes);
    const policy = testPolicy();
    const [passes, checks]: [number[], number[]] = [[], []];
    let findings = 0;
    for (let n = 0; n <= ROUNDS; n += 1) {
      const pass = await timed(async () => {
        for (const sql of PASS) await db.read.query(sql);
      });
      const check = await timed(async () => {
        findings = (await readCheck(db.read, { policy, at: AT })).findings.length;
      });
      // The first of each warms up.
      if (n === 0) continue;
      passes.push(pass);
      checks.push(check);
    }
    const towns = (await db.read.find(Unit)).map(({ id }) => id);
    const asked: Record<string, () => Promise<unknown>> = {
      byCode: () => findOutfalls(db.read, 'xj-103-0100', 'all'),
      byWords: () => findOutfalls(db.read, '第123村', 'all'),
      inTown: () => findOutfalls(db.read, '桥西', { townIds: towns.slice(0, 1), reachIds: [] }),
    };
    const listed: Record<string, number> = {};
    for (const [name, ask] of Object.entries(asked)) {
      await ask();
      const took: number[] = [];
      for (let n = 0; n < ROUNDS; n += 1) took.push(await timed(ask));
      listed[name] = Math.round(median(took));
    }
    const [passMs, checkMs] = [median(passes), median(checks)];
    const common = { bench: 'ledger', backend, better: 'lower' as const };
    const flags = mine.flags;
    return [
      {
        ...common,
        bench: 'ledger.compliance',
        ratio: checkMs / passMs,
        floor: 5,
        detail: {
          flags,
          outfalls: STORED,
          findings,
          passMs: Math.round(passMs),
          oursMs: Math.round(checkMs),
        },
      },
      {
        ...common,
        bench: 'ledger.list',
        // In units of the 100 ms that it may take.
        ratio: Math.max(...Object.values(listed)) / 100,
        floor: 1,
        detail: { flags, outfalls: STORED, ...listed },
      },
    ];
  } finally {
    await db.close();
    await mine.drop();
  }
}

export async function ledger(): Promise<Finding[]> {
  const bytes = await bookOf(rowsOf(IMPORTED));
  const second = await bookOf(rowsOf(STORED - IMPORTED, IMPORTED));
  const findings: Finding[] = [];
  for (const backend of BENCH_BACKENDS) {
    const rounds: Awaited<ReturnType<typeof importRound>>[] = [];
    for (let n = 0; n < ROUNDS; n += 1) rounds.push(await importRound(backend, bytes));
    findings.push({
      bench: 'ledger.import',
      backend,
      ratio: median(rounds.map(({ ours, bare }) => ours / bare)),
      floor: 10,
      better: 'lower',
      detail: {
        flags: rounds[0]?.flags ?? '',
        outfalls: IMPORTED,
        bareMs: Math.round(median(rounds.map(({ bare }) => bare))),
        oursMs: Math.round(median(rounds.map(({ ours }) => ours))),
        rssMb: Math.round(process.memoryUsage().rss / 2 ** 20),
      },
    });
    findings.push(...(await overStored(backend, [bytes, second])));
  }
  return findings;
}
