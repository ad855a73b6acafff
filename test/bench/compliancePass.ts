import type { Reader } from '../../src/core/database';
import { type Check, LEDGER_BOOK, OUTFALL_CLASSES, tally } from '../../src/ledger';

/*
 * What a check of the ledger is measured against: one SQL pass that counts the same findings and the same 待补 over the
 * same rows, and the groups by enterprise and village. It gives numbers alone, where ours names each row and says what
 * puts it right; of what ours counts it leaves out the fish farms that lie together, which SQL has no words for.
 */

const LEAVES = "COALESCE(remedyType, '') IN ('依法取缔', '清理合并')";
const GONE = `${LEAVES} AND COALESCE(remedyStage, '') = '完成整治'`;
const STAYS = `NOT ${LEAVES}`;
const WATCHED = "(class2 = '工矿企业雨洪排口' OR COALESCE(isPlantOverflow, 0) = 1)";
const SCATTERED = "class2 IN ('城镇生活污水散排口', '农村生活污水散排口')";
const ENTERPRISE = "class2 IN ('工矿企业排污口', '工矿企业雨洪排口')";
const RURAL = "class2 IN ('农村生活污水散排口', '农村污水处理设施排污口') AND COALESCE(sewerCovered, 0) = 0";
const KEPT = `COALESCE(retained, 0) = 1 AND ${STAYS}`;
const PLANNED = "remedyType <> '无需整治' AND COALESCE(remedyStage, '') <> '完成整治'";
const APPROVED = '工矿企业排污口 工业及其他各类园区污水处理厂排污口 城镇污水处理厂排污口'
  .split(' ')
  .map((name) => `'${name}'`)
  .join();
const CLASSED = OUTFALL_CLASSES.map(
  ({ name, classes }) =>
    `(class1 = '${name}' AND class2 IN (${classes.map((one) => `'${one.name}'`).join()}))`,
).join(' OR ');

const FINDINGS: Record<string, string> = {
  traced: "tracing IN ('未溯源', '溯源中')",
  owned: "(tracing = '无法溯源' AND ownerType <> '镇政府') OR (tracing = '已溯源' AND ownerType = '不明')",
  classed: `NOT (${CLASSED})`,
  inTime:
    "remedyDueDay < '2026-11-25' AND remedyStage <> '完成整治' AND COALESCE(remedyType, '') <> '无需整治'",
  keptList: `retained AND ${LEAVES}`,
  townSewage: `${SCATTERED} AND sewerCovered AND (${STAYS} OR leadDepartment NOT LIKE '%县住建局')`,
  dryFlow: "class2 = '城镇雨洪排口' AND flowTrait = '排水'",
  video: `${WATCHED} AND video <> '有'`,
  gate: `${WATCHED} AND gate <> '有'`,
  gateFiled: `${WATCHED} AND gate = '有' AND NOT gateFiled`,
  zoneIndustry: `class2 = '工矿企业排污口' AND ${STAYS} AND inZone`,
  sign: `${KEPT} AND sign <> '有'`,
  archive: `${KEPT} AND archive <> '有'`,
  samplingPoint: `${KEPT} AND samplingPoint <> '有'`,
  approval: `${STAYS} AND approval <> '已审批' AND (approval <> '已登记' OR class2 IN (${APPROVED}))`,
  keyMonitoring: "isKey AND monitorFrequency IN ('每年', '每半年')",
};

const MISSING: Record<string, string> = {
  remedyStage: "COALESCE(remedyType, '') <> '无需整治' AND remedyStage IS NULL",
  remedyType: 'remedyType IS NULL',
  remedyMeasure: `${PLANNED} AND remedyMeasure IS NULL`,
  remedyDueDay: `${PLANNED} AND remedyDueDay IS NULL`,
  leadDepartment: `leadDepartment IS NULL AND ((${PLANNED}) OR (${SCATTERED} AND sewerCovered AND ${LEAVES}))`,
  retained: 'retained IS NULL',
  sewerCovered: `${SCATTERED} AND sewerCovered IS NULL`,
  flowTrait: "class2 = '城镇雨洪排口' AND flowTrait IS NULL",
  video: `${WATCHED} AND video IS NULL`,
  gate: `${WATCHED} AND gate IS NULL`,
  gateFiled: `${WATCHED} AND gate = '有' AND gateFiled IS NULL`,
  inZone: `${ENTERPRISE} AND ${STAYS} AND inZone IS NULL`,
  owner: `owner IS NULL AND ((tracing = '已溯源' AND ownerType <> '不明')
            OR (${ENTERPRISE} AND ${STAYS} AND NOT inZone AND creditCode IS NULL))`,
  village: `${RURAL} AND village IS NULL`,
  permitNo: 'sharedWith IS NOT NULL AND permitNo IS NULL',
  sign: `${KEPT} AND sign IS NULL`,
  archive: `${KEPT} AND archive IS NULL`,
  samplingPoint: `${KEPT} AND samplingPoint IS NULL`,
  approval: `${STAYS} AND approval IS NULL`,
  isKey: 'isKey IS NULL',
  monitorFrequency: 'isKey AND monitorFrequency IS NULL',
};

const sums = (of: Record<string, string>, prefix: string): string =>
  Object.entries(of)
    .map(([name, condition]) => `SUM(CASE WHEN ${condition} THEN 1 ELSE 0 END) AS ${prefix}${name}`)
    .join(',\n');

const COUNTS = `SELECT ${sums(FINDINGS, 'found_')}, ${sums(MISSING, 'lacks_')} FROM outfall WHERE NOT (${GONE})`;
const ENTERPRISES = `SELECT owner, class2, COUNT(*) AS n FROM outfall
  WHERE NOT (${GONE}) AND ${ENTERPRISE} AND ${STAYS} AND NOT inZone AND owner IS NOT NULL
  GROUP BY owner, class2 HAVING COUNT(*) > 1`;
const VILLAGES = `SELECT townId, village, SUM(dailyVolumeL) AS litres, COUNT(*) AS n,
    SUM(CASE WHEN dailyVolumeL IS NULL THEN 1 ELSE 0 END) AS unknownVolumes
  FROM outfall WHERE NOT (${GONE}) AND ${RURAL} AND village IS NOT NULL GROUP BY townId, village`;

export interface Counted {
  counts: Record<string, unknown>;
  enterprises: number;
}

export async function countedBySql(reader: Reader): Promise<Counted> {
  const [counts = {}] = await reader.query<Record<string, unknown>>(COUNTS);
  const enterprises = await reader.query(ENTERPRISES);
  await reader.query(VILLAGES);
  return { counts, enterprises: enterprises.length };
}

/** @throws when the two do not count the same: then they must not be compared */
export function mustAgree({ counts, enterprises }: Counted, check: Check): void {
  const ours: Record<string, number> = {};
  for (const { rule, open, waived } of tally(check)) ours[`found_${rule}`] = open + waived;
  const lacking = new Map(check.missing.map(({ heading, outfalls }) => [heading, outfalls]));
  for (const [key, { heading }] of Object.entries(LEDGER_BOOK.outfalls.columns)) {
    ours[`lacks_${key}`] = lacking.get(heading) ?? 0;
  }
  const differing = Object.keys(counts).filter((name) => Number(counts[name]) !== ours[name]);
  if (enterprises !== ours.found_enterpriseOutfalls) differing.push('found_enterpriseOutfalls');
  if (differing.length === 0) return;
  const said = differing.map((name) => `${name}: SQL ${counts[name] ?? enterprises}, ours ${ours[name]}`);
  throw new Error(`the check and the SQL pass count differently: ${said.join('; ')}`);
}
