import { type Outfall, Reach, SettingApplication, Unit } from '../../entities';
import type { Reader } from '../core/database';
import { dayInWords } from '../core/days';
import { countyTypeOf, LEDGER_BOOK } from '../ledger';
import { readZones } from '../zones';

/** What is known of one outfall on a day, a line a fact; what is 待补 is left out. */
export async function outfallFacts(
  reader: Reader,
  outfall: Outfall,
  today: string,
): Promise<{ what: string; value: string }[]> {
  const [town, reach, zones, applications] = await Promise.all([
    reader.findOne(Unit, { id: outfall.townId }),
    reader.findOne(Reach, { id: outfall.reachId }),
    readZones(reader, today),
    reader.find(SettingApplication, { outfallId: outfall.id, endedAt: null }),
  ]);
  const { class1, class2, class3, owner, ownerType, remedyDueDay, dailyVolumeL, lonE6, latE6 } = outfall;
  const lines: [string, string | null | undefined][] = [
    ['编号', [outfall.internalCode, outfall.nationalCode, outfall.localCode].filter(Boolean).join('，')],
    [
      '位置',
      [town?.name, outfall.village, outfall.address, reach && `${reach.river} · ${reach.name}`]
        .filter(Boolean)
        .join('，'),
    ],
    ['坐标', `东经${lonE6 / 1e6}，北纬${latE6 / 1e6}`],
    ['类别', [...new Set([class1, class2, class3])].filter(Boolean).join(' · ')],
    ['五种类型', countyTypeOf(outfall)],
    [
      '排水',
      [outfall.flowTrait, dailyVolumeL !== null && `每天${dailyVolumeL / 1_000}方`]
        .filter(Boolean)
        .join('，'),
    ],
    ['异常', outfall.abnormal],
    ['责任主体', owner ? `${owner}（${ownerType}）` : ownerType],
    ['牵头部门', outfall.leadDepartment],
    ['溯源', outfall.townBackstop ? `${outfall.tracing}，属地兜底` : outfall.tracing],
    [
      '审批登记',
      [outfall.approval, applications.length > 0 ? '设置申请正在办' : null].filter(Boolean).join('，'),
    ],
    [
      '区划',
      zones
        .at(outfall)
        .map(({ name, control }) => `${name}（${control}）`)
        .join('、'),
    ],
    ['存在问题', outfall.remedyProblem],
    ['整治', [outfall.remedyType, outfall.remedyStage, outfall.remedyMeasure].filter(Boolean).join('，')],
    ['整治期限', remedyDueDay && `${remedyDueDay.slice(0, 4)}年${dayInWords(remedyDueDay)}`],
    ['标识牌', outfall.sign],
    ['重点', outfall.isKey ? '是' : null],
  ];
  return lines.flatMap(([what, value]) => (value ? [{ what, value }] : []));
}

/** How many cells of the ledger are 待补: an empty one that says nothing by being empty. */
export function pendingCells(outfall: Outfall): number {
  return Object.entries(LEDGER_BOOK.outfalls.columns).filter(
    ([key, column]) => key in outfall && !column.blankIsAnswer && outfall[key as keyof Outfall] === null,
  ).length;
}
