import type { Outfall } from '../../entities';
import { distanceM, type Position } from '../core/distance';
import type { Findings, Place } from '../core/workbook';
import { likeness } from './likelySame';
import type { PlannedOutfall } from './plannedOutfall';

/*
 * Two rows, one outfall: of one class, some steps apart, and named alike. A doubt to look at, never a fault: two
 * outfalls of one enterprise may well lie side by side.
 */

const NEAR_M = 30;
const ALIKE = 0.5;
/** Millionths of a degree: no side of a square is shorter than `NEAR_M` here. */
const SQUARE_E6 = 400;
/** Of a heap of rows on one spot (the town's hall for all of them, say) only so many are compared. */
const MOST_IN_SQUARE = 20;

/** 1号 and 2号 are two, 50米 and 55米 may be one. */
const numberIn = (name: string): string =>
  name
    .replace(/\d+(?:\.\d+)?米/g, '')
    .replace(/\D+/g, ' ')
    .trim();

interface Named extends Position {
  name: string;
  class2: string;
}

const mayBeOne = (a: Named, b: Named): boolean =>
  a.class2 === b.class2 &&
  numberIn(a.name) === numberIn(b.name) &&
  distanceM(a, b) <= NEAR_M &&
  likeness(a.name, b.name) >= ALIKE;

/** Places by squares, so that each is compared with its neighbours alone. */
class Squares<T> {
  private readonly held = new Map<string, T[]>();

  add({ lonE6, latE6 }: Position, one: T): void {
    const key = `${Math.floor(lonE6 / SQUARE_E6)},${Math.floor(latE6 / SQUARE_E6)}`;
    const there = this.held.get(key);
    if (!there) this.held.set(key, [one]);
    else if (there.length < MOST_IN_SQUARE) there.push(one);
  }

  around({ lonE6, latE6 }: Position): T[] {
    const [x, y] = [Math.floor(lonE6 / SQUARE_E6), Math.floor(latE6 / SQUARE_E6)];
    const steps = [-1, 0, 1];
    return steps.flatMap((dx) => steps.flatMap((dy) => this.held.get(`${x + dx},${y + dy}`) ?? []));
  }
}

/**
 * Says of each new row which earlier row, or which outfall that the sheet does not speak of, it may be.
 *
 * @param isNew whether a row makes a new outfall: what the county has as two is two
 */
export function tellAlike(
  rows: readonly PlannedOutfall[],
  absent: readonly Outfall[],
  isNew: (row: PlannedOutfall) => boolean,
  placeOf: (row: number, key: 'name') => Place,
  findings: Findings,
): void {
  const squares = new Squares<{ row: PlannedOutfall | null; named: Named; shown: string }>();
  for (const outfall of absent) {
    squares.add(outfall, {
      row: null,
      named: outfall,
      shown: `系统里的 ${outfall.internalCode}“${outfall.name}”`,
    });
  }
  for (const row of rows) {
    const { record } = row;
    const other = squares
      .around(record)
      .find((one) => (isNew(row) || (one.row !== null && isNew(one.row))) && mayBeOne(one.named, record));
    if (other) {
      const metres = Math.round(distanceM(other.named, record));
      const message = `和${other.shown}相距约 ${metres} 米、名称相近，是不是同一个口？是就删去一行，不是就不用管`;
      findings.warn(placeOf(row.row, 'name'), 'outfall.alike', message, record.name);
    }
    squares.add(record, { row, named: record, shown: `第 ${row.row} 行“${record.name}”` });
  }
}
