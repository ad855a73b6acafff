import { renderOutfallTask } from '../../../cards/outfallTask';
import { Outfall, OutfallTask, PersonRole } from '../../../entities';
import { dayOf } from '../../core/days';
import { isPeriodic, photosOfTask, pipeFinds, readOutfallHands, WATCHERS } from '../../outfallTask';
import { periodName } from '../../patrol';
import { postNames } from '../../roster';
import type { Presenter } from '../frame';
import { deadlineOf } from '../words';

/** As many photos as a card shows. */
const SHOWN = 3;

/** 排污口任务, to whoever does it, and to look at to those who watch over it. */
export const outfallTask: Presenter = async (deps, reader, { subject, recipient, at }) => {
  const task = await reader.findOne(OutfallTask, { id: subject.id });
  const outfall = task && (await reader.findOne(Outfall, { id: task.outfallId }));
  if (!task || !outfall) return null;
  const [photos, hands, roles] = await Promise.all([
    photosOfTask(reader, task.id),
    readOutfallHands(reader, deps.policies.current),
    reader.find(PersonRole, { personId: recipient.id }),
  ]);
  const { people, actedFor } = hands.of(outfall);
  const names = await postNames(reader, [task.doneById, people[0] ?? null]);
  const today = dayOf(at);
  const shown = photos.filter(({ mediaId }) => mediaId !== null).slice(0, SHOWN);
  const common = {
    id: task.id,
    version: task.version,
    ...deadlineOf(deps.calendar, today, task.dueDay),
    kind: task.kind,
    outfall: outfall.name,
    period: isPeriodic(task.kind) ? periodName(task.periodKey) : null,
    lateUntil: deps.calendar.due(task.lateDay),
    photos: { count: photos.length, keys: shown.flatMap(({ imageKey }) => imageKey ?? []) },
  };
  const pictures = shown.flatMap(({ mediaId, imageKey }) =>
    mediaId !== null && imageKey === null ? [mediaId] : [],
  );
  const draw = (view: Parameters<typeof renderOutfallTask>[0]) => ({
    card: renderOutfallTask(view),
    pictures,
  });
  const may = hands.may(outfall, recipient);
  if (!may && !roles.some(({ role }) => WATCHERS.includes(role))) {
    return {
      card: renderOutfallTask({ ...common, photos: { count: 0, keys: [] }, state: 'notYours' }),
      pictures: [],
    };
  }
  if (task.state === 'open') {
    const who = names.get(people[0] ?? 0) ?? null;
    return draw({
      ...common,
      state: may ? 'open' : 'watched',
      actingFor: actedFor ? outfall.owner : null,
      who,
      finds: task.kind === 'pipeCheck' ? pipeFinds(deps.policies.current) : [],
    });
  }
  if (task.state === 'done') {
    const by = names.get(task.doneById ?? 0) ?? '';
    return draw({ ...common, state: 'done', flow: task.flow, by, on: dayOf(task.doneAt ?? at) });
  }
  return draw({ ...common, state: task.state });
};
