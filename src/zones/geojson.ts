import { LIMITS, type RawSheet, UnreadableWorkbook } from '../core/workbook';
import { ZONES_BOOK } from './zonesBook';

/** A file that begins like this is no workbook. */
const OPEN_BRACE = 0x7b;
const BOM = [0xef, 0xbb, 0xbf];

export const isGeojson = (bytes: Uint8Array): boolean => {
  const start = BOM.every((byte, n) => bytes[n] === byte) ? BOM.length : 0;
  return bytes[start] === OPEN_BRACE;
};

type Cell = string | number | null;
type Point = readonly unknown[];

const sheet = (name: string, rows: Cell[][]): RawSheet => ({
  name,
  rows,
  scan: {
    formulas: new Map(),
    errors: [],
    pictures: [],
    merges: [],
    valueRows: rows.length,
    lastRow: rows.length,
    lastColumn: rows[0]?.length ?? 0,
    highestRow: rows.length,
  },
  pictures: 0,
});

const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
const objectOf = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
const cell = (value: unknown): Cell =>
  typeof value === 'string' || typeof value === 'number' ? value : value == null ? null : String(value);

/** The polygons of a feature, each its rings; anything else has no area. */
function polygonsOf(geometry: unknown): unknown[][] {
  const { type, coordinates } = objectOf(geometry);
  if (type === 'Polygon') return [listOf(coordinates)];
  return type === 'MultiPolygon' ? listOf(coordinates).map(listOf) : [];
}

/**
 * A GeoJSON FeatureCollection as the sheets of 区划.xlsx: the properties of a feature bear the names of the columns,
 * and feature n is row n + 1.
 *
 * @throws UnreadableWorkbook when it is none, or too large
 */
export function sheetsOfGeojson(bytes: Uint8Array): RawSheet[] {
  const columns = Object.values(ZONES_BOOK.zones.columns).map(({ heading }) => heading);
  const features = listOf(readJson(bytes).features).map(objectOf);
  if (features.length === 0) {
    throw new UnreadableWorkbook('geojson.nothing', '这个 GeoJSON 里没有区划，应是 FeatureCollection');
  }
  const rows = features.map(({ properties }) =>
    columns.map((heading) => cell(objectOf(properties)[heading])),
  );
  const points = features.flatMap(({ properties, geometry }) =>
    polygonsOf(geometry).flatMap((rings, part) =>
      rings.flatMap((ring, n) =>
        listOf(ring).map((point): Cell[] => {
          const [lon, lat] = listOf(point) as Point;
          const { 区划编号: code, 坐标系: crs } = objectOf(properties);
          return [cell(code), `${part + 1}-${n}`, n > 0 ? '是' : '否', cell(lon), cell(lat), cell(crs)];
        }),
      ),
    ),
  );
  if (Math.max(rows.length, points.length) >= LIMITS.rows) {
    throw new UnreadableWorkbook(
      'geojson.tooMany',
      `边界点太多，一次最多 ${LIMITS.rows - 1} 个，请简化边界或分几次导入`,
    );
  }
  const boundary = Object.values(ZONES_BOOK.boundary.columns).map(({ heading }) => heading);
  return [
    sheet(ZONES_BOOK.zones.name, [columns, ...rows]),
    sheet(ZONES_BOOK.boundary.name, [boundary, ...points]),
  ];
}

function readJson(bytes: Uint8Array): Record<string, unknown> {
  if (bytes.length > LIMITS.fileBytes) {
    throw new UnreadableWorkbook('workbook.tooLarge', '文件太大了，请简化边界或分几次导入');
  }
  try {
    return objectOf(JSON.parse(new TextDecoder('utf-8').decode(bytes)));
  } catch {
    throw new UnreadableWorkbook('geojson.broken', '这个 GeoJSON 读不懂，请重新导出（UTF-8）');
  }
}
