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

/** Metres to the straight line from `a` to `b`, on a flat map around it: good to some metres over the county's 40 km. */
export function distanceToLineM(place: Position, a: Position, b: Position): number {
  const metresE6 = (EARTH_M * Math.PI) / 180 / 1e6;
  const shrink = Math.cos(radians(a.latE6));
  const flat = ({ lonE6, latE6 }: Position) => ({
    x: (lonE6 - a.lonE6) * metresE6 * shrink,
    y: (latE6 - a.latE6) * metresE6,
  });
  const [p, end] = [flat(place), flat(b)];
  const squared = end.x ** 2 + end.y ** 2;
  const along = squared === 0 ? 0 : Math.min(1, Math.max(0, (p.x * end.x + p.y * end.y) / squared));
  return Math.hypot(p.x - along * end.x, p.y - along * end.y);
}
