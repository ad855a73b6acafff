import { renderPromise } from '../../../cards/promise';
import { LadderPromise, Unit } from '../../../entities';
import { dayOf } from '../../core/days';
import { ladderOf } from '../../core/policy';
import { actsFor, mayKeep, signDueDay, wholeDocument } from '../../escalation';
import { postNames, rolesHeld } from '../../roster';
import type { Presenter } from '../frame';
import { deadlineOf } from '../words';

/** 约谈承诺: to those who act for the unit, and to 县河长办. */
export const promise: Presenter = async ({ policies, calendar }, reader, { subject, recipient, at }) => {
  const found = await reader.findOne(LadderPromise, { id: subject.id });
  const from = found && (await wholeDocument(reader, found.documentId));
  if (!found || !from) return null;
  const today = dayOf(at);
  const { id, version, unitId, words, dueDay, doneAt, doneById, doneWords } = found;
  const { checkedAt, checkedById, checkWords } = found;
  const roles = await rolesHeld(reader, recipient.id);
  const policy = policies.current;
  const acts = await actsFor(reader, policy, { unitId, person: recipient, roles });
  const keeps = mayKeep(roles);
  const state = checkedAt !== null ? 'closed' : doneAt !== null ? 'kept' : 'open';
  const due = doneAt === null ? dueDay : signDueDay(dayOf(doneAt), { rules: ladderOf(policy), calendar });
  const common = {
    id,
    version,
    ...deadlineOf(calendar, today, state === 'kept' && keeps ? due : dueDay),
    unit: (await reader.findOne(Unit, { id: unitId }))?.name ?? '',
    from: from.title,
    words,
  };
  if (!acts && !keeps) return { card: renderPromise({ ...common, state: 'notYours' }), pictures: [] };
  const names = await postNames(reader, [doneById, checkedById]);
  return {
    card: renderPromise({
      ...common,
      state,
      mine: state === 'open' ? acts : keeps,
      done: doneAt && { by: names.get(doneById ?? 0) ?? '', on: dayOf(doneAt), words: doneWords ?? '' },
      checked:
        checkedAt !== null || checkWords !== null
          ? {
              by: names.get(checkedById ?? 0) ?? '县河长办',
              on: checkedAt && dayOf(checkedAt),
              words: checkWords ?? '',
            }
          : null,
    }),
    pictures: [],
  };
};
