import { renderLagNotice } from '../../../cards/lagNotice';
import { addDays, dayOf } from '../../core/days';
import { CARD_OF, lagContent } from '../../escalation';
import type { Presenter } from '../frame';
import { momentInWords } from '../words';

/** 滞后提醒: what still lags of it, drawn from now. */
export const lagNotice: Presenter = async (deps, reader, { subject, recipient, at }) => {
  const content = await lagContent(reader, deps, { noticeId: subject.id, recipientId: recipient.id, at });
  if (!content) return null;
  const { notice, unit, rows, isActing } = content;
  const cleared = notice.state === 'cleared' || rows.length === 0;
  return {
    card: renderLagNotice({
      id: notice.id,
      version: notice.version,
      today: dayOf(at),
      unit,
      rows: rows.map(({ matter, who, urgedToday }) => ({
        matterType: matter.who === undefined ? CARD_OF[matter.duty] : null,
        matterId: matter.id,
        who,
        what: matter.title,
        since: addDays(matter.dueDay, 1),
        provisional: deps.calendar.due(matter.dueDay).provisional,
        clears: matter.clears,
        urgedToday,
      })),
      read: notice.readAt && { by: recipient.name, at: momentInWords(notice.readAt) },
      state: isActing ? (cleared ? 'cleared' : 'open') : 'notYours',
    }),
    pictures: [],
  };
};
