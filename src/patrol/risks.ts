import { REPORTED } from '../../entities';
import { instantOf, marks, type Reader, sqlInstant } from '../core/database';
import { addDays, dayOf, instantAt } from '../core/days';
import { type Policy, upliftOf } from '../core/policy';
import type { Days } from './rules';
import { reachesAbove, readReaches } from './scope';

/** The longest period begins this long before its last day. */
const LONGEST_PERIOD_DAYS = 366;

/** The first 交办 of this life: after the last 反弹, if there was one. */
const FIRST_ASSIGNED = `(SELECT MIN(h.at) FROM history_entry h
   WHERE h.subjectType = 'problem' AND h.subjectId = p.id AND h.action = 'assigned'
     AND h.version > COALESCE((SELECT MAX(r.version) FROM history_entry r WHERE r.subjectType = 'problem'
                                 AND r.subjectId = p.id AND r.action = 'rebounded'), 0))`;

interface Row {
  reachId: number;
  assignedAt: unknown;
  closedAt: unknown;
}

/**
 * When a grave problem was open, by reach: on the reach itself or below it. It counts from the day on which it was
 * first handed on (it goes on while it is 上报, or with another unit) to the day on which it was closed, so that a period's frequency never depends on when it is asked for.
 *
 * @param from the first day that is asked for
 */
export async function risksSince(reader: Reader, policy: Policy, from: string): Promise<Map<number, Days[]>> {
  const { seriousness, levels } = upliftOf(policy);
  if (seriousness.length === 0 || levels.length === 0) return new Map();
  const since = sqlInstant(instantAt(addDays(from, -LONGEST_PERIOD_DAYS), '00:00'));
  const rows = await reader.query<Row>(
    `SELECT p.reachId, p.closedAt, COALESCE(${FIRST_ASSIGNED}, p.assignedAt) AS assignedAt FROM problem p
      WHERE (p.seriousness IN (${marks(seriousness)}) OR p.source = 'exceedance') AND p.assignedAt IS NOT NULL
        AND (p.state IN (${marks(REPORTED)}) OR (p.state = 'closed' AND p.closedAt >= ?)) ORDER BY p.id`,
    [...seriousness, ...REPORTED, since],
  );
  const risks = new Map<number, Days[]>();
  if (rows.length === 0) return risks;
  const reaches = new Map((await readReaches(reader)).map((reach) => [reach.id, reach]));
  for (const { reachId, assignedAt, closedAt } of rows) {
    const days: Days = {
      from: dayOf(instantOf(assignedAt)),
      to: closedAt === null ? null : dayOf(instantOf(closedAt)),
    };
    for (const id of reachesAbove(reachId, reaches)) risks.set(id, [...(risks.get(id) ?? []), days]);
  }
  return risks;
}
