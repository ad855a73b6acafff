import { renderPlanRow } from '../../../cards/planRow';
import { Unit } from '../../../entities';
import { dayOf } from '../../core/days';
import { unitByName } from '../../core/unitByName';
import { mayPlan, readStanding } from '../../rectification';
import { rolesHeld } from '../../roster';
import type { Presenter } from '../frame';
import { leadUnits, planYears } from '../planWords';

/** One outfall of 年度方案, to those who build it. */
export const planRow: Presenter = async ({ policies }, reader, { subject, recipient, at }) => {
  const standing = await readStanding(reader, subject.id);
  if (!standing) return null;
  const { outfall, record } = standing;
  const roles = await rolesHeld(reader, recipient.id);
  if (!mayPlan(roles, policies)) {
    return { card: renderPlanRow({ outfall: outfall.name, state: 'notYours' }), pictures: [] };
  }
  const [town, leads] = await Promise.all([reader.findOne(Unit, { id: outfall.townId }), leadUnits(reader)]);
  const today = dayOf(at);
  const named = outfall.leadDepartment;
  const lead = unitByName(leads)(named);
  const planYear = record.version > 0 ? record.planYear : null;
  const card = renderPlanRow({
    outfall: outfall.name,
    state: record.state === 'working' ? 'open' : record.state === 'applied' ? 'applied' : 'closed',
    id: outfall.id,
    version: record.version,
    today,
    town: town?.name ?? '',
    planYear,
    years: planYears(today, planYear),
    type: outfall.remedyType,
    measure: outfall.remedyMeasure,
    lead: named,
    leadId: lead?.id ?? null,
    dueDay: outfall.remedyDueDay,
    leads,
  });
  return { card, pictures: [] };
};
