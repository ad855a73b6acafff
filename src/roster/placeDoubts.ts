import type { Reach } from '../../entities';
import { distanceM, distanceToLineM, type Position } from '../core/distance';
import { type Findings, type Place, toGcj, toPosition } from '../core/workbook';

/*
 * Whether something can lie where a workbook says, from what the roster knows of its reach (where it begins and ends
 * and how long it is; of one whose ends are not known, the reach above it) and from where it lay before. Doubts only.
 */

/** What lies on the bank is off the line, and the ends of a reach are seldom measured: so far from it is no wonder. */
const BANK_M = 500;
/** How much longer than the straight line between its ends a reach is taken to be whose length is not known. */
const WINDING = 1.5;
/** Rows that must speak for it, and metres off on average, before a sheet is taken to be in GCJ-02. */
const FEW = 3;
const OFF_M = 200;
/** From so many rows on their average is enough; of fewer every one has to fit. */
const MANY = 10;
/** GCJ-02 lies some 550 m beside WGS84 here: so near to where it lay before is the same place, so far another. */
const SAME_M = 60;
const MOVED_M = 300;
const SHOWN = 3;

/** One row: something at a reach. */
export interface Placed extends Position {
  row: number;
  reachId: number;
  sourceCrs: string | null;
  /** Where it lay until now; null for what is new. */
  was: Position | null;
}
export type PlaceReach = Pick<
  Reach,
  'id' | 'name' | 'parentId' | 'lengthM' | 'startLonE6' | 'startLatE6' | 'endLonE6' | 'endLatE6'
>;
type PlaceOf = (row: number, key: 'lon' | 'crs' | 'reach') => Place;

interface Line {
  name: string;
  from: Position;
  to: Position;
  /** Metres off the straight line at which the reach can still be. */
  within: number;
}

function lineOf({ name, startLonE6, startLatE6, endLonE6, endLatE6, lengthM }: PlaceReach): Line | null {
  if (startLonE6 === null || startLatE6 === null || endLonE6 === null || endLatE6 === null) return null;
  const from = { lonE6: startLonE6, latE6: startLatE6 };
  const to = { lonE6: endLonE6, latE6: endLatE6 };
  const straight = distanceM(from, to);
  // A curve of that length between these ends bends no further.
  const bend = Math.sqrt(Math.max(0, (lengthM ?? straight * WINDING) ** 2 - straight ** 2)) / 2;
  return { name, from, to, within: bend + BANK_M };
}

/** The line of each reach, or of the nearest one above it that has one. */
function linesOf(reaches: readonly PlaceReach[]): (reachId: number) => Line | null {
  const byId = new Map(reaches.map((reach) => [reach.id, { reach, line: lineOf(reach) }]));
  const climb = (id: number | null, above: ReadonlySet<number> = new Set()): Line | null => {
    const found = id === null || above.has(id) ? undefined : byId.get(id);
    return found ? (found.line ?? climb(found.reach.parentId, new Set([...above, found.reach.id]))) : null;
  };
  return (id) => climb(id);
}

const isGcj = ({ sourceCrs }: Placed): boolean => sourceCrs === 'GCJ-02';

/** Where it would be if the coordinates were of the other system than is said. */
function ofOtherSystem(placed: Placed): Position {
  return isGcj(placed) ? toGcj(placed) : toPosition(placed.lonE6 / 1e6, placed.latE6 / 1e6, 'GCJ-02');
}

/**
 * Says what lies far from its reach, when a sheet looks like GCJ-02 said to be WGS84 or the other way round, and at
 * which reaches nothing can be said.
 */
