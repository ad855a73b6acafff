import type { Level, PatrolTaskState } from '../../entities';
import type { Calendar } from '../core/calendar';
import { marks, type Reader } from '../core/database';
import { addDays } from '../core/days';
import { groupBy } from '../core/groupBy';
import type { Policy } from '../core/policy';
import type { HeldPost } from '../roster';
import { type Days, type Frequency, frequencyOf, type Period, periodsBetween } from './rules';
import { type Suspended, suspensionOf } from './suspensions';

/** A task that there should be, and who may do it: the first is the assignee. */
export interface PlannedTask {
  reachId: number;
  /** Of the reach, now. */
  townId: number;
  level: Level;
  period: Period;
  holders: number[];
  state: PatrolTaskState;
  /** The 停巡 because of which it is void. */
  suspensionId: number | null;
}

/** What the plan is made of. */
export interface Grounds {
  policy: Policy;
  calendar: Calendar;
  posts: readonly HeldPost[];
  /** When a grave problem was open, by reach. */
  risks?: ReadonlyMap<number, readonly Days[]>;
  suspended?: readonly Suspended[];
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
 * nobody is blamed, and the gap is on record; so is one that falls due while its reach is 停巡.
 */
export function planTasks(
  { policy, calendar, posts, risks, suspended = [] }: Grounds,
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
    return periodsOf(frequencyOf(policy, level, reachCode, risks?.get(reachId))).flatMap(
      (period): PlannedTask[] => {
        const on = period.startDay > today ? period.startDay : today;
        const holders = held.filter(
          ({ fromDay, toDay }) => fromDay <= period.dueDay && fromDay <= on && (toDay ?? on) >= on,
        );
        if (holders.length === 0) return [];
        const suspensionId = suspensionOf({ reachId, dueDay: period.dueDay }, suspended)?.id ?? null;
        const state = suspensionId !== null || period.lateDay < today ? 'void' : 'open';
        const people = [...new Set(holders.map((post) => post.personId))];
        return [{ reachId, townId, level, period, state, suspensionId, holders: people }];
      },
    );
  });
}

export const taskKey = (task: { reachId: number; level: Level; periodKey: string }): string =>
  `${task.reachId} ${task.level} ${task.periodKey}`;

interface Spanned {
  reachId: number;
  level: Level;
  startDay: string;
  dueDay: string;
}

const LONGEST_PERIOD_DAYS = 366;

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
  const missing = planned.filter(
    ({ reachId, level, period }) => !there.has(taskKey({ reachId, level, periodKey: period.key })),
  );
  return withoutOverlap(reader, missing);
}

/**
 * Leaves out what overlaps a task that is there under another key: where the frequency has changed in the middle of a
 * period, nobody is asked to walk it twice.
 */
async function withoutOverlap(reader: Reader, missing: readonly PlannedTask[]): Promise<PlannedTask[]> {
  const [first] = missing;
  if (!first) return [];
  let { startDay, dueDay } = first.period;
  for (const { period } of missing) {
    if (period.startDay < startDay) startDay = period.startDay;
    if (period.dueDay > dueDay) dueDay = period.dueDay;
  }
  // By due day, which is indexed: a year is the longest period that can reach over these days.
  const rows = await reader.query<Spanned>(
    `SELECT reachId, level, startDay, COALESCE(postponedFrom, dueDay) AS dueDay FROM patrol_task
      WHERE state IN ('open', 'done', 'missed', 'void') AND dueDay >= ? AND dueDay <= ? AND startDay <= ?
        AND kind = 'period'`,
    [startDay, addDays(dueDay, LONGEST_PERIOD_DAYS), dueDay],
  );
  if (rows.length === 0) return [...missing];
  const byPost = groupBy(rows, (row) => `${row.reachId} ${row.level}`);
  return missing.filter(({ reachId, level, period }) =>
    (byPost.get(`${reachId} ${level}`) ?? []).every(
      (row) => row.dueDay < period.startDay || row.startDay > period.dueDay,
    ),
  );
}
