import { renderLeave } from '../../../cards/leave';
import { PatrolLeave, Reach } from '../../../entities';
import { dayOf } from '../../core/days';
import { periodName, uncoveredBy } from '../../patrol';
import { postNames, reachTitle, rolesHeld } from '../../roster';
import type { Presenter } from '../frame';
import { mayEndLeave } from '../mayHave';

/** 请假 without a deputy, to the chief and to 县河长办. */
export const leave: Presenter = async (_deps, reader, { subject, recipient, at }) => {
  const found = await reader.findOne(PatrolLeave, { id: subject.id });
  if (!found) return null;
  const { id, version, chiefId, reachId, fromDay, toDay, endedAt } = found;
  const today = dayOf(at);
  const roles = await rolesHeld(reader, recipient.id);
  const office = chiefId !== recipient.id && mayEndLeave(roles);
  const [names, reach, uncovered] = await Promise.all([
    postNames(reader, [chiefId]),
    reachId === null ? null : reader.findOne(Reach, { id: reachId }),
    office && endedAt === null ? uncoveredBy(reader, found) : [],
  ]);
  const card = renderLeave({
    id,
    version,
    today,
    side: chiefId === recipient.id ? 'chief' : office ? 'office' : 'other',
    state: endedAt !== null ? 'ended' : toDay < today ? 'over' : 'running',
    chief: names.get(chiefId) ?? '',
    where: reach && `${reach.river} · ${reach.name}`,
    from: fromDay,
    to: toDay,
    uncovered: uncovered.map((task) => ({
      reach: reachTitle(task),
      period: periodName(task.periodKey),
      dueDay: task.dueDay,
    })),
  });
  return { card, pictures: [] };
};
