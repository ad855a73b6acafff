import { type ComparedRow, renderAssessmentCompare } from '../../../cards/assessmentCompare';
import { AssessmentRun, PersonRole } from '../../../entities';
import {
  changeInWords,
  comparePeriods,
  movedLines,
  nameWithReach,
  pairOf,
  periodTitle,
  ruleName,
  type ScoredSubject,
} from '../../assessment';
import type { Reader } from '../../core/database';
import type { Presenter } from '../frame';
import { mayHaveAssessment } from '../mayHave';

const MOST_REASONS = 2;

const rowOf = (subject: ScoredSubject): ComparedRow => ({
  name: nameWithReach(subject),
  was: subject.before,
  now: subject.score.score,
  change: subject.change,
  why: movedLines(subject)
    .slice(0, MOST_REASONS)
    .map(({ rule, by }) => `${ruleName(rule)}${changeInWords(by)}`)
    .join('，'),
});

const versionOf = async (reader: Reader, period: string): Promise<number> =>
  (await reader.findOne(AssessmentRun, { period }))?.policyVersion ?? 0;

/** 考核对比: for 县河长办 and the county's leaders alone. */
export const assessmentCompare: Presenter = async (_deps, reader, { subject, recipient }) => {
  const roles = (await reader.find(PersonRole, { personId: recipient.id })).map(({ role }) => role);
  const pair = mayHaveAssessment(roles) ? pairOf(subject.id) : null;
  const compared = pair && (await comparePeriods(reader, pair));
  if (!compared) return null;
  const { was, now, medians, towns, chiefs } = compared;
  const policies = { was: await versionOf(reader, was.key), now: await versionOf(reader, now.key) };
  return {
    card: renderAssessmentCompare({
      pair: subject.id,
      was: periodTitle(was),
      now: periodTitle(now),
      medians,
      towns: towns.map(rowOf),
      chiefs: { rows: chiefs.map(rowOf), total: chiefs.length },
      policies: policies.was === policies.now ? null : policies,
    }),
    pictures: [],
  };
};
