import type { Level, PatrolTaskState } from '../../entities';
import type { Calendar } from '../core/calendar';
import { marks, type Reader } from '../core/database';
import { groupBy } from '../core/groupBy';
import type { Policy } from '../core/policy';
import type { HeldPost } from '../roster';
import { type Frequency, frequencyOf, type Period, periodsBetween } from './rules';

/** A task that there should be, and who may do it: the first is the assignee. */
export interface PlannedTask {
  reachId: number;
  /** Of the reach, now. */
  townId: number;
  level: Level;
  period: Period;
  holders: number[];
  state: PatrolTaskState;
}

export interface Span {
  /** A period counts when it has a day within these, or is running on `today`. */
  from: string;
  to: string;
  today: string;
}

/**
 * Which tasks there should be. Pure.
 *
 * A period has a task when it has a working day and somebody holds the post: began it before the period ended,
 * and holds it on `today` (on the period's first day when that is still to come). A period whose late entry is
 * over already (the program stood still for weeks) is `void` from the start: nobody was asked in time, so
 * nobody is blamed, and the gap is on record.
 */
export function planTasks(
  { policy, calendar, posts }: { policy: Policy; calendar: Calendar; posts: readonly HeldPost[] },
  { from, to, today }: Span,
): PlannedTask[] {
  const known = new Map<string, Period[]>();
  const periodsOf = (frequency: Frequency): Period[] => {
    const name = JSON.stringify(frequency);
    const found = known.get(name);
    if (found) return found;
    const periods = periodsBetween(frequency, from < today ? from : today, to).filter(
      ({ startDay, dueDay }) => calendar.hasWorkday(startDay, dueDay),
    );
    known.set(name, periods);
    return periods;
  };
  const byReach = groupBy(posts, ({ reachId, level }) => `${reachId} ${level}`);
  return [...byReach.values()].flatMap((held) => {
    const [{ reachId, townId, level, reachCode }] = held as [HeldPost];
    return periodsOf(frequencyOf(policy, level, reachCode)).flatMap((period): PlannedTask[] => {
      const on = period.startDay > today ? period.startDay : today;
      const holders = held.filter(
        ({ fromDay, toDay }) => fromDay <= period.dueDay && fromDay <= on && (toDay ?? on) >= on,
      );
      if (holders.length === 0) return [];
      const state = period.lateDay < today ? 'void' : 'open';
      const people = [...new Set(holders.map((post) => post.personId))];
      return [{ reachId, townId, level, period, state, holders: people }];
    });
  });
}

export const taskKey = (task: { reachId: number; level: Level; periodKey: string }): string =>
  `${task.reachId} ${task.level} ${task.periodKey}`;

/** Index ranges (reaches × levels × periods) of one question: MySQL plans a few 10,000 of them well. */
const RANGES = 20_000;

/** The planned tasks that are not in the database yet. */
export async function missingTasks(reader: Reader, planned: readonly PlannedTask[]): Promise<PlannedTask[]> {
  const keys = [...new Set(planned.map(({ period }) => period.key))];
  const reaches = [...new Set(planned.map(({ reachId }) => reachId))];
  const step = Math.max(1, Math.floor(RANGES / (3 * Math.max(1, keys.length))));
  const there = new Set<string>();
  for (let at = 0; at < reaches.length; at += step) {
    const part = reaches.slice(at, at + step);
    const rows = await reader.query<{ reachId: number; level: Level; periodKey: string }>(
      `SELECT reachId, level, periodKey FROM patrol_task
        WHERE reachId IN (${marks(part)}) AND level IN ('county', 'town', 'village')
          AND periodKey IN (${marks(keys)})`,
      [...part, ...keys],
    );
    for (const row of rows) there.add(taskKey(row));
  }
  return planned.filter(
    ({ reachId, level, period }) => !there.has(taskKey({ reachId, level, periodKey: period.key })),
  );
}
