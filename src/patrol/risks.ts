import { REPORTED, RUNNING } from '../../entities';
import { instantOf, marks, type Reader, sqlInstant } from '../core/database';
import { addDays, dayOf, instantAt } from '../core/days';
import { groupBy } from '../core/groupBy';
import { type Policy, upliftOf } from '../core/policy';
import type { Days } from './rules';
import { reachesAbove, readReaches } from './scope';

/** The longest period begins this long before its last day. */
const LONGEST_PERIOD_DAYS = 366;

interface Row {
  id: number;
  reachId: number;
  state: string;
  assignedAt: unknown;
  closedAt: unknown;
}

interface Step {
  subjectId: number;
  state: string;
  at: unknown;
}

const dayOfColumn = (value: unknown): string => dayOf(instantOf(value));

/**
 * When a problem was open, by the states it went through: from the day of its first 交办 (it goes on while it is 上报, or
 * with another unit) to the day on which it was closed, and after every 反弹 anew. Pure.
 */
export function spansOf(steps: readonly { state: string; day: string }[]): Days[] {
  const spans: Days[] = [];
  for (const { state, day } of steps) {
    const last = spans.at(-1);
    const open = last?.to === null ? last : null;
    if (open && state === 'closed') open.to = day;
    if (!open && (RUNNING as readonly string[]).includes(state)) spans.push({ from: day, to: null });
  }
  return spans;
}

function daysOf(problem: Row, steps: readonly Step[]): Days[] {
  const spans = spansOf(steps.map(({ state, at }) => ({ state, day: dayOfColumn(at) })));
  const { state, assignedAt, closedAt } = problem;
  // Of one that came with no history the row says it.
  if (spans.length === 0) {
    return [{ from: dayOfColumn(assignedAt), to: closedAt === null ? null : dayOfColumn(closedAt) }];
  }
  // 反弹 that turned out to be 不属实, or another problem: what was before it was real all the same.
  const ended = state !== 'closed' && !(REPORTED as readonly string[]).includes(state);
  return ended ? spans.filter(({ to }) => to !== null) : spans;
}

/**
 * When a grave problem was open, by reach: on the reach itself or below it. What has been stays through every 反弹, so
 * that a period's frequency never depends on when it is asked for.
 *
 * @param from the first day that is asked for
 */
export async function risksSince(reader: Reader, policy: Policy, from: string): Promise<Map<number, Days[]>> {
  const { seriousness, levels } = upliftOf(policy);
  if (seriousness.length === 0 || levels.length === 0) return new Map();
  const since = sqlInstant(instantAt(addDays(from, -LONGEST_PERIOD_DAYS), '00:00'));
  const grave = `(p.seriousness IN (${marks(seriousness)}) OR p.source = 'exceedance') AND p.assignedAt IS NOT NULL
    AND (p.state IN (${marks(REPORTED)}) OR p.rebounds > 0 OR (p.state = 'closed' AND p.closedAt >= ?))`;
  const values = [...seriousness, ...REPORTED, since];
  const rows = await reader.query<Row>(
    `SELECT p.id, p.reachId, p.state, p.assignedAt, p.closedAt FROM problem p WHERE ${grave} ORDER BY p.id`,
    values,
  );
  const risks = new Map<number, Days[]>();
  if (rows.length === 0) return risks;
  const steps = groupBy(
    await reader.query<Step>(
      `SELECT h.subjectId, h.state, h.at FROM problem p
         JOIN history_entry h ON h.subjectType = 'problem' AND h.subjectId = p.id
        WHERE ${grave} ORDER BY h.subjectId, h.version`,
      values,
    ),
    ({ subjectId }) => subjectId,
  );
  const reaches = new Map((await readReaches(reader)).map((reach) => [reach.id, reach]));
  for (const row of rows) {
    const days = daysOf(row, steps.get(row.id) ?? []);
    for (const id of reachesAbove(row.reachId, reaches)) risks.set(id, [...(risks.get(id) ?? []), ...days]);
  }
  return risks;
}
