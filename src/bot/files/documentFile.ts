import { dayOf } from '../../core/days';
import { actsFor, exportDocument, mayWatch, wholeDocument } from '../../escalation';
import type { File } from './file';

/** 通报, 约谈, 督查 as 公文: to those who may see it, to the unit once it is signed. */
export const documentFile: File = async ({ policies }, reader, { subject, recipient, roles }) => {
  const whole = await wholeDocument(reader, subject.id);
  if (!whole) return null;
  const { document, title } = whole;
  const policy = policies.current;
  const { unitId, signedAt, day } = document;
  const acts = await actsFor(reader, policy, { unitId, person: recipient, roles });
  if (!mayWatch({ person: recipient, roles }, document) && !(acts && signedAt !== null)) return null;
  return {
    name: `${title}-${signedAt ? dayOf(signedAt) : `${day}送审稿`}.docx`,
    bytes: await exportDocument(whole, policy),
  };
};
