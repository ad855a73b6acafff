import { MARKS_LISTED, renderMarkForm } from '../../../cards/markForm';
import { PROPOSAL_STANDS } from '../../../cards/markProposal';
import {
  entersMarks,
  newestProposals,
  openPeriods,
  parsePeriod,
  periodTitle,
  proposable,
  proposalName,
  whoseNames,
} from '../../assessment';
import { dayOf } from '../../core/days';
import { rolesHeld } from '../../roster';
import type { Presenter } from '../frame';

/** 加分和否决, to 县河长办. */
export const markForm: Presenter = async (deps, reader, { recipient, at }) => {
  const roles = await rolesHeld(reader, recipient.id);
  if (!entersMarks(roles)) return { card: renderMarkForm({ state: 'notYours' }), pictures: [] };
  const { assessment } = deps.policies.current;
  const items = proposable(assessment);
  const periods = await openPeriods(reader, deps, { today: dayOf(at), at });
  const known = await newestProposals(reader, MARKS_LISTED);
  const names = await whoseNames(reader, known);
  return {
    card: renderMarkForm({
      state: 'open',
      person: recipient.id,
      version: 1,
      periods: periods.map((period) => ({ code: period.key, name: periodTitle(period) })),
      departments: assessment.department !== undefined,
      bonuses: items.flatMap(({ rule, name, max }) => (max === null ? [] : [{ code: rule, name, max }])),
      vetoes: items.flatMap(({ rule, name, max }) => (max === null ? [{ code: rule, name }] : [])),
      known: known.map((one) => ({
        card: { type: 'markProposal', id: one.id, version: one.version },
        who: names(one),
        what: `${periodTitle(parsePeriod(one.period))}${proposalName(assessment, one.rule)}`,
        stands: PROPOSAL_STANDS[one.state],
      })),
    }),
    pictures: [],
  };
};
