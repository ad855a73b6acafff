import { dayOf } from '../../core/days';
import { exportLag } from '../../lag';
import { dayOfId } from '../lagWords';
import { mayHaveCountyLag } from '../mayHaveLag';
import type { File } from './file';

/** 滞后表: every unit, chief and record, as it is when the file is written, or at the end of a past day. */
export const lagFile: File = async (deps, reader, { subject, recipient, roles, at }) => {
  if (!mayHaveCountyLag(roles)) return null;
  const day = dayOfId(subject.id);
  const asked = { at, writtenFor: recipient.name, ...(day !== undefined && { day }) };
  return {
    name: `滞后表-${day ?? dayOf(at)}.xlsx`,
    bytes: await exportLag(reader, deps, asked),
  };
};
