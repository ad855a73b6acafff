import type { Outfall } from '../../entities';
import { distanceM, type Position } from '../core/distance';
import { fold } from '../core/workbook';

/*
 * Which outfalls may be one: by distance and by name. A proposal for a person to decide on, never a decision, so its
 * figures judge nobody.
 */

/** Further apart than this the place says nothing: the map of a phone and a survey differ by some dozen metres. */
const NEAR_M = 300;
/** As alike as two ways to name one mouth. */
const ALIKE = 0.5;

/** What every name of the county begins with, and the signs between. */
const COMMON = /运城市|新绛县|[\s，,。.、（）()“”"#号-]/g;

const pairsOf = (text: string): Set<string> => {
  const letters = Array.from(fold(text).replace(COMMON, ''));
  return new Set(letters.slice(1).map((letter, n) => `${letters[n]}${letter}`));
};

/** 0 to 1: how much of the shorter name is in the longer one, by pairs of characters. */
export function likeness(a: string, b: string): number {
  const [one, other] = [pairsOf(a), pairsOf(b)];
  const least = Math.min(one.size, other.size);
  if (least === 0) return 0;
  return [...one].filter((pair) => other.has(pair)).length / least;
}

type Known = Pick<Outfall, 'id' | 'name' | 'lonE6' | 'latE6'>;

export interface Likely<K extends Known> {
  outfall: K;
  /** Null when it is not known where it was found. */
  metres: number | null;
}

/** The outfalls of the ledger that may be the one that was found, the likeliest first. */
export function likelySame<K extends Known>(
  found: { name: string; position: Position | null },
  known: readonly K[],
): Likely<K>[] {
  return known
    .map((outfall) => ({
      outfall,
      metres: found.position && Math.round(distanceM(found.position, outfall)),
      alike: likeness(found.name, outfall.name),
    }))
    .filter(({ metres, alike }) => alike >= ALIKE || (metres !== null && metres <= NEAR_M))
    .map((one) => ({
      ...one,
      score: one.alike + (one.metres === null ? 0 : Math.max(0, 1 - one.metres / NEAR_M)),
    }))
    .sort((a, b) => b.score - a.score)
    .map(({ outfall, metres }) => ({ outfall, metres }));
}
