import { type FlowState, type Level, Patrol, PatrolTask } from '../../entities';
import { instantOf, marks, type Reader } from '../core/database';
import { dayOf } from '../core/days';
import { postName, reachesUnder } from '../roster';

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

/** Whether a person holds, on a day, the post that task `t` is for. Parameters: person, day, day. */
export const HOLDS_TASK = `EXISTS (SELECT 1 FROM post p WHERE p.reachId = t.reachId AND p.level = t.level
  AND p.personId = ? AND p.fromDay <= ? AND (p.toDay IS NULL OR p.toDay >= ?))`;

/** A task with what its card says of it besides. */
export interface TaskOnCard {
  task: PatrolTask;
  river: string;
  reach: string;
  lengthM: number | null;
  /** Photos that were sent for it and are not lost. */
  photos: number;
  /** Whether the person who looks holds its post that day. */
  holds: boolean;
}

/** One statement, because every press of a task card asks it. */
export async function taskOnCard(
  reader: Reader,
  { taskId, personId, day }: { taskId: number; personId: number; day: string },
): Promise<TaskOnCard | null> {
  const [row] = await reader.query<Omit<TaskOnCard, 'task'>>(
    `SELECT t.*, r.river, r.name AS reach, r.lengthM, ${HOLDS_TASK} AS holds,
            (SELECT COUNT(*) FROM photo f
              WHERE f.subjectType = 'task' AND f.subjectId = t.id AND f.state <> 'lost') AS photos
       FROM patrol_task t JOIN reach r ON r.id = t.reachId WHERE t.id = ?`,
    [personId, day, day, taskId],
  );
  if (!row) return null;
  const { river, reach, lengthM } = row;
  const task = reader.hydrate(PatrolTask, row);
  return { task, river, reach, lengthM, photos: Number(row.photos), holds: Boolean(row.holds) };
}

/** The patrol that ended a task, and who walked it. */
export interface Walked {
  patrol: Patrol;
  walker: string;
}

export async function walkedOf(reader: Reader, taskId: number): Promise<Walked | null> {
  const [row] = await reader.query<{ walker: string; title: string | null; unit: string | null }>(
    `SELECT pa.*, p.name AS walker, p.title, u.name AS unit FROM patrol pa
       LEFT JOIN person p ON p.id = pa.personId LEFT JOIN unit u ON u.id = p.unitId WHERE pa.taskId = ?`,
    [taskId],
  );
  if (!row) return null;
  const walker = postName({ name: row.walker, title: row.title, unit: row.unit });
  return { patrol: reader.hydrate(Patrol, row), walker };
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

/** The open tasks of a person on `day`, the most pressing first: none of a period over before their post began. */
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
                 AND p.fromDay <= ? AND p.fromDay <= t.dueDay AND (p.toDay IS NULL OR p.toDay >= ?))
        AND t.reachId IN (SELECT reachId FROM post WHERE personId = ?)
      ORDER BY t.dueDay, t.id`,
    [day, personId, day, day, personId],
  );
