import { renderGroupDocument } from '../../../cards/groupDocument';
import { dayOf } from '../../core/days';
import { wholeDocument } from '../../escalation';
import { documentText } from '../documentParts';
import type { GroupPresenter } from '../frame';

/** An issued 通报 in a work group: without anybody's name or post. */
export const groupDocument: GroupPresenter = async ({ policies }, reader, { subject, recipient, at }) => {
  const whole = await wholeDocument(reader, subject.id);
  if (!whole?.document.signedAt) return null;
  const { id, version, unitId, signedAt } = whole.document;
  if (recipient.unitId !== null && recipient.unitId !== unitId) return null;
  const text = documentText(whole, policies.current);
  return {
    card: renderGroupDocument({ ...text, id, version, today: dayOf(at), signedOn: dayOf(signedAt as Date) }),
    pictures: [],
  };
};
