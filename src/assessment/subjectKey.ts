import type { SubjectColumns } from '../../entities';

/** Whose score it is, from one computation to the next and from one period to another. */
export const subjectKey = ({ subject, unitId, reachId, level, personId }: SubjectColumns): string =>
  subject === 'chief' ? `chief ${reachId} ${level} ${personId}` : `${subject} ${unitId}`;
