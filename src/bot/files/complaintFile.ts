import { dayOf } from '../../core/days';
import { exportComplaints, mayTell } from '../../problem';
import type { File } from './file';

/** 投诉台账, phone numbers included: to those who tell the complainants. */
export const complaintFile: File = async ({ secrets, policies }, reader, { recipient, roles, at }) => {
  if (!mayTell(roles)) return null;
  const written = { policy: policies.current, at, writtenFor: recipient.name };
  return { name: `投诉台账-${dayOf(at)}.xlsx`, bytes: await exportComplaints(reader, secrets, written) };
};
