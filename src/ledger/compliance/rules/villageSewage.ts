import { groupBy } from '../../../core/groupBy';
import { found, type Judged, type Ledger, missing, type Rule, type Verdict } from '../rule';
import { leaves, townGovernment } from '../words';

const SCATTERED = '农村生活污水散排口';
const FACILITY = '农村污水处理设施排污口';

function judgeVillage(rows: readonly Judged[], ledger: Ledger): Verdict[] {
  const [first] = rows;
  const line = ledger.limits.villageSewageM3;
  const unknown = rows.filter(({ dailyVolumeL }) => dailyVolumeL === null);
  const litres = rows.reduce((sum, { dailyVolumeL }) => sum + (dailyVolumeL ?? 0), 0);
  if (!first) return [];
  if (litres >= line * 1_000) {
    const staying = rows.filter((row) => !leaves(row));
    const facilities = staying.filter(({ class2 }) => class2 === FACILITY);
    if (facilities.length === staying.length && staying.length <= 1) return [];
    const says = `${first.village}日排污水 ${litres / 1_000} 立方米，达到 ${line}，还有 ${staying.length} 个口`;
    const remedy = '建集中处理设施和管网，统一设一个口';
    return [found(staying, says, remedy, townGovernment(first, ledger))];
  }
  // With a volume unknown the village may be on either side of the line.
  if (unknown.length > 0) return unknown.map((row) => missing(row, 'dailyVolumeL'));
  return rows.flatMap((row): Verdict[] => {
    if (row.class2 !== SCATTERED || row.remedyType !== '无需整治') return [];
    const says = `村庄日排污水不到 ${line} 立方米，散排口定了无需整治`;
    return [found(row, says, '罐车收集转运，或建小型处理设施', townGovernment(row, ledger))];
  });
}

/** A village's sewage: from the line on a facility and one outfall, below it tanker or treatment. */
export const villageSewage: Rule = {
  id: 'villageSewage',
  clause: '（五）',
  name: '村庄污水',
  judge: (ledger) => {
    // Where the town's sewers reach it is 住建局's to merge.
    const rural = ledger.outfalls.filter(
      ({ class2, sewerCovered }) => (class2 === SCATTERED || class2 === FACILITY) && sewerCovered !== true,
    );
    const nowhere = rural.filter(({ village }) => village === null);
    const villages = groupBy(
      rural.filter(({ village }) => village !== null),
      ({ townId, village }) => `${townId}:${village}`,
    );
    return [
      ...nowhere.map((outfall) => missing(outfall, 'village')),
      ...[...villages.values()].flatMap((rows) => judgeVillage(rows, ledger)),
    ];
  },
};
