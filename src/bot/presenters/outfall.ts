import { type OutfallStepView, renderOutfall } from '../../../cards/outfall';
import { Outfall, PersonRole } from '../../../entities';
import { dayOf } from '../../core/days';
import { keepsLedger, mayBeUntraceable, type OutfallStep, outfallHistory } from '../../ledger';
import { postNames } from '../../roster';
import type { Presenter } from '../frame';
import { inScope, ledgerScope } from '../ledgerScope';
import { outfallFacts, pendingCells } from '../outfallFacts';

/** As many steps as the card shows. */
const STEPS = 8;

const personOf = ({ actor }: OutfallStep): number | null =>
  actor.startsWith('person:') ? Number(actor.slice('person:'.length)) : null;

/** 排污口, to whoever may see its row of the ledger. */
export const outfall: Presenter = async (deps, reader, { subject, recipient, at }) => {
  const found = await reader.findOne(Outfall, { id: subject.id });
  if (!found) return null;
  const roles = (await reader.find(PersonRole, { personId: recipient.id })).map(({ role }) => role);
  const { id, version, name } = found;
  const common = { id, version, today: dayOf(at), name };
  const scope = await ledgerScope(reader, { person: recipient, roles, at, deps });
  if (!inScope(found, scope)) return { card: renderOutfall({ ...common, state: 'notYours' }), pictures: [] };
  const steps = await outfallHistory(reader, id, STEPS);
  const names = await postNames(reader, steps.map(personOf));
  const shown = steps.map((step): OutfallStepView => {
    const { what, reason, changes } = step;
    return { on: dayOf(step.at), by: names.get(personOf(step) ?? 0) ?? '命令行', what, reason, changes };
  });
  const card = renderOutfall({
    ...common,
    state: 'shown',
    facts: await outfallFacts(reader, found),
    pending: pendingCells(found),
    backstop: found.townBackstop === true,
    steps: shown,
    decides: keepsLedger(roles) && mayBeUntraceable(found),
  });
  return { card, pictures: [] };
};
