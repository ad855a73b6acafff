import type { Level } from '../../../entities';
import { marks, type Reader, type SqlValue, sqlInstant } from '../../core/database';
import { addDays, instantAt } from '../../core/days';
import type { AsOf } from '../asOf';
import type { Period } from '../period';
import type { TaskFact } from '../subjectFacts';

/** A task as the database has it now. */
export interface TaskRow {
  id: number;
  reachId: number;
  townId: number;
  level: Level;
  dueDay: string;
  lateDay: string;
  state: TaskFact['state'];
  assigneeId: number;
  patrolId: number | null;
  walkerId: number | null;
  result: 'normal' | 'problem' | null;
  standInFor: number | null;
  /** `YYYY-MM-DD HH:MM:SS.mmm` in UTC: as text it compares, and nothing has to be parsed a hundred thousand times. */
  entered: string | null;
}

/** When a task was made void, by its id. */
export type Voided = ReadonlyMap<number, readonly string[]>;

export interface TaskRows {
  tasks: TaskRow[];
  voided: Voided;
}

interface Wanted {
  /** Made before this instant. */
  made: Date;
  /** Due before this day. */
  today: string;
  states?: readonly TaskFact['state'][];
  /** Of these reaches only. */
  reachIds?: readonly number[];
}

const text = (column: string): string => `CAST(${column} AS CHAR)`;

/** Tasks whose due day lies in the period and is over; whose they are is for the rules to say. */
export async function readTaskRows(
  reader: Reader,
  { fromDay, toDay }: Period,
  { made, today, states = ['open', 'done', 'missed', 'void'], reachIds }: Wanted,
): Promise<TaskRows> {
  const which = `t.kind = 'period' AND t.dueDay >= ? AND t.dueDay <= ? AND t.dueDay < ?
        ${reachIds ? `AND t.reachId IN (${marks(reachIds)})` : ''}`;
  const params: SqlValue[] = [fromDay, toDay, today, ...(reachIds ?? [])];
  const tasks = await reader.query<TaskRow>(
    `SELECT t.id, t.reachId, t.townId, t.level, t.dueDay, t.lateDay, t.state, t.assigneeId,
            p.id AS patrolId, p.personId AS walkerId, p.result, p.standInFor, ${text('p.recordedAt')} AS entered
       FROM patrol_task t LEFT JOIN patrol p ON p.taskId = t.id
      WHERE ${which} AND t.state IN (${marks(states)}) AND t.createdAt < ?`,
    [...params, ...states, sqlInstant(made)],
  );
  const voided = new Map<number, string[]>();
  if (tasks.some(({ state }) => state === 'void')) {
    const steps = await reader.query<{ id: number; at: string }>(
      `SELECT t.id, ${text('h.at')} AS at FROM patrol_task t
         JOIN history_entry h ON h.subjectType = 'task' AND h.subjectId = t.id
        WHERE ${which} AND t.state = 'void' AND h.action IN ('suspended', 'void')`,
      params,
    );
    for (const { id, at } of steps) voided.set(id, [...(voided.get(id) ?? []), at]);
  }
  return { tasks, voided };
}

/** The last day on which any of them could be entered; null when there is none. */
export const lastLateDay = (tasks: readonly Pick<TaskRow, 'lateDay'>[]): string | null =>
  tasks.reduce<string | null>(
    (last, { lateDay }) => (last === null || lateDay > last ? lateDay : last),
    null,
  );

/** The first instant, as text, at which an entry for a due day is late. */
function lateFrom(): (dueDay: string) => string {
  const known = new Map<string, string>();
  return (dueDay) => {
    const found = known.get(dueDay) ?? sqlInstant(instantAt(addDays(dueDay, 1), '00:00'));
    known.set(dueDay, found);
    return found;
  };
}

/** Tasks as they stood: what was entered, stopped (停巡) or closed after that is taken back. Pure. */
export function tasksAsOf({ tasks, voided }: TaskRows, { entered, today }: AsOf): TaskFact[] {
  const before = sqlInstant(entered);
  const late = lateFrom();
  const wasVoid = ({ id }: TaskRow): boolean => !voided.get(id)?.some((at) => at >= before);
  return tasks.map((row): TaskFact => {
    const { id, reachId, townId, level, dueDay, assigneeId, patrolId, walkerId, result, standInFor } = row;
    const isEntered = row.entered !== null && row.entered < before;
    const patrol =
      isEntered && patrolId !== null && walkerId !== null && result !== null
        ? { id: patrolId, personId: walkerId, standInFor, result, late: String(row.entered) >= late(dueDay) }
        : null;
    const closed = row.lateDay < today;
    const state = isEntered
      ? row.state
      : row.state === 'void' && wasVoid(row)
        ? 'void'
        : closed
          ? 'missed'
          : 'open';
    return { id, reachId, townId, level, dueDay, state, pending: state === 'open', assigneeId, patrol };
  });
}
