import { renderStandInForm } from '../../../cards/standInForm';
import { StandIn } from '../../../entities';
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
    running: running.map(({ id, version, deputyId, reachId, fromDay, toDay, state }) => ({
      id,
      version,
      who: names.get(deputyId) ?? '',
      where: reaches.find((reach) => reach.id === reachId)?.name ?? null,
      from: fromDay,
      to: toDay,
      accepted: state === 'accepted',
    })),
  });
  return { card, pictures: [] };
};
