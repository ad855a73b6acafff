import { type Outfall, SurveyLead } from '../../entities';
import type { Reader } from '../core/database';
import { distanceM } from '../core/distance';

/** Further away it is another outfall; a degree of latitude is 111 km. */
const NEAR_M = 300;
const NEAR_E6 = 5_000;
const MOST = 6;

export interface NearOutfall {
  id: number;
  name: string;
  metres: number;
}

/** The outfalls of the ledger around a point, the nearest first. */
export async function nearOutfalls(
  reader: Reader,
  point: Pick<SurveyLead, 'lonE6' | 'latE6'>,
): Promise<NearOutfall[]> {
  const rows = await reader.query<Pick<Outfall, 'id' | 'name' | 'lonE6' | 'latE6'>>(
    'SELECT id, name, lonE6, latE6 FROM outfall WHERE lonE6 BETWEEN ? AND ? AND latE6 BETWEEN ? AND ?',
    [point.lonE6 - NEAR_E6, point.lonE6 + NEAR_E6, point.latE6 - NEAR_E6, point.latE6 + NEAR_E6],
  );
  return rows
    .map((one) => ({ id: one.id, name: one.name, metres: Math.round(distanceM(point, one)) }))
    .filter(({ metres }) => metres <= NEAR_M)
    .sort((a, b) => a.metres - b.metres || a.id - b.id)
    .slice(0, MOST);
}

/** What a town has to confirm, the most pressing first; of the whole county when no town is named. */
export const openLeads = (reader: Reader, townId?: number): Promise<SurveyLead[]> =>
  reader.find(
    SurveyLead,
    { state: 'open', ...(townId !== undefined && { townId }) },
    { order: { dueDay: 'ASC', id: 'ASC' } },
  );
