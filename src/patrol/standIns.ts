import type { Reader } from '../core/database';

/*
 * 代巡: who walks for whom. A chief stays the one who answers for the reach; the deputy is the one who is sent the
 * task and reminded of it, and what the deputy walks is recorded as walked for the chief.
 */

export interface ActiveStandIn {
  chiefId: number;
  /** Null: 请假, and nobody walks. */
  deputyId: number | null;
  /** Null: all of the chief's reaches. */
  reachId: number | null;
}

/** `s` is in force on the day of the two parameters, for the reach that is named. */
export const standsIn = (reach: string): string =>
  `s.state = 'accepted' AND s.fromDay <= ? AND s.toDay >= ? AND (s.reachId IS NULL OR s.reachId = ${reach})`;

/** Every 代巡 in force on `day`, and every 请假 without one. */
export const standInsOn = (reader: Reader, day: string): Promise<ActiveStandIn[]> =>
  reader.query<ActiveStandIn>(
    `SELECT chiefId, deputyId, reachId FROM stand_in
      WHERE state = 'accepted' AND fromDay <= ? AND toDay >= ?
      UNION ALL
     SELECT chiefId, NULL AS deputyId, reachId FROM patrol_leave WHERE fromDay <= ? AND toDay >= ?`,
    [day, day, day, day],
  );

/** Who is told of what waits for `people` on a reach: the deputy instead of a chief who has one, nobody instead of one who is away. */
export function toldInstead(
  people: readonly number[],
  reachId: number,
  standIns: readonly ActiveStandIn[],
): number[] {
  const told = people.flatMap((chief) => {
    const found = standIns.find((one) => one.chiefId === chief && (one.reachId ?? reachId) === reachId);
    return found ? (found.deputyId ?? []) : chief;
  });
  return [...new Set(told)];
}
