import { type ComparedRow, renderAssessmentCompare } from '../../../cards/assessmentCompare';
import { AssessmentRun } from '../../../entities';
import {
  changeInWords,
  comparePeriods,
  itemNames,
  movedLines,
  nameWithReach,
  pairOf,
  periodTitle,
  type ScoredSubject,
} from '../../assessment';
import type { Reader } from '../../core/database';
import { rolesHeld } from '../../roster';
import type { Presenter } from '../frame';
import { mayHaveAssessment } from '../mayHave';

const MOST_REASONS = 2;

const rowOf = (
  subject: ScoredSubject,
  nameOf: (subject: ScoredSubject, rule: string) => string,
): ComparedRow => ({
  name: nameWithReach(subject),
  was: subject.before,
  now: subject.score.score,
  change: subject.change,
  why: movedLines(subject)
    .slice(0, MOST_REASONS)
    .map(({ rule, by }) => `${nameOf(subject, rule)}${changeInWords(by)}`)
    .join('，'),
});

const versionOf = async (reader: Reader, period: string): Promise<number> =>
  (await reader.findOne(AssessmentRun, { period }))?.policyVersion ?? 0;

/** 考核对比: for 县河长办 and the county's leaders alone. */
export const assessmentCompare: Presenter = async ({ policies: rules }, reader, { subject, recipient }) => {
  const roles = await rolesHeld(reader, recipient.id);
  const pair = mayHaveAssessment(roles) ? pairOf(subject.id) : null;
  const compared = pair && (await comparePeriods(reader, pair));
  if (!compared) return null;
  const { was, now, medians, towns, departments, chiefs } = compared;
  const policies = { was: await versionOf(reader, was.key), now: await versionOf(reader, now.key) };
  const nameOf = await itemNames(reader, rules, [now.key]);
  const row = (one: ScoredSubject): ComparedRow =>
    rowOf(one, ({ score: { subject: of } }, rule) => nameOf({ period: now.key, subject: of, rule }));
  return {
    card: renderAssessmentCompare({
      pair: subject.id,
      was: periodTitle(was),
      now: periodTitle(now),
      medians,
      towns: towns.map(row),
      departments: departments.map(row),
      chiefs: { rows: chiefs.map(row), total: chiefs.length },
      policies: policies.was === policies.now ? null : policies,
    }),
    pictures: [],
  };
};
