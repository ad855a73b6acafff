import type { Outfall } from '../../entities';
import type { Findings, Place } from '../core/workbook';
import { strictest, type Zones, zoneWords } from '../zones';
import type { PlannedOutfall } from './plannedOutfall';

/** What a row does to an outfall, in the words of 部令第35号; null when it sets nothing. */
function settingOf({ record }: PlannedOutfall, known: Outfall | undefined): string | null {
  if (!known) return '台账里新增';
  if (record.reachId !== known.reachId || record.lonE6 !== known.lonE6 || record.latE6 !== known.latE6) {
    return '改了位置';
  }
  const { dailyVolumeL } = record;
  return dailyVolumeL !== null && known.dailyVolumeL !== null && dailyVolumeL > known.dailyVolumeL
    ? '排水量变大'
    : null;
}

/**
 * Says which rows enter, move or enlarge an outfall where a zone refuses or limits them (clause （七）). Doubts only:
 * what is there stands in the ledger, lawful or not.
 */
export function tellZones(
  planned: readonly PlannedOutfall[],
  known: ReadonlyMap<PlannedOutfall, Outfall>,
  zones: Zones,
  placeOf: (row: number, key: 'lon') => Place,
  findings: Findings,
): void {
  for (const row of planned) {
    const what = settingOf(row, known.get(row));
    if (what === null) continue;
    const { control, zones: of } = strictest(zones.at(row.record));
    if (control === null) continue;
    const message = `${what}，${of.map(zoneWords).join('；')}`;
    const code = control === '禁止' ? 'outfall.zoneForbidden' : 'outfall.zoneRestricted';
    findings.warn(placeOf(row.row, 'lon'), code, message, row.record.name);
  }
}
