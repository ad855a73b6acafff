import { renderGroupNotice } from '../../../cards/groupNotice';
import { GroupPost } from '../../../entities';
import { dayOf } from '../../core/days';
import type { GroupPresenter } from '../frame';

/** 通知, in each group it was sent to. */
export const groupNotice: GroupPresenter = async (_deps, reader, { subject, recipient, at }) => {
  const post = await reader.findOne(GroupPost, { id: subject.id });
  if (post?.state !== 'sent' || !post.groupIds?.includes(recipient.id)) return null;
  const { id, version, words, decidedAt } = post;
  const writtenOn = dayOf(decidedAt ?? post.at);
  return { card: renderGroupNotice({ id, version, today: dayOf(at), writtenOn, words }), pictures: [] };
};