export function tellPlaces(
  placed: readonly Placed[],
  reaches: readonly PlaceReach[],
  placeOf: PlaceOf,
  findings: Findings,
): void {
  const lines = linesOf(reaches);
  const shifts: { typed: number; shifted: number }[] = [];
  for (const one of placed) {
    const line = lines(one.reachId);
    if (!line) continue;
    const off = distanceToLineM(one, line.from, line.to);
    const other = isGcj(one) ? off : distanceToLineM(ofOtherSystem(one), line.from, line.to);
    // What stays where it lay says nothing of how the others were measured.
    const news = one.was === null || distanceM(one, one.was) > 0;
    if (news && !isGcj(one)) shifts.push({ typed: off, shifted: other });
    if (off <= line.within) continue;
    const fits = other <= line.within ? '；按 GCJ-02 换算就对得上，坐标系是不是填错了' : '';
    const message = `离河段“${line.name}”约 ${Math.round(off)} 米，请核对坐标或河段编号${fits}`;
    const shown = `${one.lonE6 / 1e6}, ${one.latE6 / 1e6}`;
    findings.warn(placeOf(one.row, 'lon'), 'coordinate.offReach', message, shown);
  }
  const column = wholeColumn(placeOf, 'crs');
  if (!tellMoved(placed, column, findings)) tellSheet(shifts, column, findings);
  tellUnknown(
    placed.filter(({ reachId, was }) => !lines(reachId) && was === null),
    reaches,
    wholeColumn(placeOf, 'reach'),
    findings,
  );
}

function wholeColumn(placeOf: PlaceOf, key: 'crs' | 'reach'): Place {
  const { sheet, column } = placeOf(1, key);
  return { ...(sheet !== undefined && { sheet }), ...(column !== undefined && { column }) };
}

function tellSheet(
  shifts: readonly { typed: number; shifted: number }[],
  place: Place,
  findings: Findings,
): void {
  const rows = shifts.length;
  const average = (key: 'typed' | 'shifted') => shifts.reduce((sum, one) => sum + one[key], 0) / rows;
  if (rows < FEW || average('typed') < OFF_M || average('shifted') * 2 > average('typed')) return;
  if (rows < MANY && shifts.some(({ typed, shifted }) => shifted * 2 > typed)) return;
  const [typed, shifted] = [Math.round(average('typed')), Math.round(average('shifted'))];
  const message = `${rows} 行的坐标平均离河 ${typed} 米，按 GCJ-02 换算只有 ${shifted} 米：像是高德、腾讯地图的坐标，请核对“坐标系”`;
  findings.warn(place, 'coordinate.gcj', message);
}

/** What moved by just what lies between the two systems has not moved. */
function tellMoved(placed: readonly Placed[], place: Place, findings: Findings): boolean {
  const moved = placed.filter(
    (one) =>
      one.was !== null &&
      distanceM(one, one.was) > MOVED_M &&
      distanceM(ofOtherSystem(one), one.was) <= SAME_M,
  );
  if (moved.length === 0) return false;
  const where = `第 ${moved
    .slice(0, SHOWN)
    .map(({ row }) => row)
    .join('、')} 行${moved.length > SHOWN ? '等' : ''}`;
  const right = moved.some(isGcj) ? '' : '，应是 GCJ-02（高德、腾讯地图）';
  const message = `${moved.length} 行（${where}）和系统里的位置正好差出两种坐标系的距离：“坐标系”像是填错了${right}，请核对`;
  findings.warn(place, 'coordinate.moved', message);
  return true;
}

function tellUnknown(
  placed: readonly Placed[],
  reaches: readonly PlaceReach[],
  place: Place,
  findings: Findings,
): void {
  const ids = new Set(placed.map(({ reachId }) => reachId));
  if (ids.size === 0) return;
  const names = reaches.flatMap(({ id, name }) => (ids.has(id) ? [`“${name}”`] : []));
  const which =
    names.length > SHOWN ? `${names.slice(0, SHOWN).join('')}等 ${names.length} 段` : names.join('');
  const message = `花名册里没有河段${which}的起止点坐标，${placed.length} 行的位置没法核对`;
  findings.warn(place, 'coordinate.unknown', message);
}
