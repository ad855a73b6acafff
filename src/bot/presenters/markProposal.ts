import { renderMarkProposal } from '../../../cards/markProposal';
import { MarkProposal } from '../../../entities';
import {
  confirmersOf,
  confirmsMarks,
  entersMarks,
  isFreeToConfirm,
  marksUntil,
  parsePeriod,
  periodTitle,
  proposalName,
  watchesRounds,
  whoseNames,
} from '../../assessment';
import { dayOf } from '../../core/days';
import { postNames, rolesHeld } from '../../roster';
import type { Presenter } from '../frame';
import { deadlineOf } from '../words';

/** 加分 or 否决, to whoever entered it and whoever may confirm it. */
export const markProposal: Presenter = async (deps, reader, { subject, recipient, at }) => {
  const found = await reader.findOne(MarkProposal, { id: subject.id });
  if (!found) return null;
  const today = dayOf(at);
  const { id, version, state, dueDay, byId, decidedById, decidedAt, reason } = found;
  const common = { id, version, ...deadlineOf(deps.calendar, today, dueDay) };
  const roles = await rolesHeld(reader, recipient.id);
  if (byId !== recipient.id && !watchesRounds(roles)) {
    return { card: renderMarkProposal({ ...common, state: 'notYours' }), pictures: [] };
  }
  const names = await postNames(reader, [byId, decidedById]);
  const period = parsePeriod(found.period);
  const alive = at < (await marksUntil(reader, deps, period));
  const open = state === 'open';
  return {
    card: renderMarkProposal({
      ...common,
      state,
      period: periodTitle(period),
      subject: (await whoseNames(reader, [found]))(found),
      item: proposalName(deps.policies.current.assessment, found.rule),
      points: found.points,
      document: found.document,
      words: found.words,
      by: names.get(byId) ?? '',
      on: dayOf(found.at),
      mayDecide: open && alive && confirmsMarks(roles) && isFreeToConfirm(found, recipient),
      mayWithdraw: entersMarks(roles) && (open || state === 'confirmed') && alive,
      nobody: open && (await confirmersOf(reader, found)).length === 0,
      decision: decidedAt && { by: names.get(decidedById ?? 0) ?? '', on: dayOf(decidedAt), reason },
    }),
    pictures: [],
  };
};
