import type { AssessmentScore } from '../../entities';

/** Whose score it is, from one computation to the next and from one period to another. */
export type SubjectOfScore = Pick<AssessmentScore, 'subject' | 'unitId' | 'reachId' | 'level' | 'personId'>;

export const subjectKey = ({ subject, unitId, reachId, level, personId }: SubjectOfScore): string =>
  subject === 'chief' ? `chief ${reachId} ${level} ${personId}` : `${subject} ${unitId}`;
