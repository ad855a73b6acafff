import { renderLadderJudge } from '../../../cards/ladderJudge';
import { LadderCase } from '../../../entities';
import { dayOf } from '../../core/days';
import { explainCase } from '../../escalation';
import { OFFICE_ROLES, rolesHeld } from '../../roster';
import type { Presenter } from '../frame';

/** Whether a case is 突出问题, to 县河长办 alone. */
export const ladderJudge: Presenter = async (deps, reader, { subject, recipient, at }) => {
  const row = await reader.findOne(LadderCase, { id: subject.id });
  const told = row && (await explainCase(reader, deps, row.id, at));
  if (!row || !told) return null;
  const roles = await rolesHeld(reader, recipient.id);
  const mine = roles.some((role) => OFFICE_ROLES.includes(role));
  const { unit, title, sinceDay, steps, clears, rung, outstanding } = told;
  return {
    card: renderLadderJudge({
      id: row.id,
      version: row.version,
      today: dayOf(at),
      unit: mine ? unit : '',
      title: mine ? title : '',
      since: sinceDay,
      steps: mine ? steps : [],
      clears: mine ? clears : '',
      state: !mine
        ? 'notYours'
        : row.state === 'cleared'
          ? 'over'
          : outstanding || rung !== 3
            ? 'marked'
            : 'open',
    }),
    pictures: [],
  };
};
