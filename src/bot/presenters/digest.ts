import { type DigestRow, renderDigest } from '../../../cards/digest';
import { leftWords, urgencyOf } from '../../../cards/kit';
import { Digest } from '../../../entities';
import { dayOf } from '../../core/days';
import { CARD_OF, digestContent, type Matter } from '../../escalation';
import type { Presenter } from '../frame';
import { deadlineOf } from '../words';

/** 今日待办: drawn from what is open when it is sent; what was done meanwhile is not in it. */
export const digest: Presenter = async (deps, reader, { subject, recipient, at }) => {
  const row = await reader.findOne(Digest, { id: subject.id });
  if (!row || row.personId !== recipient.id) return null;
  const content = await digestContent(reader, deps, row, at);
  if (!content) return null;
  const today = dayOf(at);
  const rowOf = ({ id, version, duty, title, dueDay }: Matter): DigestRow => {
    const deadline = deadlineOf(deps.calendar, today, dueDay);
    return {
      type: CARD_OF[duty],
      id,
      version,
      title,
      left: leftWords(deadline),
      urgency: urgencyOf(deadline),
    };
  };
  const { matters, behind, urges, away, baselineCount } = content;
  return {
    card: renderDigest({
      today,
      groups: [
        { title: '我要办的', rows: matters.filter(({ duty }) => duty !== 'verify').map(rowOf) },
        { title: '我要核查的', rows: matters.filter(({ duty }) => duty === 'verify').map(rowOf) },
      ],
      urges: urges.map(({ by, title }) => `${by} 催办：${title}`),
      away: away.map(({ who, fromDay, toDay }) => ({ who, from: fromDay, to: toDay })),
      behind: behind && {
        count: behind.count,
        notice: { type: 'lagNotice', id: behind.noticeId, version: behind.version },
      },
      baseline: baselineCount > 0 ? { count: baselineCount } : null,
    }),
    pictures: [],
  };
};
