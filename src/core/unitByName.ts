import { fold } from './workbook/text';

const SHORTEST = 3;

const bare = (name: string): string => fold(name).replace(/人民政府$/, '');

/**
 * Whether two names can mean one unit, however much of the county is written before it: 住建局, 县住建局 and
 * 新绛县住建局 can, so can 龙兴镇 and 龙兴镇人民政府.
 */
export function sameUnit(one: string, other: string): boolean {
  const [a, b] = [bare(one), bare(other)];
  if (a === b) return true;
  if (Math.min(a.length, b.length) < SHORTEST) return false;
  return a.endsWith(b) || b.endsWith(a);
}

/**
 * Which of the units is meant by a name that somebody typed into a ledger, a plan or the county's rules: the one that
 * bears it, else the only one whose name can mean the same; null where none or more than one is meant. Names are
 * looked up once.
 */
export function unitByName<U extends { name: string }>(
  units: readonly U[],
): (name: string | null) => U | null {
  const known = new Map<string, U | null>();
  const only = (found: readonly U[]): U | null => (found.length === 1 ? (found[0] ?? null) : null);
  const find = (name: string): U | null => {
    const exact = units.filter((unit) => bare(unit.name) === bare(name));
    return only(exact.length > 0 ? exact : units.filter((unit) => sameUnit(unit.name, name)));
  };
  return (name) => {
    if (!name) return null;
    const before = known.get(name);
    if (before !== undefined) return before;
    const found = find(name);
    known.set(name, found);
    return found;
  };
}
