import {
  type FlowState,
  type Level,
  type Patrol,
  type PatrolKind,
  type PatrolTask,
  REPORTED,
} from '../../entities';
import { instantOf, marks, type Reader, type SqlValue } from '../core/database';
import { dayOf } from '../core/days';
import { postName, reachesUnder } from '../roster';
import { standsIn } from './standIns';

/** A key outfall as the next patrol finds it. */
export interface KeyOutfall {
  id: number;
  name: string;
  /**
   * What somebody saw last (a row left as it was prefilled is no look); before the first look what the ledger says.
   * Null when neither knows, and when what was 异常 then has been dealt with since.
   */
  last: FlowState | null;
  /** The day of the last look; null before the first. */
  lastSeen: string | null;
  /** A problem at it is open: its 异常 is known. */
  problemOpen: boolean;
}

interface KeyOutfallRow {
  id: number;
  name: string;
  flowTrait: string | null;
  flow: FlowState | null;
  seenAt: unknown;
  problemOpen: number;
}

const PROBLEM_OPEN = `EXISTS (SELECT 1 FROM problem p WHERE p.outfallId = o.id AND p.reachId = o.reachId
  AND p.state IN (${REPORTED.map((state) => `'${state}'`).join(', ')}))`;

const KEY_OUTFALLS = `
  SELECT o.id, o.name, o.flowTrait, seen.flow, seen.occurredAt AS seenAt,
         ${PROBLEM_OPEN} AS problemOpen
    FROM outfall o
    LEFT JOIN observation seen ON seen.id = (SELECT x.id FROM observation x
                                              WHERE x.outfallId = o.id AND x.unchanged = 0
                                              ORDER BY x.occurredAt DESC, x.id DESC LIMIT 1)
   WHERE o.isKey = 1`;

/** 排水特征 of the ledger; 不确定 says nothing. */
const BY_LEDGER: Record<string, FlowState> = { 排水: 'flowing', 无水: 'dry' };

const keyOutfall = ({ id, name, flowTrait, flow, seenAt, ...row }: KeyOutfallRow): KeyOutfall => {
  const problemOpen = Boolean(row.problemOpen);
  if (flow === null)
    return { id, name, last: BY_LEDGER[flowTrait ?? ''] ?? null, lastSeen: null, problemOpen };
  const settled = flow === 'abnormal' && !problemOpen;
  return { id, name, last: settled ? null : flow, lastSeen: dayOf(instantOf(seenAt)), problemOpen };
};

/** The key outfalls of a reach and those below it that a card asks after: those not asked after for longest first. */
export async function keyOutfallsOf(reader: Reader, reachId: number, limit: number): Promise<KeyOutfall[]> {
  const reaches = await reachesUnder(reader, reachId);
  const rows = await reader.query<KeyOutfallRow>(
    `${KEY_OUTFALLS} AND o.reachId IN (${marks(reaches)}) 
       ORDER BY (SELECT MAX(x.occurredAt) FROM observation x WHERE x.outfallId = o.id), o.id LIMIT ${Math.trunc(limit)}`,
    reaches,
  );
  return rows.map(keyOutfall);
}

/** Those of `ids` that are key outfalls, with the reach that each is on. */
export async function keyOutfallsAmong(
  reader: Reader,
  ids: readonly number[],
): Promise<{ id: number; reachId: number | null }[]> {
  if (ids.length === 0) return [];
  return reader.query(
    `SELECT id, reachId FROM outfall WHERE isKey = 1 AND id IN (${marks(ids)}) ORDER BY id`,
    ids,
  );
}

/** Those of `ids` at which a problem is open on the outfall's own reach: their 异常 is known. */
export async function knownAbnormal(reader: Reader, ids: readonly number[]): Promise<Set<number>> {
  if (ids.length === 0) return new Set();
  const rows = await reader.query<{ id: number }>(
    `SELECT o.id FROM outfall o WHERE o.id IN (${marks(ids)}) AND ${PROBLEM_OPEN}`,
    ids,
  );
  return new Set(rows.map(({ id }) => id));
}

/** What a patrol saw at an outfall, for its card. */
export interface SeenOutfall {
  name: string;
  flow: FlowState;
  unchanged: boolean;
}

/** The patrol that ended a task. */
export interface Walked {
  result: Patrol['result'];
  occurredAt: Date;
  recordedAt: Date;
  walkerId: number;
  /** Who walked, by post. */
  walker: string;
  /** 代巡: the chief for whom. */
  standInFor: number | null;
  kind: PatrolKind;
  channel: Patrol['channel'];
  /** Who entered it for them. */
  enteredById: number | null;
  seen: SeenOutfall[];
}

/** A task with what its card says of it besides. */
export interface TaskOnCard {
  task: Pick<
    PatrolTask,
    | 'id'
    | 'reachId'
    | 'townId'
    | 'level'
    | 'periodKey'
    | 'startDay'
    | 'dueDay'
    | 'lateDay'
    | 'assigneeId'
    | 'state'
    | 'version'
  >;
  river: string;
  reach: string;
  lengthM: number | null;
  /** Photos that were sent for it and are not lost. */
  photos: number;
  /** Null while nobody has walked it. */
  walked: Walked | null;
}

