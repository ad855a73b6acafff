import type { AssessmentMark } from '../../../entities';
import { type Reader, sqlInstant } from '../../core/database';
import { groupBy } from '../../core/groupBy';
import type { Period } from '../period';

/** What somebody gave that holds: the newest of its subject and rule. */
export interface MarkFact {
  id: number;
  rule: string;
  /** Hundredths of a point; null of a veto. */
  points: number | null;
  reason: string;
  /** Who gave it. */
  byId: number;
}

type Subject = Pick<AssessmentMark, 'subject' | 'unitId' | 'reachId' | 'personId' | 'level'>;

/** Of towns and departments their unit, of chiefs their person in a post, whichever unit they were in then. */
export const markKey = ({ subject, unitId, reachId, personId, level }: Subject): string =>
  subject === 'chief' ? `chief ${reachId} ${level} ${personId}` : `${subject} ${unitId}`;

/**
 * Marks of exactly this period (a month's are none of the year's) by `markKey`. They are given once the period is
 * over, so `until` is no end of the period: it is the instant from which nothing counts any more. What was given later,
 * or taken back later, is as if it had not been. One statement.
 */
export async function readMarks(
  reader: Reader,
  { key }: Pick<Period, 'key'>,
  until: Date,
): Promise<Map<string, MarkFact[]>> {
  const now = sqlInstant(until);
  const rows = await reader.query<MarkFact & Subject>(
    `SELECT id, subject, unitId, reachId, personId, level, rule, points, reason, byId FROM assessment_mark
      WHERE period = ? AND at < ? AND (withdrawnAt IS NULL OR withdrawnAt >= ?) ORDER BY id`,
    [key, now, now],
  );
  return new Map(
    [...groupBy(rows, markKey)].map(([subject, own]) => {
      const newest = new Map(own.map((mark) => [mark.rule, mark]));
      const marks = [...newest.values()].map(({ id, rule, points, reason, byId }) => ({
        id,
        rule,
        points,
        reason,
        byId,
      }));
      return [subject, marks];
    }),
  );
}
