import { renderDocumentNotice } from '../../../cards/documentNotice';
import { dayOf } from '../../core/days';
import { actsFor, wholeDocument } from '../../escalation';
import { rolesHeld } from '../../roster';
import { documentText, meetingOf, promisesOf, replyOf } from '../documentParts';
import type { Presenter } from '../frame';
import { deadlineOf } from '../words';

/** 通报, 约谈通知, 督查通知, to those who act for the unit. */
export const documentNotice: Presenter = async (deps, reader, { subject, recipient, at }) => {
  const whole = await wholeDocument(reader, subject.id);
  if (!whole?.document.signedAt) return null;
  const { document } = whole;
  const today = dayOf(at);
  const policy = deps.policies.current;
  const roles = await rolesHeld(reader, recipient.id);
  const { id, version, state, rung, unitId, meetAt } = document;
  const common = { ...documentText(whole, policy), id, version, today };
  if (!(await actsFor(reader, policy, { unitId, person: recipient, roles }))) {
    return { card: renderDocumentNotice({ ...common, state: 'notYours' }), pictures: [] };
  }
  const reply = replyOf(whole);
  const open = state === 'issued';
  const due = rung === 3 ? meetAt && document.record === null && dayOf(meetAt) : document.replyDueDay;
  return {
    card: renderDocumentNotice({
      ...common,
      state: open ? 'open' : 'closed',
      deadline: open && due ? deadlineOf(deps.calendar, today, due) : null,
      signedOn: dayOf(document.signedAt as Date),
      meeting: meetingOf(whole),
      reply,
      mayReply: open && rung !== 3 && !(reply && reply.decided === null),
      record: rung === 3 ? document.record : null,
      promises: promisesOf(whole),
      closed: whole.closed && { on: dayOf(whole.closed.at), words: whole.closed.words },
    }),
    pictures: [],
  };
};
