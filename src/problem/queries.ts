import { type Category, HistoryEntry, type ProblemState } from '../../entities';
import { instantOf, marks, type Reader, type SqlValue } from '../core/database';
import { dayOf } from '../core/days';
import { RUNNING } from './rules';
import { problemTitle, progressWords } from './words';

/** The last 退回. */
export interface Returned {
  by: number;
  at: Date;
  reason: string;
  /** The problem's version since then. */
  version: number;
}

export async function lastReturn(reader: Reader, problemId: number): Promise<Returned | null> {
  const entries = await reader.find(
    HistoryEntry,
    { subjectType: 'problem', subjectId: problemId, action: 'returned' },
    { order: { version: 'DESC' }, limit: 1 },
  );
  const [entry] = entries;
  if (!entry) return null;
  const { actor, at, reason, version } = entry;
  return { by: Number(actor.split(':')[1]), at, reason: reason ?? '', version };
}

/** A problem as a row of a list. */
export interface ProblemLine {
  id: number;
  version: number;
  state: ProblemState;
  /** 排污口：桥西雨洪排口. */
  title: string;
  foundOn: string;
  /** 等龙兴镇签收. */
  progress: string;
  dueDay: string | null;
}

interface LineRow {
  id: number;
  version: number;
  state: ProblemState;
  category: Category | null;
  place: string | null;
  returns: number;
  dueDay: string | null;
  occurredAt: unknown;
  town: string;
}

async function lines(reader: Reader, where: string, params: readonly SqlValue[]): Promise<ProblemLine[]> {
  const rows = await reader.query<LineRow>(
    `SELECT p.id, p.version, p.state, p.category, p.place, p.returns, p.dueDay, p.occurredAt, u.name AS town
       FROM problem p JOIN unit u ON u.id = p.townId WHERE ${where}`,
    params,
  );
  return rows.map(({ id, version, state, dueDay, ...row }) => ({
    id,
    version,
    state,
    dueDay,
    title: problemTitle(row),
    foundOn: dayOf(instantOf(row.occurredAt)),
    progress: progressWords({ state, returns: row.returns }, row.town),
  }));
}

/** The running problems on these reaches, the oldest first: what a patrol looks at again. */
export const runningOn = (
  reader: Reader,
  reachIds: readonly number[],
  limit: number,
): Promise<ProblemLine[]> =>
  lines(
    reader,
    `p.reachId IN (${marks(reachIds)}) AND p.state IN (${marks(RUNNING)}) ORDER BY p.occurredAt, p.id LIMIT ${Math.trunc(limit)}`,
    [...reachIds, ...RUNNING],
  );

/** The problems that were registered on a patrol. */
export const foundOn = (
  reader: Reader,
  taskId: number,
  reachIds: readonly number[],
): Promise<ProblemLine[]> =>
  lines(
    reader,
    `p.reachId IN (${marks(reachIds)}) AND p.taskId = ? AND p.state NOT IN ('draft', 'withdrawn') ORDER BY p.id`,
    [...reachIds, taskId],
  );
