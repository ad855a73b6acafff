import type { Problem } from '../../entities';
import { distanceM, type Position } from '../core/distance';

/** Whole metres between two positions. */
export const metresBetween = (a: Position, b: Position): number => Math.round(distanceM(a, b));

type Places = Pick<Problem, 'hintLonE6' | 'hintLatE6' | 'afterLonE6' | 'afterLatE6'>;

/**
 * How far the handler was from where it was found, when both sent a place; the outfall's own place stands for the
 * finder's. A hint for the verifier, no proof: a place is picked on a map. Null when one of them is not known.
 */
export function apartMetres(
  { hintLonE6, hintLatE6, afterLonE6, afterLatE6 }: Places,
  outfall: Position | null,
): number | null {
  const before = hintLonE6 === null || hintLatE6 === null ? outfall : { lonE6: hintLonE6, latE6: hintLatE6 };
  if (!before || afterLonE6 === null || afterLatE6 === null) return null;
  return metresBetween(before, { lonE6: afterLonE6, latE6: afterLatE6 });
}
