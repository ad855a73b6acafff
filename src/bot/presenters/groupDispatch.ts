import { renderGroupDispatch } from '../../../cards/groupDispatch';
import { LadderDispatch } from '../../../entities';
import { dayOf } from '../../core/days';
import { spanName } from '../../escalation';
import type { GroupPresenter } from '../frame';

/** 调度通报 in the county's group: its words, and no town's figures. */
export const groupDispatch: GroupPresenter = async (_deps, reader, { subject, recipient, at }) => {
  const found = await reader.findOne(LadderDispatch, { id: subject.id });
  if (!found?.signedAt || recipient.unitId !== null) return null;
  const { id, version, period, words, signedAt } = found;
  const days = { today: dayOf(at), signedOn: dayOf(signedAt as Date) };
  return {
    card: renderGroupDispatch({ id, version, ...days, period: spanName(period), words }),
    pictures: [],
  };
};
