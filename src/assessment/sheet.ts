import type { Policy } from '../core/policy';
import { MANUAL, type SheetName, SOURCES, type WrittenItem } from '../core/policySheets';
import { hundredths } from './points';
import { ruleName } from './words';

/*
 * A score sheet as the program reads it: every item whole, however short the county wrote it. All points are
 * hundredths.
 */

/** A share from `from` on and below `to` (the last band: to 100 inclusive), in hundredths of a per cent, earns `points`. */
export interface Band {
  from: number;
  to: number;
  points: number;
}

interface Common {
  /** Its name in the file, and the `rule` of its line. */
  key: string;
  /** As people call it. */
  name: string;
  max: number;
  /** Places after the point to which its points are rounded, halves up: 0, 1 or 2. */
  rounding: number;
}

export type Item = Common &
  (
    | { kind: 'ratio'; source: string }
    /** `each` event takes so much, `most` of them all together. */
    | { kind: 'deduction'; source: string; each: number; most: number }
    | { kind: 'banded'; source: string; bands: readonly Band[] }
    /** `scorer`: the role or unit whose people give the points. */
    | { kind: 'manual'; scorer: string }
  );

type Sheet = Policy['assessment'];

/** −2 each (domain.md §2.3, after 石城县 2018); each 退回 and 反弹 has a key of its own in the policy. */
const EACH_COMPLAINT = 2;

/** What a number means: the maximum of an item that is scored as the program knows it. */
function builtIn(sheet: Sheet, of: SheetName, key: string, points: number): Item {
  const max = hundredths(points);
  const common = { key, name: ruleName(key), max, rounding: 2 };
  const scorer = MANUAL[of][key];
  if (scorer !== undefined) return { ...common, kind: 'manual', scorer };
  if (SOURCES[of][key] !== 'events') return { ...common, kind: 'ratio', source: key };
  const each = hundredths(key === 'problemRebound' ? sheet.perReturn : EACH_COMPLAINT);
  return { ...common, kind: 'deduction', source: key, each, most: max };
}

function written(key: string, item: WrittenItem): Item {
  const max = hundredths(item.max);
  const common = { key, name: item.name ?? ruleName(key), max, rounding: item.rounding ?? 2 };
  if (item.kind === 'manual') return { ...common, kind: 'manual', scorer: item.scorer };
  const source = item.source ?? key;
  if (item.kind === 'ratio') return { ...common, kind: 'ratio', source };
  if (item.kind === 'deduction') {
    const most = item.most === undefined ? max : hundredths(item.most);
    return { ...common, kind: 'deduction', source, each: hundredths(item.each), most };
  }
  const bands = item.bands.map(({ from, to, points }) => ({
    from: hundredths(from),
    to: hundredths(to),
    points: hundredths(points),
  }));
  return { ...common, kind: 'banded', source, bands };
}

const known = new WeakMap<Sheet, Map<SheetName, readonly Item[]>>();

/**
 * A sheet's items in the order of the file; none where the county scores nobody by such a sheet. Kept: a year asks for
 * those of 24,000 scores.
 */
export function itemsOf(sheet: Sheet, of: SheetName): readonly Item[] {
  const own = known.get(sheet) ?? new Map<SheetName, readonly Item[]>();
  const items =
    own.get(of) ??
    Object.entries(sheet[of] ?? {}).map(([key, item]) =>
      typeof item === 'number' ? builtIn(sheet, of, key, item) : written(key, item),
    );
  known.set(sheet, own.set(of, items));
  return items;
}
