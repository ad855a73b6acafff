import { renderRiverOrders } from '../../../cards/riverOrders';
import { PatrolLeave, PatrolSuspension, Reach, Unit } from '../../../entities';
import { dayOf } from '../../core/days';
import { postNames, rolesHeld } from '../../roster';
import type { Presenter } from '../frame';
import { mayOrder } from '../mayHave';

/** 巡河安排, to 县河长办. */
export const riverOrders: Presenter = async (_deps, reader, { recipient, at }) => {
  const roles = await rolesHeld(reader, recipient.id);
  if (!mayOrder(roles)) return { card: renderRiverOrders({ state: 'notYours' }), pictures: [] };
  const today = dayOf(at);
  const [towns, reaches, stopped, leaves] = await Promise.all([
    reader.find(Unit, { type: ['镇', '管委会'] }, { order: { code: 'ASC' } }),
    reader.find(Reach, {}, { order: { code: 'ASC' } }),
    reader.find(PatrolSuspension, {}, { order: { id: 'ASC' } }),
    reader.find(PatrolLeave, { endedAt: null }, { order: { fromDay: 'ASC', id: 'ASC' } }),
  ]);
  const away = leaves.filter(({ toDay }) => toDay >= today);
  const names = await postNames(
    reader,
    away.map(({ chiefId }) => chiefId),
  );
  const reachName = ({ river, name }: Reach): string => `${river} · ${name}`;
  const whereOf = ({ reachId, townId }: PatrolSuspension): string => {
    const reach = reaches.find(({ id }) => id === reachId);
    if (reach) return reachName(reach);
    return towns.find(({ id }) => id === townId)?.name ?? '全县';
  };
  const card = renderRiverOrders({
    state: 'office',
    person: recipient.id,
    version: 1,
    today,
    places: [
      ...towns.map(({ id, name }) => ({ code: `t${id}`, name })),
      // The long reaches first: they take the ones below along.
      ...reaches
        .toSorted((a, b) => Number(a.parentId !== null) - Number(b.parentId !== null))
        .map((reach) => ({ code: `r${reach.id}`, name: reachName(reach) })),
    ],
    running: stopped
      .filter(({ endedAt, toDay }) => endedAt === null && (toDay === null || toDay >= today))
      .map((one) => ({
        id: one.id,
        version: one.version,
        reason: one.reason,
        where: whereOf(one),
        from: one.fromDay,
        until: one.toDay,
        words: one.words,
      })),
    away: away.map((one) => {
      const reach = reaches.find(({ id }) => id === one.reachId);
      return {
        id: one.id,
        version: one.version,
        who: names.get(one.chiefId) ?? '',
        where: reach ? reachName(reach) : null,
        from: one.fromDay,
        to: one.toDay,
      };
    }),
  });
  return { card, pictures: [] };
};
