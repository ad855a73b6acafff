import type { Reach, Zone } from '../../entities';
import type { ZoneRules } from '../core/policySetting';
import {
  type Change,
  type Changes,
  type Counts,
  changeOf,
  countsOf,
  type Findings,
  fold,
  noChanges,
  type Tables,
  tellDoubt,
  toPosition,
} from '../core/workbook';
import { tellDoubles } from '../core/workbook/lookups';
import type { Boundary } from './rules';
import type { ZonesBook } from './zonesBook';

export type ZoneRecord = Omit<Zone, 'id' | 'version'>;
export type ZoneChange = Change<ZoneRecord> & { version: number };

export interface ZonesPlan {
  zones: Changes<ZoneRecord, ZoneChange>;
  counts: Counts;
}

export interface ZonesStored {
  zones: Zone[];
  reaches: Pick<Reach, 'id' | 'code'>[];
}

/** MySQL's text ends at 64 KB. */
const MOST_TEXT = 60_000;
const FEWEST_POINTS = 3;

type Ring = [number, number][];

/** 第几片 of one zone: its points in the order of the rows. */
interface Part {
  row: number;
  hole: boolean;
  points: Ring;
}

/** Closed, as GeoJSON wants it. */
function closed(points: Ring): Ring {
  const [first, last] = [points[0], points.at(-1)];
  if (!first || !last) return points;
  return first[0] === last[0] && first[1] === last[1] ? points : [...points, first];
}

/** Twice its area on a flat map: 0 when all points lie on one line. */
const areaOf = (ring: Ring): number =>
  Math.abs(
    ring.reduce((sum, [x, y], n) => {
      const [nextX, nextY] = ring[(n + 1) % ring.length] ?? [x, y];
      return sum + x * nextY - nextX * y;
    }, 0),
  );

class ZonesPlanner {
  constructor(
    private readonly tables: Tables<ZonesBook>,
    private readonly stored: ZonesStored,
    private readonly rules: ZoneRules,
    private readonly findings: Findings,
  ) {}

  plan(): ZonesPlan {
    const { zones: table } = this.tables;
    const { findings } = this;
    const changes = noChanges<ZoneRecord, ZoneChange>();
    tellDoubles(
      findings,
      table.rows.map(({ row, values }) => ({
        key: values.code,
        row,
        place: table.place(row, 'code'),
        shown: values.code ?? '',
      })),
      'row.double',
      '区划编号',
    );
    const known = new Map(this.stored.zones.map((zone) => [fold(zone.code), zone]));
    const boundaries = this.boundaries(known);
    for (const { row, values } of table.rows) {
      const { code, name, kind, control, basis, endDay } = values;
      if (code === null || name === null || kind === null) continue;
      const zone = known.get(fold(code)) ?? null;
      known.delete(fold(code));
      const reachIds = this.reachesOf(row, values.reaches);
      const boundary = boundaries.get(fold(code)) ?? null;
      if ((reachIds ?? boundary ?? zone?.reachIds ?? zone?.boundary ?? null) === null) {
        // What was typed and is wrong has been said.
        if (values.reaches !== null || this.hasPoints(code)) continue;
        const message = '不知道它在哪里：写“河段编号”，或在“边界”表里写它的边界';
        findings.error(table.place(row, 'reaches'), 'zone.nowhere', message, code);
        continue;
      }
      const record = { code: zone?.code ?? code, name, kind, endDay, reachIds, boundary };
      // Its kind says what nobody wrote.
      const fresh = zone?.kind === kind ? { control: null, basis: null } : this.rules[kind];
      const given = { ...record, control: control ?? fresh.control, basis: basis ?? fresh.basis };
      if (!zone) {
        changes.created.push(given as ZoneRecord);
        continue;
      }
      const change = changeOf<Partial<ZoneRecord>>(zone, given as Partial<ZoneRecord>);
      if (change) changes.updated.push({ id: zone.id, ...change, version: zone.version + 1 });
      else changes.unchanged += 1;
    }
    for (const { code, name } of known.values()) {
      const message = `系统里有“${name}”，这次的表里没有，保留不动；不再管用的请填失效日期`;
      findings.warn({ sheet: table.spec.name }, 'row.absent', message, code);
    }
    return { zones: changes, counts: countsOf(changes) };
  }

