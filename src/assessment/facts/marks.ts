import { AssessmentMark } from '../../../entities';
import type { Reader } from '../../core/database';
import type { Period } from '../period';
import type { SubjectMark } from '../subjectFacts';

/** Of those periods: a month's mark is none of the year's. One statement. */
export const readMarks = (
  reader: Reader,
  periods: readonly Pick<Period, 'key'>[],
): Promise<AssessmentMark[]> =>
  reader.find(AssessmentMark, { period: periods.map(({ key }) => key) }, { order: { id: 'ASC' } });

/**
 * Marks that hold in a period. They are given once it is over, so `until` is not its end: it is the instant from which
 * nothing counts any more. What was given later, or taken back later, is as if it had not been. Pure.
 */
export const marksOf = (
  marks: readonly AssessmentMark[],
  { key }: Pick<Period, 'key'>,
  until: Date,
): SubjectMark[] =>
  marks
    .filter(
      ({ period, at, withdrawnAt }) =>
        period === key && at < until && (withdrawnAt === null || withdrawnAt >= until),
    )
    .map(({ id, subject, unitId, reachId, level, personId, rule, points, reason }) => ({
      id,
      subject,
      unitId,
      reachId,
      level,
      personId,
      rule,
      points,
      reason,
    }));
