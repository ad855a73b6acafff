import { renderYearPlan } from '../../../cards/yearPlan';
import { PlanDraft, Unit } from '../../../entities';
import { dayOf } from '../../core/days';
import { mayPlan, PLAN_LOT, type PlanLine, readPlanLists } from '../../rectification';
import { rolesHeld } from '../../roster';
import type { Presenter } from '../frame';
import { leadUnits, planYears } from '../planWords';

const ROWS = 11;

/** What the ledger has of it, in a line. */
const whatOf = ({ remedyType, remedyDueDay }: PlanLine): string =>
  [remedyType ?? '没定类型', remedyDueDay && `期限${remedyDueDay}`].filter(Boolean).join('，');

/** 年度整治方案, to whoever builds it. */
export const yearPlan: Presenter = async ({ policies }, reader, { subject, recipient, at }) => {
  const draft = await reader.findOne(PlanDraft, { id: subject.id });
  if (!draft) return null;
  const roles = await rolesHeld(reader, recipient.id);
  if (draft.personId !== recipient.id || !mayPlan(roles, policies)) {
    return { card: renderYearPlan({ state: 'notYours' }), pictures: [] };
  }
  const [{ open, planned }, towns, leads] = await Promise.all([
    readPlanLists(reader, draft),
    reader.find(Unit, { type: ['镇', '管委会'] }, { order: { code: 'ASC' } }),
    leadUnits(reader),
  ]);
  const from = draft.skipped < open.length ? draft.skipped : 0;
  const card = renderYearPlan({
    state: 'open',
    id: draft.id,
    version: draft.version,
    year: draft.year,
    years: planYears(dayOf(at), draft.year),
    towns: towns.map(({ id, name }) => ({ id, name })),
    town: draft.townId,
    type: draft.type,
    stage: draft.stage,
    planned: planned.length,
    rows: planned.slice(0, ROWS).map((line) => ({
      ref: { type: 'planRow', id: line.id, version: line.version },
      name: line.name,
      what: whatOf(line),
    })),
    total: open.length,
    from,
    outfalls: open
      .slice(from, from + PLAN_LOT)
      .map((line) => ({ id: line.id, name: line.name, what: whatOf(line) })),
    leads,
  });
  return { card, pictures: [] };
};
