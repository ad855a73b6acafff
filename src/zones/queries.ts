import { Reach, Zone } from '../../entities';
import type { Reader } from '../core/database';
import { Zones } from './rules';

/** Every zone as it is stored. */
export const readZoneRows = (reader: Reader): Promise<Zone[]> =>
  reader.find(Zone, {}, { order: { id: 'ASC' } });

/** The zones in force on a day. One read where there are none, two where there are. */
export async function readZones(reader: Reader, today: string): Promise<Zones> {
  const rows = await readZoneRows(reader);
  if (rows.length === 0) return Zones.none;
  return new Zones(rows, await reader.find(Reach), { today });
}
