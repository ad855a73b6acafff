import type { FlowState, Level } from '../../entities';
import { instantOf, type Reader } from '../core/database';
import { dayOf } from '../core/days';
import { reachesUnder } from '../roster';

const marks = (values: readonly unknown[]): string => values.map(() => '?').join(', ') || 'NULL';

/** A key outfall as the next patrol finds it. */
export interface KeyOutfall {
  id: number;
  name: string;
  /** What was seen last; null when nobody looked, or when what was 异常 then has been dealt with since. */
  last: FlowState | null;
  lastSeen: string | null;
  /** A problem at it is open: its 异常 is known. */
  problemOpen: boolean;
}

interface KeyOutfallRow {
  id: number;
  name: string;
  flow: FlowState | null;
  seenAt: unknown;
  problemOpen: number;
}

const KEY_OUTFALLS = `
  SELECT o.id, o.name, seen.flow, seen.occurredAt AS seenAt,
         EXISTS (SELECT 1 FROM problem p WHERE p.outfallId = o.id AND p.reachId = o.reachId
                    AND p.state IN ('assigned', 'accepted', 'answered')) AS problemOpen
    FROM outfall o
    LEFT JOIN observation seen ON seen.id = (SELECT x.id FROM observation x WHERE x.outfallId = o.id
                                              ORDER BY x.occurredAt DESC, x.id DESC LIMIT 1)
   WHERE o.isKey = 1`;

const keyOutfall = (row: KeyOutfallRow): KeyOutfall => {
  const problemOpen = Boolean(row.problemOpen);
  const seen = row.flow !== null && (row.flow !== 'abnormal' || problemOpen);
  return {
    id: row.id,
    name: row.name,
    last: seen ? row.flow : null,
    lastSeen: seen ? dayOf(instantOf(row.seenAt)) : null,
    problemOpen,
  };
};

/** The key outfalls of a reach and those below it that a card asks after: the longest unseen first. */
export async function keyOutfallsOf(reader: Reader, reachId: number, limit: number): Promise<KeyOutfall[]> {
  const reaches = await reachesUnder(reader, reachId);
  const rows = await reader.query<KeyOutfallRow>(
    `${KEY_OUTFALLS} AND o.reachId IN (${marks(reaches)}) ORDER BY seen.occurredAt, o.id LIMIT ${Math.trunc(limit)}`,
    reaches,
  );
  return rows.map(keyOutfall);
}

/** Those of `ids` that are key outfalls of the given reaches. */
export async function keyOutfallsAmong(
  reader: Reader,
  ids: readonly number[],
  reaches: readonly number[],
): Promise<KeyOutfall[]> {
  if (ids.length === 0) return [];
  const rows = await reader.query<KeyOutfallRow>(
    `${KEY_OUTFALLS} AND o.id IN (${marks(ids)}) AND o.reachId IN (${marks(reaches)}) ORDER BY o.id`,
    [...ids, ...reaches],
  );
  return rows.map(keyOutfall);
}

/** What a patrol saw at the outfalls, for its card. */
export interface SeenOutfall {
  name: string;
  flow: FlowState;
  unchanged: boolean;
}

export async function seenOn(reader: Reader, patrolId: number): Promise<SeenOutfall[]> {
  const rows = await reader.query<{ name: string; flow: FlowState; unchanged: number }>(
    `SELECT o.name, ob.flow, ob.unchanged FROM observation ob JOIN outfall o ON o.id = ob.outfallId
      WHERE ob.patrolId = ? ORDER BY ob.id`,
    [patrolId],
  );
  return rows.map((row) => ({ ...row, unchanged: Boolean(row.unchanged) }));
}

/** Whether the person holds the post that a task is for, on `day`. */
export async function holdsTask(
  reader: Reader,
  { personId, taskId, day }: { personId: number; taskId: number; day: string },
): Promise<boolean> {
  const rows = await reader.query(
    `SELECT p.id FROM patrol_task t JOIN post p ON p.reachId = t.reachId AND p.level = t.level
      WHERE t.id = ? AND p.personId = ? AND p.fromDay <= ? AND (p.toDay IS NULL OR p.toDay >= ?) LIMIT 1`,
    [taskId, personId, day, day],
  );
  return rows.length > 0;
}

/** An open task, with its place and period. */
export interface OpenTask {
  id: number;
  version: number;
  level: Level;
  periodKey: string;
  startDay: string;
  dueDay: string;
  lateDay: string;
  reachId: number;
  river: string;
  reachName: string;
  townId: number;
}

/** The open tasks that a person may walk on `day`, the most pressing first. */
export const openTasksOf = (
  reader: Reader,
  { personId, day }: { personId: number; day: string },
): Promise<OpenTask[]> =>
  reader.query<OpenTask>(
    `SELECT t.id, t.version, t.level, t.periodKey, t.startDay, t.dueDay, t.lateDay, t.reachId,
            r.river, r.name AS reachName, r.townId
       FROM patrol_task t JOIN reach r ON r.id = t.reachId
      WHERE t.state = 'open' AND t.lateDay >= ? AND EXISTS (
              SELECT 1 FROM post p WHERE p.reachId = t.reachId AND p.level = t.level AND p.personId = ?
                 AND p.fromDay <= ? AND (p.toDay IS NULL OR p.toDay >= ?))
        AND t.reachId IN (SELECT reachId FROM post WHERE personId = ?)
      ORDER BY t.dueDay, t.id`,
    [day, personId, day, day, personId],
  );
