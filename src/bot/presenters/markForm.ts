import { renderMarkForm } from '../../../cards/markForm';
import { PersonRole } from '../../../entities';
import {
  entersMarks,
  newestProposals,
  openPeriods,
  parsePeriod,
  periodTitle,
  proposable,
  proposalName,
  whoseOf,
} from '../../assessment';
import { dayOf } from '../../core/days';
import type { Presenter } from '../frame';

const MOST_LISTED = 8;
const STANDS = { open: '待确认', confirmed: '已确认', refused: '没有确认', withdrawn: '已撤回' } as const;

/** 加分和否决, to 县河长办. */
export const markForm: Presenter = async (deps, reader, { recipient, at }) => {
  const roles = (await reader.find(PersonRole, { personId: recipient.id })).map(({ role }) => role);
  if (!entersMarks(roles)) return { card: renderMarkForm({ state: 'notYours' }), pictures: [] };
  const { assessment } = deps.policies.current;
  const items = proposable(assessment);
  const periods = await openPeriods(reader, deps, { today: dayOf(at), at });
  const known = await newestProposals(reader, MOST_LISTED);
  const names = await whoseOf(reader, known);
  return {
    card: renderMarkForm({
      state: 'open',
      person: recipient.id,
      version: 1,
      periods: periods.map((period) => ({ code: period.key, name: periodTitle(period) })),
      bonuses: items.flatMap(({ rule, name, max }) => (max === null ? [] : [{ code: rule, name, max }])),
      vetoes: items.flatMap(({ rule, name, max }) => (max === null ? [{ code: rule, name }] : [])),
      known: known.map((one) => ({
        card: { type: 'markProposal', id: one.id, version: one.version },
        who: names(one),
        what: `${periodTitle(parsePeriod(one.period))}${proposalName(assessment, one.rule)}`,
        stands: STANDS[one.state],
      })),
    }),
    pictures: [],
  };
};
