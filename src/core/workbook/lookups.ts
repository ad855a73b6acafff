import type { Findings, Place } from './findings';
import { fold } from './text';

/**
 * Says which rows use a key that an earlier row of the same sheet used already.
 *
 * @param entries key (null = nothing to compare) and place of each row, in order
 */
export function tellDoubles(
  findings: Findings,
  entries: Iterable<{ key: string | null; row: number; place: Place; shown: string }>,
  code: string,
  what: string,
): void {
  const first = new Map<string, number>();
  for (const { key, row, place, shown } of entries) {
    if (key === null) continue;
    const earlier = first.get(fold(key));
    if (earlier === undefined) first.set(fold(key), row);
    else findings.error(place, code, `${what}和第 ${earlier} 行重复，请改掉一个或删去一行`, shown);
  }
}

/** Finds a unit by its code or its name; a name that several bear must be given as a code. */
export class UnitLookup<U extends { code: string; name: string; divisionCode: string | null }> {
  private readonly byKey = new Map<string, U>();
  private readonly byName = new Map<string, U[]>();

  constructor(units: Iterable<U>) {
    for (const unit of units) {
      this.byKey.set(fold(unit.code), unit);
      if (unit.divisionCode) this.byKey.set(unit.divisionCode, this.byKey.get(unit.divisionCode) ?? unit);
      const name = fold(unit.name);
      this.byName.set(name, [...(this.byName.get(name) ?? []), unit]);
    }
  }

  all(): U[] {
    return [...new Set(this.byKey.values())];
  }

  find(text: string): U | 'unknown' | 'ambiguous' {
    const byKey = this.byKey.get(fold(text));
    if (byKey) return byKey;
    const [unit, ...others] = this.byName.get(fold(text)) ?? [];
    if (!unit) return 'unknown';
    return others.length > 0 ? 'ambiguous' : unit;
  }
}

/** Unit types that own reaches and outfalls: the towns and the 开发区's 管委会. */
export const isTown = (type: string): boolean => type === '镇' || type === '管委会';
