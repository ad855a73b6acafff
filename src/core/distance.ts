/** WGS84, millionths of a degree. */
export interface Position {
  lonE6: number;
  latE6: number;
}

const EARTH_M = 6_371_000;
const radians = (e6: number): number => (e6 / 1e6) * (Math.PI / 180);

/** Metres between two positions, over a round earth: good to a metre where it matters here. */
export function distanceM(a: Position, b: Position): number {
  const [lat1, lat2] = [radians(a.latE6), radians(b.latE6)];
  const h =
    Math.sin((lat2 - lat1) / 2) ** 2 +
    Math.cos(lat1) * Math.cos(lat2) * Math.sin(radians(b.lonE6 - a.lonE6) / 2) ** 2;
  return 2 * EARTH_M * Math.asin(Math.min(1, Math.sqrt(h)));
}
