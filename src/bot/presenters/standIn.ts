import { renderStandIn } from '../../../cards/standIn';
import { Reach, StandIn } from '../../../entities';
import { dayOf } from '../../core/days';
import { isOver } from '../../patrol';
import { postNames } from '../../roster';
import type { Presenter } from '../frame';

/** 代巡, to the deputy and to the chief. */
export const standIn: Presenter = async (_deps, reader, { subject, recipient, at }) => {
  const found = await reader.findOne(StandIn, { id: subject.id });
  if (!found) return null;
  const { id, version, chiefId, deputyId, reachId, fromDay, toDay, reason, state } = found;
  const today = dayOf(at);
  const [names, reach] = await Promise.all([
    postNames(reader, [chiefId, deputyId]),
    reachId === null ? null : reader.findOne(Reach, { id: reachId }),
  ]);
  const sides = new Map([
    [chiefId, 'chief' as const],
    [deputyId, 'deputy' as const],
  ]);
  const running = state === 'asked' || state === 'accepted';
  const card = renderStandIn({
    id,
    version,
    today,
    side: sides.get(recipient.id) ?? 'other',
    state: running && isOver(found, today) ? 'over' : state,
    chief: names.get(chiefId) ?? '',
    deputy: names.get(deputyId) ?? '',
    where: reach && `${reach.river} · ${reach.name}`,
    from: fromDay,
    to: toDay,
    reason,
  });
  return { card, pictures: [] };
};
