import { renderComplaint } from '../../../cards/complaint';
import { byWords } from '../../../cards/kit';
import { Complaint, Problem } from '../../../entities';
import { dayOf } from '../../core/days';
import { actorOf, mayTell, progressWords } from '../../problem';
import { postNames } from '../../roster';
import type { Presenter } from '../frame';
import { deadlineOf } from '../words';
import { problemOnCards } from './problemParts';

/** 告知投诉人, to 县河长办: the whole phone is in the file that 投诉 in the chat brings, and on no card. */
export const complaint: Presenter = async ({ calendar }, reader, { subject, recipient, at }) => {
  const found = await reader.findOne(Complaint, { id: subject.id });
  const own = found && (await problemOnCards(reader, found.problemId));
  if (!found || !own) return null;
  const mainId = (await reader.findOne(Problem, { id: own.problem.id }))?.mergedIntoId ?? null;
  const main = mainId === null ? own : ((await problemOnCards(reader, mainId)) ?? own);
  const today = dayOf(at);
  const { tellDueDay, toldAt, toldById, toldWords, content } = found;
  const open = main.problem.closedAt === null;
  const common = {
    id: found.id,
    version: own.problem.version,
    ...deadlineOf(calendar, today, tellDueDay ?? today),
    facts: own.facts,
    progress: progressWords(main.problem, main.unit),
    newDate: open && main.problem.dueDay ? byWords(today, calendar.due(main.problem.dueDay)) : null,
    answer: main.answer,
    asks: main.problem.state === 'closed' && found.contactMasked !== null,
    phone: null,
  };
  const { roles } = await actorOf(reader, recipient);
  if (!mayTell(roles)) return { card: renderComplaint({ ...common, state: 'notYours' }), pictures: [] };
  const { pictures } = main;
  if (tellDueDay !== null) {
    return { card: renderComplaint({ ...common, phone: found.contactMasked, state: 'toTell' }), pictures };
  }
  if (toldAt === null) return { card: renderComplaint({ ...common, state: 'waiting' }), pictures };
  const names = await postNames(reader, [toldById]);
  const told = {
    by: names.get(toldById ?? 0) ?? '县河长办',
    on: dayOf(toldAt),
    words: toldWords ?? '',
    content,
  };
  return { card: renderComplaint({ ...common, state: 'told', told }), pictures };
};
