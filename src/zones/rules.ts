import booleanPointInPolygon from '@turf/boolean-point-in-polygon';
import type { Reach, Zone } from '../../entities';

/*
 * In which zones a place lies, and what they say of an outfall there. Pure.
 */

/** An outfall, or where one is to be: WGS84, millionths of a degree. */
export interface ZoneSpot {
  reachId: number;
  /** Null when only the reach is known. */
  lonE6: number | null;
  latE6: number | null;
}

export type ZoneFact = Pick<Zone, 'id' | 'name' | 'kind' | 'control' | 'basis'>;

/** The coordinates of a GeoJSON MultiPolygon: polygons of rings of points; the first ring is the outer one. */
export type Boundary = [number, number][][][];

interface Box {
  west: number;
  east: number;
  south: number;
  north: number;
}

interface Shape {
  box: Box;
  geometry: { type: 'MultiPolygon'; coordinates: Boundary };
}

function shapeOf(boundary: string | null): Shape | null {
  if (boundary === null) return null;
  const coordinates = JSON.parse(boundary) as Boundary;
  const box: Box = { west: 180, east: -180, south: 90, north: -90 };
  for (const [lon, lat] of coordinates.flat(2)) {
    box.west = Math.min(box.west, lon);
    box.east = Math.max(box.east, lon);
    box.south = Math.min(box.south, lat);
    box.north = Math.max(box.north, lat);
  }
  return { box, geometry: { type: 'MultiPolygon', coordinates } };
}

/** On the line is inside. */
function covers({ box, geometry }: Shape, { lonE6, latE6 }: ZoneSpot): boolean {
  if (lonE6 === null || latE6 === null) return false;
  const [lon, lat] = [lonE6 / 1e6, latE6 / 1e6];
  if (lon < box.west || lon > box.east || lat < box.south || lat > box.north) return false;
  return booleanPointInPolygon([lon, lat], geometry);
}

/** These reaches and all below them. */
function under(named: readonly number[], reaches: readonly Pick<Reach, 'id' | 'parentId'>[]): Set<number> {
  const covered = new Set(named);
  for (let found = covered.size; found > 0; ) {
    const below = reaches.filter(
      ({ id, parentId }) => parentId !== null && covered.has(parentId) && !covered.has(id),
    );
    for (const { id } of below) covered.add(id);
    found = below.length;
  }
  return covered;
}

/** The zones in force on a day, ready to be asked of many places. */
export class Zones {
  private readonly known: { fact: ZoneFact; reaches: Set<number>; shape: Shape | null }[];

  constructor(
    zones: readonly Zone[],
    reaches: readonly Pick<Reach, 'id' | 'parentId'>[],
    { today }: { today: string },
  ) {
    this.known = zones
      .filter(({ endDay }) => endDay === null || endDay > today)
      .map(({ id, name, kind, control, basis, reachIds, boundary }) => ({
        fact: { id, name, kind, control, basis },
        reaches: reachIds === null ? new Set() : under(JSON.parse(reachIds) as number[], reaches),
        shape: shapeOf(boundary),
      }));
  }

  /** Where nobody has imported any. */
  static readonly none = new Zones([], [], { today: '' });

  /** Every zone that a place lies in. */
  at(spot: ZoneSpot): ZoneFact[] {
    return this.known
      .filter(({ reaches, shape }) => reaches.has(spot.reachId) || (shape !== null && covers(shape, spot)))
      .map(({ fact }) => fact);
  }
}

/** The zones among these that refuse an outfall; where none does, those that limit it; else none. */
export function strictest(zones: readonly ZoneFact[]): {
  control: '禁止' | '限制' | null;
  zones: readonly ZoneFact[];
} {
  for (const control of ['禁止', '限制'] as const) {
    const of = zones.filter((zone) => zone.control === control);
    if (of.length > 0) return { control, zones: of };
  }
  return { control: null, zones: [] };
}

/** 在“古堆泉水源地”（饮用水水源一级保护区）里，禁止设置排污口：《水污染防治法》…. */
export const zoneWords = ({ name, kind, control, basis }: ZoneFact): string =>
  control === '不限'
    ? `在“${name}”（${kind}）里：${basis}`
    : `在“${name}”（${kind}）里，${control}设置排污口：${basis}`;