  private hasPoints(code: string): boolean {
    return this.tables.boundary.rows.some(
      ({ values }) => values.code !== null && fold(values.code) === fold(code),
    );
  }

  /** 河段编号、河段编号 → JSON of their ids. */
  private reachesOf(row: number, typed: string | null): string | null {
    if (typed === null) return null;
    const ids = new Map(this.stored.reaches.map(({ id, code }) => [fold(code), id]));
    const codes = typed.split(/[、,，;；\s]+/).filter((part) => part !== '');
    const unknown = codes.filter((code) => !ids.has(fold(code)));
    if (unknown.length > 0) {
      const place = this.tables.zones.place(row, 'reaches');
      this.findings.error(place, 'zone.reach', `花名册里没有这个河段编号：${unknown.join('、')}`, typed);
      return null;
    }
    const found = new Set(codes.flatMap((code) => ids.get(fold(code)) ?? []));
    return JSON.stringify([...found].sort((a, b) => a - b));
  }

  /** The boundary of each zone that the sheet gives one, by its folded code. */
  private boundaries(known: ReadonlyMap<string, Zone>): Map<string, string> {
    const { zones, boundary: table } = this.tables;
    const { findings } = this;
    const named = new Set([
      ...zones.rows.flatMap(({ values }) => (values.code === null ? [] : fold(values.code))),
      ...known.keys(),
    ]);
    const parts = new Map<string, Map<string, Part>>();
    for (const { row, values } of table.rows) {
      const { code, part, hole, lon, lat, crs } = values;
      if (code === null || lon === null || lat === null) continue;
      if (!zones.rows.some((one) => one.values.code !== null && fold(one.values.code) === fold(code))) {
        const message = named.has(fold(code))
          ? '“区划”表里没有这一行，边界没处放；请把它也写上'
          : '“区划”表里没有这个编号';
        findings.error(table.place(row, 'code'), 'zone.unknown', message, code);
        continue;
      }
      tellDoubt(lon, lat, table.place(row, 'lon'), '边界点的', findings);
      const { lonE6, latE6 } = toPosition(lon, lat, crs);
      const of = parts.get(fold(code)) ?? new Map<string, Part>();
      parts.set(fold(code), of);
      const ring = of.get(part ?? '1') ?? { row, hole: hole === true, points: [] };
      of.set(part ?? '1', ring);
      ring.points.push([lonE6 / 1e6, latE6 / 1e6]);
    }
    return new Map(
      [...parts].flatMap(([code, of]) => {
        const boundary = this.boundaryOf([...of.values()]);
        return boundary === null ? [] : [[code, boundary] as const];
      }),
    );
  }

  private boundaryOf(parts: readonly Part[]): string | null {
    const { boundary: table } = this.tables;
    const polygons: Boundary = [];
    for (const { row, hole, points } of parts) {
      const ring = closed(points);
      const outer = polygons.at(-1);
      const fault =
        ring.length <= FEWEST_POINTS || areaOf(ring) === 0
          ? `这一片至少要 ${FEWEST_POINTS} 个点，并且不在一条线上`
          : hole && !outer
            ? '“挖空”的一片要写在它外面那一片的后面'
            : null;
      if (fault) {
        this.findings.error(table.place(row, 'code'), 'zone.boundary', fault);
        return null;
      }
      if (hole) outer?.push(ring);
      else polygons.push([ring]);
    }
    const text = JSON.stringify(polygons);
    if (text.length <= MOST_TEXT) return text;
    const message = `边界点太多，一个区划最多约 ${Math.floor(MOST_TEXT / 24 / 100) * 100} 个，请简化`;
    this.findings.error(table.place(parts[0]?.row ?? 1, 'code'), 'zone.tooManyPoints', message);
    return null;
  }
}

/** What a workbook of zones changes. Pure; what is wrong goes into the findings. */
export const planZones = (
  tables: Tables<ZonesBook>,
  stored: ZonesStored,
  rules: ZoneRules,
  findings: Findings,
): ZonesPlan => new ZonesPlanner(tables, stored, rules, findings).plan();
