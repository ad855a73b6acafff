import { type DispatchTown, renderDispatch } from '../../../cards/dispatch';
import { type DispatchRow, HistoryEntry, LadderDispatch } from '../../../entities';
import { dayOf } from '../../core/days';
import { dispatchFor, expectedOf, mayDispatch, mediansOf, rateOf, spanName } from '../../escalation';
import { postNames, rolesHeld } from '../../roster';
import type { Presenter } from '../frame';

const townOf = (row: DispatchRow): DispatchTown => ({
  name: row.name,
  total: row.total,
  done: row.done,
  rate: rateOf(row),
  expected: expectedOf(row),
  late: row.late,
  open: row.open,
  overdue: row.overdue,
  serious: row.serious,
  patrolsDue: row.patrolsDue,
  patrolsDone: row.patrolsDone,
  closedOut: row.closedOut,
  solved: row.solved,
});

/** 调度通报: whole, or one town's own figures. */
export const dispatch: Presenter = async (deps, reader, { subject, recipient, at }) => {
  const found = await reader.findOne(LadderDispatch, { id: subject.id });
  if (!found) return null;
  const { id, version, state, words, towns, editedById, signedById, signedAt, reason } = found;
  const common = { id, version, today: dayOf(at), period: spanName(found.period) };
  const whose = await dispatchFor(reader, deps, found, recipient);
  if (whose === null) return { card: renderDispatch({ ...common, state: 'notYours' }), pictures: [] };
  const roles = await rolesHeld(reader, recipient.id);
  const names = await postNames(reader, [editedById, signedById]);
  const [edit] =
    editedById === null
      ? []
      : await reader.find(
          HistoryEntry,
          { subjectType: 'dispatch', subjectId: id, action: 'edited' },
          { order: { version: 'DESC' }, limit: 1 },
        );
  const own = towns.find(({ unitId }) => unitId === whose);
  return {
    card: renderDispatch({
      ...common,
      state,
      words,
      signed: signedAt && { by: names.get(signedById ?? 0) ?? '', on: dayOf(signedAt) },
      edited: edit ? { by: names.get(editedById ?? 0) ?? '', on: dayOf(edit.at) } : null,
      reason,
      median: mediansOf(towns),
      towns: whose === 'all' ? towns.map(townOf) : null,
      own: own ? townOf(own) : null,
      mayDecide: mayDispatch(roles),
    }),
    pictures: [],
  };
};
