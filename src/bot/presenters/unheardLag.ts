import { renderUnheardLag } from '../../../cards/unheardLag';
import { PersonRole } from '../../../entities';
import { addDays, dayOf } from '../../core/days';
import { unheardContent } from '../../escalation';
import type { Presenter } from '../frame';

/** To 县河长办 alone: which towns lag while nobody of them can be told, drawn from now. */
export const unheardLag: Presenter = async (deps, reader, { recipient, at }) => {
  const office = await reader.findOne(PersonRole, { personId: recipient.id, role: '县河长办' });
  if (!office) return null;
  const towns = await unheardContent(reader, deps, at);
  return {
    card: renderUnheardLag({
      today: dayOf(at),
      towns: towns.map(({ name, why, roles, rows }) => ({
        name,
        why,
        roles,
        matters: rows.map(({ matter, who }) => ({
          who,
          what: matter.title,
          since: addDays(matter.dueDay, 1),
          provisional: deps.calendar.due(matter.dueDay).provisional,
        })),
      })),
    }),
    pictures: [],
  };
};
