import { Reach } from '../../entities';
import type { Reader } from '../core/database';
import { writeFilled } from '../core/workbook';
import { readZoneRows } from './queries';
import type { Boundary } from './rules';
import { ZONES_BOOK } from './zonesBook';

/** 区划.xlsx as it is now; importing it again changes nothing. */
export async function exportZones(reader: Reader): Promise<Buffer> {
  const zones = await readZoneRows(reader);
  const codes = new Map((await reader.find(Reach)).map(({ id, code }) => [id, code]));
  const reachesOf = (ids: string | null) =>
    ids === null ? null : (JSON.parse(ids) as number[]).flatMap((id) => codes.get(id) ?? []).join('、');
  const pointsOf = (boundary: string) =>
    (JSON.parse(boundary) as Boundary).flatMap((rings, polygon) =>
      rings.flatMap((ring, n) =>
        ring.map(([lon, lat]) => ({
          part: n === 0 ? String(polygon + 1) : `${polygon + 1}-${n}`,
          hole: n > 0,
          lon,
          lat,
          crs: 'WGS84',
        })),
      ),
    );
  return writeFilled(ZONES_BOOK, {
    zones: zones.map(({ code, name, kind, control, basis, reachIds, endDay }) => ({
      code,
      name,
      kind,
      control,
      basis,
      reaches: reachesOf(reachIds),
      endDay,
    })),
    boundary: zones.flatMap(({ code, boundary }) =>
      boundary === null ? [] : pointsOf(boundary).map((point) => ({ code, ...point })),
    ),
  });
}
