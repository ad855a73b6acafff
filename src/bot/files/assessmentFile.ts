import { exportAssessment } from '../../assessment';
import { mayHaveAssessment } from '../mayHave';
import type { File } from './file';

/** 考核: a period's scores, each line of them, and the records behind each line. */
export const assessmentFile: File = async (_deps, reader, { subject, roles }) =>
  mayHaveAssessment(roles) ? exportAssessment(reader, subject.id) : null;
