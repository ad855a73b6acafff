import type { Reach } from '../../entities';
import { distanceM, distanceToLineM, type Position } from '../core/distance';
import { type Findings, type Place, toPosition } from '../core/workbook';
import type { PlannedOutfall } from './plannedOutfall';

/*
 * Whether an outfall can lie where the ledger says, from what the roster knows of its reach: where it begins and ends
 * and how long it is. Doubts only; a reach whose ends are not known gives none.
 */

/** An outfall lies on the bank, and the ends of a reach are seldom measured: so far from the line is no wonder. */
const BANK_M = 500;
/** How much longer than the straight line between its ends a reach is taken to be whose length is not known. */
const WINDING = 1.5;
/** Rows that must speak for it, and metres off on average, before a whole sheet is taken to be in GCJ-02. */
const FEW = 10;
const OFF_M = 200;

interface Line {
  from: Position;
  to: Position;
  /** Metres off the straight line at which the reach can still be. */
  within: number;
}

function lineOf({ startLonE6, startLatE6, endLonE6, endLatE6, lengthM }: Reach): Line | null {
  if (startLonE6 === null || startLatE6 === null || endLonE6 === null || endLatE6 === null) return null;
  const from = { lonE6: startLonE6, latE6: startLatE6 };
  const to = { lonE6: endLonE6, latE6: endLatE6 };
  const straight = distanceM(from, to);
  // A curve of that length between these ends bends no further.
  const bend = Math.sqrt(Math.max(0, (lengthM ?? straight * WINDING) ** 2 - straight ** 2)) / 2;
  return { from, to, within: bend + BANK_M };
}

const metresOff = (place: Position, { from, to }: Line): number => distanceToLineM(place, from, to);

/** What it would be if the degrees were of the map on a phone. */
const asGcj = ({ lonE6, latE6 }: Position): Position => toPosition(lonE6 / 1e6, latE6 / 1e6, 'GCJ-02');

/** Says which outfalls lie far from their reach, and when a whole sheet looks like GCJ-02 said to be WGS84. */
export function tellPlaces(
  planned: readonly PlannedOutfall[],
  reaches: ReadonlyMap<number, Reach>,
  placeOf: (row: number, key: 'lon' | 'crs') => Place,
  findings: Findings,
): void {
  const lines = new Map([...reaches].map(([id, reach]) => [id, lineOf(reach)]));
  let rows = 0;
  let [typed, shifted] = [0, 0];
  for (const { row, record } of planned) {
    const line = lines.get(record.reachId);
    if (!line) continue;
    const off = metresOff(record, line);
    const other = record.sourceCrs === 'GCJ-02' ? off : metresOff(asGcj(record), line);
    if (record.sourceCrs !== 'GCJ-02') {
      rows += 1;
      typed += off;
      shifted += other;
    }
    if (off <= line.within) continue;
    const name = reaches.get(record.reachId)?.name ?? '';
    const fits = other <= line.within ? '；按 GCJ-02 换算就对得上，坐标系是不是填错了' : '';
    const message = `离河段“${name}”约 ${Math.round(off)} 米，请核对坐标或河段编号${fits}`;
    const shown = `${record.lonE6 / 1e6}, ${record.latE6 / 1e6}`;
    findings.warn(placeOf(row, 'lon'), 'coordinate.offReach', message, shown);
  }
  if (rows < FEW || typed / rows < OFF_M || shifted * 2 > typed) return;
  const { sheet, column } = placeOf(1, 'crs');
  const message = `${rows} 行的坐标平均离河 ${Math.round(typed / rows)} 米，按 GCJ-02 换算只有 ${Math.round(shifted / rows)} 米：像是高德、腾讯地图的坐标，请核对“坐标系”`;
  findings.warn({ sheet, column }, 'coordinate.gcj', message);
}
