import { renderEnforcement } from '../../../cards/enforcement';
import { EnforcementCase } from '../../../entities';
import { dayOf } from '../../core/days';
import { mayDecideCase } from '../../enforcement';
import { WATCHERS } from '../../outfallTask';
import { postNames, rolesHeld } from '../../roster';
import type { Presenter } from '../frame';
import { deadlineOf } from '../words';
import { problemOnCards } from './problemParts';

/** 执法线索, to 分局, and to look at to 县河长办. */
export const enforcement: Presenter = async ({ calendar }, reader, { subject, recipient, at }) => {
  const found = await reader.findOne(EnforcementCase, { id: subject.id });
  const shown = found && (await problemOnCards(reader, found.problemId));
  if (!found || !shown) return null;
  const roles = await rolesHeld(reader, recipient.id);
  const { facts, pictures } = shown;
  const today = dayOf(at);
  const { id, version, kind, outcome, words, decidedById, decidedAt } = found;
  const deadline = deadlineOf(calendar, today, found.dueDay);
  const common = { id, version, ...deadline, kind, place: facts.place };
  if (!roles.some((role) => WATCHERS.includes(role))) {
    return { card: renderEnforcement({ ...common, state: 'notYours' }), pictures: [] };
  }
  const decided = outcome &&
    decidedAt && {
      outcome,
      words: words ?? '',
      by: (await postNames(reader, [decidedById])).get(decidedById ?? 0) ?? '分局',
      on: dayOf(decidedAt),
    };
  const state = found.endedAt !== null ? 'ended' : mayDecideCase(roles) ? 'open' : 'watched';
  return { card: renderEnforcement({ ...common, state, facts, decided }), pictures };
};
