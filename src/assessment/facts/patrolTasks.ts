import type { Level } from '../../../entities';
import { marks, type Reader, type SqlValue, sqlInstant } from '../../core/database';
import type { AsOf } from '../asOf';
import type { Period } from '../period';
import type { TaskFact } from '../subjectFacts';

/** Tasks of one state that are due on one day, as the database has them now: a list a column, all in one order. */
export interface TaskPack {
  state: TaskFact['state'];
  dueDay: string;
  id: number[];
  reachId: number[];
  townId: number[];
  level: Level[];
  lateDay: string[];
  assigneeId: number[];
  patrolId: (number | null)[];
  walkerId: (number | null)[];
  standInFor: (number | null)[];
  /**
   * When it was walked and when it was made, where that was after the due day alone, for before any freeze both count:
   * `YYYY-MM-DD HH:MM:SS.mmm` in UTC, which compares as text.
   */
  enteredLate: (string | null)[];
  madeLate: (string | null)[];
}

/** When a task was made void, by its id. */
export type Voided = ReadonlyMap<number, readonly string[]>;

export interface TaskRows {
  packs: TaskPack[];
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
/** 00:00 of the day after, as its instant is written: 16:00 UTC. */
const afterDueDay = (column: string): string =>
  `CASE WHEN ${column} >= CONCAT(t.dueDay, ' 16:00:00.000') THEN ${text(column)} END`;

const NUMBERS = {
  id: 't.id',
  reachId: 't.reachId',
  townId: 't.townId',
  assigneeId: 't.assigneeId',
  patrolId: 'p.id',
  walkerId: 'p.personId',
  standInFor: 'p.standInFor',
};
const WORDS = {
  level: 't.level',
  lateDay: 't.lateDay',
  enteredLate: afterDueDay('p.recordedAt'),
  madeLate: afterDueDay('t.createdAt'),
};
/** Lists that are JSON but for their brackets. */
const LISTS = [
  ...Object.entries(NUMBERS).map(([name, column]) => `GROUP_CONCAT(COALESCE(${column}, 'null')) AS ${name}`),
  ...Object.entries(WORDS).map(
    ([name, column]) => `GROUP_CONCAT(COALESCE(JSON_QUOTE(${column}), 'null')) AS ${name}`,
  ),
].join(', ');

type PackRow = Record<keyof TaskPack, string> & { state: TaskFact['state']; count: number };

/** @throws Error when the server cut a list short */
function unpacked({ state, dueDay, count, ...lists }: PackRow): TaskPack {
  const read = Object.entries(lists).map(([name, list]) => {
    const values = JSON.parse(`[${list}]`) as unknown[];
    if (values.length !== Number(count)) throw new Error(`${name} of ${dueDay} came short`);
    return [name, values];
  });
  return { state, dueDay, ...Object.fromEntries(read) };
}

/**
 * Tasks whose due day lies in the period and is over; whose they are is for the rules to say. A year of 2,000 chiefs comes
 * as 104 rows instead of 104,000: in a third of the time, and with a tenth of the garbage (`npm run bench -- assessment`).
 */
export async function readTaskRows(
  reader: Reader,
  { fromDay, toDay }: Period,
  { made, today, states = ['open', 'done', 'missed', 'void'], reachIds }: Wanted,
): Promise<TaskRows> {
  const which = `t.kind = 'period' AND t.dueDay >= ? AND t.dueDay <= ? AND t.dueDay < ?
        ${reachIds ? `AND t.reachId IN (${marks(reachIds)})` : ''}`;
  const params: SqlValue[] = [fromDay, toDay, today, ...(reachIds ?? [])];
  const rows = await reader.query<PackRow>(
    `SELECT t.state, t.dueDay, COUNT(*) AS count, ${LISTS}
       FROM patrol_task t LEFT JOIN patrol p ON p.taskId = t.id
      WHERE ${which} AND t.state IN (${marks(states)}) AND t.createdAt < ? GROUP BY t.state, t.dueDay`,
    [...params, ...states, sqlInstant(made)],
  );
  const packs = rows.map(unpacked);
  const voided = new Map<number, string[]>();
  if (packs.some(({ state }) => state === 'void')) {
    const steps = await reader.query<{ id: number; at: string }>(
      `SELECT t.id, ${text('h.at')} AS at FROM patrol_task t
         JOIN history_entry h ON h.subjectType = 'task' AND h.subjectId = t.id
        WHERE ${which} AND t.state = 'void' AND h.action IN ('suspended', 'void')`,
      params,
    );
    for (const { id, at } of steps) voided.set(id, [...(voided.get(id) ?? []), at]);
  }
  return { packs, voided };
}

/** Those that are due in a part of what was read. */
export const within = ({ packs, voided }: TaskRows, { fromDay, toDay }: Period): TaskRows => ({
  packs: packs.filter(({ dueDay }) => dueDay >= fromDay && dueDay <= toDay),
  voided,
});

/** The last day on which any of them could be entered; null when there is none. */
export function lastLateDay({ packs }: TaskRows): string | null {
  let last: string | null = null;
  for (const pack of packs) for (const day of pack.lateDay) if (last === null || day > last) last = day;
  return last;
}

/** Tasks as they stood: what was made, entered, stopped (停巡) or closed after that is taken back. Pure. */
export function tasksAsOf(
  { packs, voided }: TaskRows,
  { entered, today }: Pick<AsOf, 'entered' | 'today'>,
): TaskFact[] {
  const before = sqlInstant(entered);
  const wasVoid = (id: number): boolean => !voided.get(id)?.some((at) => at >= before);
  const facts: TaskFact[] = [];
  for (const pack of packs) {
    const { dueDay } = pack;
    for (const [n, id] of pack.id.entries()) {
      const [madeLate, enteredLate] = [pack.madeLate[n] ?? null, pack.enteredLate[n] ?? null];
      if (madeLate !== null && madeLate >= before) continue;
      const [patrolId, walkerId] = [pack.patrolId[n] ?? null, pack.walkerId[n] ?? null];
      const isEntered = patrolId !== null && (enteredLate === null || enteredLate < before);
      const patrol =
        isEntered && walkerId !== null
          ? { id: patrolId, personId: walkerId, standInFor: pack.standInFor[n], late: enteredLate !== null }
          : null;
      const unwalked = (pack.lateDay[n] as string) < today ? 'missed' : 'open';
      const state = isEntered ? pack.state : pack.state === 'void' && wasVoid(id) ? 'void' : unwalked;
      facts.push({
        id,
        reachId: pack.reachId[n] as number,
        townId: pack.townId[n] as number,
        level: pack.level[n] as Level,
        dueDay,
        state,
        pending: state === 'open',
        assigneeId: pack.assigneeId[n] as number,
        patrol,
      });
    }
  }
  return facts;
}
