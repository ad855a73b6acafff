import { AssessmentScore } from '../../../entities';
import { exportAssessment, exportComparison, exportReport, pairOf, roundOfRun } from '../../assessment';
import { mayHaveAssessment, ownScore } from '../mayHave';
import type { File } from './file';

/** 考核: a period's scores, each line of them, and the records behind each line; to a unit or chief their own. */
export const assessmentFile: File = async ({ policies }, reader, { subject, recipient, roles }) => {
  if (subject.type === 'assessmentRun')
    return mayHaveAssessment(roles) ? exportAssessment(reader, policies, subject.id) : null;
  const score = await reader.findOne(AssessmentScore, { id: subject.id });
  if (!score || !ownScore(score, recipient, roles, policies.current)) return null;
  // Its card was sent as 试算; what is drafted since is not theirs to see before 公示.
  if ((await roundOfRun(reader, score.runId))?.state === 'draft') return null;
  return exportAssessment(reader, policies, score.runId, [score.id]);
};

/** 考核报告: the round's summary as 公文. */
export const assessmentReport: File = async ({ policies }, reader, { subject, roles }) =>
  mayHaveAssessment(roles) ? exportReport(reader, policies, subject.id) : null;

/** 考核对比: two periods side by side. */
export const assessmentCompared: File = async ({ policies }, reader, { subject, roles }) => {
  const pair = mayHaveAssessment(roles) ? pairOf(subject.id) : null;
  return pair && exportComparison(reader, policies, pair);
};
