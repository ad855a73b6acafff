import type { Reader } from '../core/database';
import { groupBy } from '../core/groupBy';

/*
 * Where a 停巡 or a river event holds: a reach with those below it, a town, or the whole county. Pure, but for the
 * read of the county's reaches.
 */

export interface Scope {
  reachId: number | null;
  townId: number | null;
}

export interface ScopedReach {
  id: number;
  parentId: number | null;
  townId: number;
}

/** Every reach with its place in the county. */
export const readReaches = (reader: Reader): Promise<ScopedReach[]> =>
  reader.query<ScopedReach>('SELECT id, parentId, townId FROM reach ORDER BY id');

/** The reaches of a scope. */
export function reachesIn({ reachId, townId }: Scope, reaches: readonly ScopedReach[]): Set<number> {
  if (reachId === null) {
    return new Set(reaches.filter((reach) => townId === null || reach.townId === townId).map(({ id }) => id));
  }
  const below = groupBy(reaches, ({ parentId }) => parentId);
  const found = new Set([reachId]);
  for (const id of found) for (const child of below.get(id) ?? []) found.add(child.id);
  return found;
}

/** A reach and all above it, the nearest first. */
export function reachesAbove(reachId: number, reaches: ReadonlyMap<number, ScopedReach>): number[] {
  const found = new Set<number>();
  for (let at: number | null = reachId; at !== null && !found.has(at); ) {
    found.add(at);
    at = reaches.get(at)?.parentId ?? null;
  }
  return [...found];
}
