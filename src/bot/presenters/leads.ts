import { renderLeads } from '../../../cards/leads';
import { Unit } from '../../../entities';
import { dayOf } from '../../core/days';
import { openLeads } from '../../survey';
import type { Presenter } from '../frame';
import { deadlineOf } from '../words';

/** The 排查线索 that a town has to confirm. */
export const leads: Presenter = async ({ calendar }, reader, { subject, at }) => {
  const town = await reader.findOne(Unit, { id: subject.id });
  if (!town) return null;
  const open = await openLeads(reader, town.id);
  const today = dayOf(at);
  const card = renderLeads({
    ...deadlineOf(calendar, today, open[0]?.dueDay ?? today),
    place: town.name,
    left: open.map(({ id, version, place, code, source }) => ({
      ref: { type: 'lead', id, version },
      place: place ?? `线索 ${code}`,
      source,
    })),
  });
  return { card, pictures: [] };
};
