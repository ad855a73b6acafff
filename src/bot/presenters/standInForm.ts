import { renderStandInForm } from '../../../cards/standInForm';
import { PatrolLeave, StandIn } from '../../../entities';
import { dayOf } from '../../core/days';
import { isOver, standInChoices } from '../../patrol';
import { postNames } from '../../roster';
import type { Presenter } from '../frame';

/** 请人代巡, to a chief. */
export const standInForm: Presenter = async (_deps, reader, { recipient, at }) => {
  const today = dayOf(at);
  const { reaches, people } = await standInChoices(reader, { personId: recipient.id, day: today });
  const asked = await reader.find(
    StandIn,
    { chiefId: recipient.id, state: ['asked', 'accepted'] },
    { order: { fromDay: 'ASC', id: 'ASC' } },
  );
  const running = asked.filter((one) => !isOver(one, today));
  const leaves = (await reader.find(PatrolLeave, { chiefId: recipient.id, endedAt: null })).filter(
    (one) => !isOver(one, today),
  );
  const whereOf = (reachId: number | null) => reaches.find(({ id }) => id === reachId)?.name ?? null;
  const names = await postNames(
    reader,
    running.map(({ deputyId }) => deputyId),
  );
  const card = renderStandInForm({
    person: recipient.id,
    version: 1,
    today,
    reaches,
    people,
    running: [
      ...leaves.map(({ id, version, reachId, fromDay, toDay }) => ({
        id,
        version,
        who: null,
        where: whereOf(reachId),
        from: fromDay,
        to: toDay,
        accepted: true,
      })),
      ...running.map(({ id, version, deputyId, reachId, fromDay, toDay, state }) => ({
        id,
        version,
        who: names.get(deputyId) ?? '',
        where: whereOf(reachId),
        from: fromDay,
        to: toDay,
        accepted: state === 'accepted',
      })),
    ].sort((a, b) => a.from.localeCompare(b.from)),
  });
  return { card, pictures: [] };
};
