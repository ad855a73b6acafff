import type { Level, PatrolTask, Problem } from '../../entities';
import { instantOf, marks, type Reader } from '../core/database';
import { dayOf } from '../core/days';
import { fold, type Tables } from '../core/workbook';
import type { PaperBook } from './paperBook';

/** The task of one period, and the patrol that ended it. */
export interface KnownTask
  extends Pick<
    PatrolTask,
    'id' | 'version' | 'reachId' | 'level' | 'state' | 'startDay' | 'dueDay' | 'lateDay'
  > {
  /** Who walked it, and on which day; null while nobody has. */
  walked: { personId: number; day: string } | null;
}

export type KnownProblem = Pick<Problem, 'taskId' | 'finderId' | 'category' | 'words' | 'place'> & {
  day: string;
};

export interface KnownHolder {
  reachId: number;
  level: Level;
  personId: number;
  name: string;
  mobileHash: string;
  fromDay: string;
  toDay: string | null;
}

/** Everything that a workbook of paper patrols is planned against: of its own reaches and days only. */
export interface PaperSnapshot {
  reaches: { id: number; code: string; townId: number; parentId: number | null }[];
  outfalls: { id: number; internalCode: string; name: string; reachId: number | null }[];
  holders: KnownHolder[];
  tasks: KnownTask[];
  problems: KnownProblem[];
}

type TaskRow = Omit<KnownTask, 'walked'> & { personId: number | null; occurredAt: unknown };

const PART = 500;

/** In parts that every database takes as the values of one statement. */
async function inParts<T>(
  ids: readonly number[],
  read: (part: readonly number[]) => Promise<T[]>,
): Promise<T[]> {
  const found: T[] = [];
  for (let at = 0; at < ids.length; at += PART) found.push(...(await read(ids.slice(at, at + PART))));
  return found;
}

export async function readPaper(reader: Reader, { patrols }: Tables<PaperBook>): Promise<PaperSnapshot> {
  const reaches = await reader.query<PaperSnapshot['reaches'][number]>(
    'SELECT id, code, townId, parentId FROM reach ORDER BY id',
  );
  const outfalls = await reader.query<PaperSnapshot['outfalls'][number]>(
    'SELECT id, internalCode, name, reachId FROM outfall ORDER BY id',
  );
  const named = new Set(patrols.rows.map(({ values }) => fold(values.reach ?? '')));
  const ids = reaches.filter(({ code }) => named.has(fold(code))).map(({ id }) => id);
  const days = patrols.rows.flatMap(({ values }) => values.walkedOn ?? []).sort();
  const [from, to] = [days[0], days.at(-1)];
  if (from === undefined || to === undefined) {
    return { reaches, outfalls, holders: [], tasks: [], problems: [] };
  }
  const holders = await inParts(ids, (part) =>
    reader.query<KnownHolder>(
      `SELECT p.reachId, p.level, p.personId, h.name, h.mobileHash, p.fromDay, p.toDay
         FROM post p JOIN person h ON h.id = p.personId WHERE p.reachId IN (${marks(part)}) ORDER BY p.id`,
      part,
    ),
  );
  const tasks = await inParts(ids, (part) =>
    reader.query<TaskRow>(
      `SELECT t.id, t.version, t.reachId, t.level, t.state, t.startDay, t.dueDay, t.lateDay, w.personId, w.occurredAt
         FROM patrol_task t LEFT JOIN patrol w ON w.taskId = t.id
        WHERE t.reachId IN (${marks(part)}) AND t.dueDay >= ? AND t.startDay <= ? ORDER BY t.id`,
      [...part, from, to],
    ),
  );
  const problems = await inParts(
    tasks.map(({ id }) => id),
    (part) =>
      reader.query<Omit<KnownProblem, 'day'> & { occurredAt: unknown }>(
        `SELECT taskId, finderId, category, words, place, occurredAt FROM problem
          WHERE taskId IN (${marks(part)}) ORDER BY id`,
        part,
      ),
  );
  return {
    reaches,
    outfalls,
    holders,
    tasks: tasks.map(({ personId, occurredAt, ...task }) => ({
      ...task,
      walked: personId === null ? null : { personId, day: dayOf(instantOf(occurredAt)) },
    })),
    problems: problems.map(({ occurredAt, ...problem }) => ({
      ...problem,
      day: dayOf(instantOf(occurredAt)),
    })),
  };
}
