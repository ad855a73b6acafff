import { type Category, HistoryEntry, type ProblemState, REPORTED } from '../../entities';
import { instantOf, marks, type Reader, type SqlValue } from '../core/database';
import { dayOf } from '../core/days';
import { STEPS } from './lifecycle';
import { roundBegan } from './round';
import { problemTitle, progressWords } from './words';

/** Why it came back to its unit, or from another one. */
export interface Returned {
  why: '退回' | '转办' | '反弹' | '上报';
  by: number;
  at: Date;
  reason: string;
}

const WHY: Record<string, Returned['why']> = {
  [STEPS.return.action]: '退回',
  [STEPS.transfer.action]: '转办',
  [STEPS.rebound.action]: '反弹',
  [STEPS.sendUp.action]: '上报',
};

/** What began this round of handling; null in the first. */
export async function lastReturn(reader: Reader, problemId: number): Promise<Returned | null> {
  const entry = await roundBegan(reader, problemId);
  const why = WHY[entry?.action ?? ''];
  if (!entry || !why) return null;
  return { why, by: Number(entry.actor.split(':')[1]), at: entry.at, reason: entry.reason ?? '' };
}

/** A problem as a row of a list. */
export interface ProblemLine {
  id: number;
  version: number;
  state: ProblemState;
  /** 排污口：桥西雨洪排口. */
  title: string;
  foundOn: string;
  finderId: number;
  /** Null while it is open. */
  closedOn: string | null;
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
  rebounds: number;
  acceptedAt: unknown;
  dueDay: string | null;
  occurredAt: unknown;
  closedAt: unknown;
  finderId: number;
  unit: string;
}

/** The problems that fit, as rows of a list. @param where of `problem p`, with its order and limit */
export async function lines(
  reader: Reader,
  where: string,
  params: readonly SqlValue[],
): Promise<ProblemLine[]> {
  const rows = await reader.query<LineRow>(
    `SELECT p.id, p.version, p.state, p.category, p.place, p.returns, p.rebounds, p.acceptedAt, p.dueDay,
            p.occurredAt, p.closedAt, p.finderId, u.name AS unit
       FROM problem p JOIN unit u ON u.id = COALESCE(p.unitId, p.townId) WHERE ${where}`,
    params,
  );
  return rows.map(({ id, version, state, dueDay, ...row }) => ({
    id,
    version,
    state,
    dueDay,
    title: problemTitle(row),
    foundOn: dayOf(instantOf(row.occurredAt)),
    finderId: row.finderId,
    closedOn: row.closedAt === null ? null : dayOf(instantOf(row.closedAt)),
    progress: progressWords({ state, ...row }, row.unit),
  }));
}

/** The open problems on these reaches, those that wait for 县河长办 too; the oldest first: what a patrol looks at again. */
export const reportedOn = (
  reader: Reader,
  reachIds: readonly number[],
  limit: number,
): Promise<ProblemLine[]> =>
  lines(
    reader,
    `p.reachId IN (${marks(reachIds)}) AND p.state IN (${marks(REPORTED)}) ORDER BY p.occurredAt, p.id LIMIT ${Math.trunc(limit)}`,
    [...reachIds, ...REPORTED],
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

/** Other open problems on the same reach, into which one may be merged; the newest first. */
export const mergeTargets = (
  reader: Reader,
  { id, reachId }: { id: number; reachId: number },
  limit: number,
): Promise<ProblemLine[]> =>
  lines(
    reader,
    `p.reachId = ? AND p.id <> ? AND p.state IN (${marks(REPORTED)})
      ORDER BY p.id DESC LIMIT ${Math.trunc(limit)}`,
    [reachId, id, ...REPORTED],
  );

/** Why it was found not to be so. */
export async function endReason(reader: Reader, problemId: number): Promise<string> {
  const [entry] = await reader.find(
    HistoryEntry,
    { subjectType: 'problem', subjectId: problemId, action: STEPS.dismiss.action },
    { order: { version: 'DESC' }, limit: 1 },
  );
  return entry?.reason ?? '';
}

/** What a 上报 said, and whether it took longer than the rule allows; null when nobody sent it up. */
export async function lastSentUp(
  reader: Reader,
  problemId: number,
): Promise<{ by: number; at: Date; reason: string; late: boolean } | null> {
  const entry = await roundBegan(reader, problemId);
  if (entry?.action !== STEPS.sendUp.action) return null;
  const { actor, at, reason, data } = entry;
  const late = (data as { late?: boolean } | null)?.late === true;
  return { by: Number(actor.split(':')[1]), at, reason: reason ?? '', late };
}
