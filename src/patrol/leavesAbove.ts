import type { Level } from '../../entities';
import { instantOf, type Reader, sqlInstant } from '../core/database';
import { groupBy } from '../core/groupBy';
import { firstHeld, postsSince } from '../roster';
import { reachesAbove, readReaches } from './scope';

/** A 请假 of which somebody above is told. */
export interface LeaveAbove {
  chiefId: number;
  /** The one reach; null: all of the chief's. */
  reachId: number | null;
  fromDay: string;
  toDay: string;
  takenAt: Date;
  /** The 镇级河长 over the reaches that nobody else of the post walks; where there is none, the town's own hands. */
  above: number[];
}

type Row = Omit<LeaveAbove, 'takenAt' | 'above'> & { takenAt: unknown };

const ABOVE: Partial<Record<Level, Level>> = { village: 'town' };

/**
 * Every 请假 that is not over and was taken before an instant, with whom it concerns one level up: they arrange who
 * walks. Of chiefs above the villages 县河长办 has the card at once (`takeLeave`), and nobody else is told.
 *
 * @param roles who acts for a town, in order of preference
 */
export async function leavesAbove(
  reader: Reader,
  { today, before, roles }: { today: string; before: Date; roles: Parameters<typeof firstHeld>[1]['roles'] },
): Promise<LeaveAbove[]> {
  const leaves = await reader.query<Row>(
    `SELECT chiefId, reachId, fromDay, toDay, takenAt FROM patrol_leave
      WHERE fromDay <= toDay AND toDay >= ? AND takenAt < ? ORDER BY id`,
    [today, sqlInstant(before)],
  );
  if (leaves.length === 0) return [];
  const [posts, reaches] = await Promise.all([postsSince(reader, today), readReaches(reader)]);
  const held = posts.filter(({ fromDay }) => fromDay <= today);
  const byId = new Map(reaches.map((reach) => [reach.id, reach]));
  const holders = groupBy(held, ({ reachId, level }) => `${reachId} ${level}`);
  // Whoever is away themself is told of nothing.
  const absent = leaves.filter(({ reachId, fromDay }) => reachId === null && fromDay <= today);
  const told: LeaveAbove[] = [];
  for (const leave of leaves) {
    const above = new Set<number>();
    for (const { reachId, level, townId, personId } of held) {
      const up = ABOVE[level];
      if (personId !== leave.chiefId || (leave.reachId ?? reachId) !== reachId || !up) continue;
      // Another holder of the post walks on.
      if ((holders.get(`${reachId} ${level}`) ?? []).some((one) => one.personId !== leave.chiefId)) continue;
      const over = reachesAbove(reachId, byId).find((id) => holders.has(`${id} ${up}`));
      const people = over === undefined ? [] : (holders.get(`${over} ${up}`) ?? []);
      const fallback = people.length > 0 ? null : await firstHeld(reader, { unitId: townId, roles });
      for (const id of [...people.map((one) => one.personId), ...(fallback ? [fallback.id] : [])])
        above.add(id);
    }
    for (const { chiefId } of absent) above.delete(chiefId);
    above.delete(leave.chiefId);
    told.push({ ...leave, takenAt: instantOf(leave.takenAt), above: [...above] });
  }
  return told;
}
