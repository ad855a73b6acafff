import type { Unit } from '../../entities';

const SHORTEST = 3;

/**
 * The unit that a ledger means by a name: 住建局, 县住建局 and 新绛县住建局 are one, 龙兴镇人民政府 is 龙兴镇; null where none
 * or more than one unit is meant.
 */
export function unitByName(
  units: readonly Pick<Unit, 'id' | 'name'>[],
): (name: string | null) => number | null {
  const known = new Map<string, number | null>();
  const find = (typed: string): number | null => {
    const name = typed.replace(/人民政府$/, '');
    const exact = units.find((unit) => unit.name === name || unit.name === typed);
    if (exact) return exact.id;
    if (name.length < SHORTEST) return null;
    const alike = units.filter((unit) => unit.name.endsWith(name) || name.endsWith(unit.name));
    return alike.length === 1 ? (alike[0]?.id ?? null) : null;
  };
  return (name) => {
    if (!name) return null;
    if (!known.has(name)) known.set(name, find(name));
    return known.get(name) ?? null;
  };
}
