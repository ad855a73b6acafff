import gcoord from 'gcoord';
import type { Findings, Place } from './findings';

/** 坐标系 a workbook may use. CGCS2000 and WGS84 differ by centimetres and are taken as one. */
export const CRS = ['WGS84', 'GCJ-02', 'CGCS2000'] as const;
export type Crs = (typeof CRS)[number];

/** Other names for them, upper-case. */
export const CRS_ALIASES: Record<string, Crs> = {
  'WGS-84': 'WGS84',
  WGS1984: 'WGS84',
  GCJ02: 'GCJ-02',
  国测局坐标系: 'GCJ-02',
  火星坐标系: 'GCJ-02',
  高德: 'GCJ-02',
  'CGCS-2000': 'CGCS2000',
  '2000国家大地坐标系': 'CGCS2000',
  国家2000: 'CGCS2000',
};

/** WGS84 in millionths of a degree, as stored. */
export interface Position {
  lonE6: number;
  latE6: number;
}

/** The county's surroundings, degrees, with some kilometres to spare on every side. */
const SURROUNDINGS = { west: 110.9, east: 111.4, south: 35.4, north: 35.8 };

const inChina = (lon: number, lat: number): boolean => lon >= 73 && lon <= 136 && lat >= 3 && lat <= 54;

/** Degrees in the given system → stored position. */
export function toPosition(lon: number, lat: number, crs: Crs | null): Position {
  const [x, y] =
    crs === 'GCJ-02' ? gcoord.transform([lon, lat], gcoord.GCJ02, gcoord.WGS84) : ([lon, lat] as const);
  return { lonE6: Math.round(x * 1e6), latE6: Math.round(y * 1e6) };
}

/** What a map on a phone says of a stored position. */
export function toGcj({ lonE6, latE6 }: Position): Position {
  const [x = 0, y = 0] = gcoord.transform([lonE6 / 1e6, latE6 / 1e6], gcoord.WGS84, gcoord.GCJ02);
  return { lonE6: Math.round(x * 1e6), latE6: Math.round(y * 1e6) };
}

/** `swapped` and `abroad` are errors; `far` is a doubt, with the distance to the county's surroundings. */
export type CoordinateDoubt = { kind: 'swapped' | 'abroad' } | { kind: 'far'; km: number };

/** What is wrong with a pair of degrees; null when nothing is. */
export function doubtOf(lon: number, lat: number): CoordinateDoubt | null {
  if (!inChina(lon, lat)) return { kind: inChina(lat, lon) ? 'swapped' : 'abroad' };
  const { west, east, south, north } = SURROUNDINGS;
  // 111 km a degree of latitude; at 35.6° N a degree of longitude is 90 km.
  const dx = Math.max(west - lon, 0, lon - east) * 90;
  const dy = Math.max(south - lat, 0, lat - north) * 111;
  const km = Math.hypot(dx, dy);
  return km > 0 ? { kind: 'far', km: Math.max(1, Math.round(km)) } : null;
}

/** Says what is wrong with a pair of degrees. */
export function tellDoubt(lon: number, lat: number, place: Place, what: string, findings: Findings): void {
  const doubt = doubtOf(lon, lat);
  const shown = `${lon}, ${lat}`;
  if (doubt?.kind === 'swapped') {
    findings.error(place, 'coordinate.swapped', `${what}经度和纬度填反了，请对调`, shown);
  } else if (doubt?.kind === 'abroad') {
    findings.error(place, 'coordinate.abroad', `${what}坐标不在国内，请核对`, shown);
  } else if (doubt?.kind === 'far') {
    findings.warn(place, 'coordinate.far', `${what}坐标离本县约 ${doubt.km} 公里，请核对`, shown);
  }
}