type TaskOnCardRow = TaskOnCard['task'] & {
  river: string;
  reach: string;
  lengthM: number | null;
  photos: number;
  result: Patrol['result'] | null;
  channel: Patrol['channel'];
  enteredById: number | null;
  occurredAt: unknown;
  recordedAt: unknown;
  walker: string;
  walkerId: number;
  standInFor: number | null;
  kind: PatrolKind;
  title: string | null;
  unit: string | null;
  outfall: string | null;
  flow: FlowState;
  unchanged: number;
};

/** One statement, because every press of a task card asks it, with a row for each outfall that was seen. */
export async function taskOnCard(reader: Reader, taskId: number): Promise<TaskOnCard | null> {
  const rows = await reader.query<TaskOnCardRow>(
    `SELECT t.id, t.reachId, t.townId, t.level, t.periodKey, t.startDay, t.dueDay, t.lateDay, t.assigneeId,
            t.state, t.version, r.river, r.name AS reach, r.lengthM,
            (SELECT COUNT(*) FROM photo f
              WHERE f.subjectType = 'task' AND f.subjectId = t.id AND f.state <> 'lost') AS photos,
            w.result, w.channel, w.enteredById, w.occurredAt, w.recordedAt, w.standInFor, w.kind,
            w.personId AS walkerId, h.name AS walker, h.title, u.name AS unit,
            o.name AS outfall, ob.flow, ob.unchanged
       FROM patrol_task t JOIN reach r ON r.id = t.reachId
       LEFT JOIN patrol w ON w.taskId = t.id
       LEFT JOIN person h ON h.id = w.personId LEFT JOIN unit u ON u.id = h.unitId
       LEFT JOIN observation ob ON ob.patrolId = w.id LEFT JOIN outfall o ON o.id = ob.outfallId
      WHERE t.id = ? ORDER BY ob.id`,
    [taskId],
  );
  const [row] = rows;
  if (!row) return null;
  const { river, reach, lengthM, photos } = row;
  return { task: row, river, reach, lengthM, photos: Number(photos), walked: walkedIn(row, rows) };
}

function walkedIn(row: TaskOnCardRow, rows: readonly TaskOnCardRow[]): Walked | null {
  const { result, channel, enteredById, occurredAt, recordedAt } = row;
  const { standInFor, kind, walkerId, walker: name, title, unit } = row;
  if (!result) return null;
  const seen = rows.flatMap(({ outfall, flow, unchanged }): SeenOutfall[] =>
    outfall === null ? [] : [{ name: outfall, flow, unchanged: Boolean(unchanged) }],
  );
  return {
    result,
    channel,
    enteredById,
    occurredAt: instantOf(occurredAt),
    recordedAt: instantOf(recordedAt),
    walker: postName({ name, title, unit }),
    walkerId,
    standInFor,
    kind,
    seen,
  };
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

/** The tasks that may still be entered on `day` and are meant by `where`, the most pressing first. */
export const openTasksWhere = (
  reader: Reader,
  day: string,
  where: string,
  params: readonly SqlValue[],
): Promise<OpenTask[]> =>
  reader.query<OpenTask>(
    `SELECT t.id, t.version, t.level, t.periodKey, t.startDay, t.dueDay, t.lateDay, t.reachId,
            r.river, r.name AS reachName, r.townId
       FROM patrol_task t JOIN reach r ON r.id = t.reachId
      WHERE t.state = 'open' AND t.lateDay >= ? AND ${where} ORDER BY t.dueDay, t.id`,
    [day, ...params],
  );

const HELD = 'p.fromDay <= ? AND p.fromDay <= t.dueDay AND (p.toDay IS NULL OR p.toDay >= ?)';
const STOOD_IN = `stand_in s JOIN post p ON p.personId = s.chiefId AND s.deputyId = ? AND ${standsIn('p.reachId')}`;

/**
 * The open tasks of a person on `day`, own and of those for whom they walk (代巡), the most pressing first: none of a
 * period over before the post began.
 */
export async function openTasksOf(
  reader: Reader,
  { personId, day }: { personId: number; day: string },
): Promise<OpenTask[]> {
  const [own, stoodIn] = await Promise.all([
    openTasksWhere(
      reader,
      day,
      `EXISTS (SELECT 1 FROM post p WHERE p.reachId = t.reachId AND p.level = t.level AND p.personId = ? AND ${HELD})
        AND t.reachId IN (SELECT reachId FROM post WHERE personId = ?)`,
      [personId, day, day, personId],
    ),
    openTasksWhere(
      reader,
      day,
      `EXISTS (SELECT 1 FROM ${STOOD_IN} WHERE p.reachId = t.reachId AND p.level = t.level AND ${HELD})
        AND t.reachId IN (SELECT p.reachId FROM ${STOOD_IN})`,
      [personId, day, day, day, day, personId, day, day],
    ),
  ]);
  const all = new Map([...own, ...stoodIn].map((task) => [task.id, task]));
  return [...all.values()].sort((a, b) => a.dueDay.localeCompare(b.dueDay) || a.id - b.id);
}
