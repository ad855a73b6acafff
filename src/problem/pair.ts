import type { Problem } from '../../entities';

/** WGS84, millionths of a degree. */
interface Position {
  lonE6: number;
  latE6: number;
}

const EARTH_M = 6_371_000;
const radians = (e6: number): number => (e6 / 1e6) * (Math.PI / 180);

/** Metres between two positions, over a round earth: good to a metre where it matters here. */
export function metresBetween(a: Position, b: Position): number {
  const dLat = radians(b.latE6) - radians(a.latE6);
  const dLon = radians(b.lonE6) - radians(a.lonE6);
  const h =
    Math.sin(dLat / 2) ** 2 +
    Math.cos(radians(a.latE6)) * Math.cos(radians(b.latE6)) * Math.sin(dLon / 2) ** 2;
  return Math.round(2 * EARTH_M * Math.asin(Math.min(1, Math.sqrt(h))));
}

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
