import { renderOutfallRound } from '../../../cards/outfallRound';
import { OutfallRound, PersonRole, Unit } from '../../../entities';
import { dayOf } from '../../core/days';
import { isPeriodic, readOutfallHands, seenBy, tasksOfRound, WATCHERS } from '../../outfallTask';
import { periodName } from '../../patrol';
import { postNames } from '../../roster';
import type { Presenter } from '../frame';
import { deadlineOf } from '../words';

/** A round of 排污口任务: the recipient's own ones, or how all of them go. */
export const outfallRound: Presenter = async (deps, reader, { subject, recipient, at }) => {
  const round = await reader.findOne(OutfallRound, { id: subject.id });
  if (!round) return null;
  const [all, hands, roles, unit] = await Promise.all([
    tasksOfRound(reader, round.id),
    readOutfallHands(reader, deps.policies.current),
    reader.find(PersonRole, { personId: recipient.id }),
    reader.findOne(Unit, { id: recipient.unitId }),
  ]);
  const watched = roles.some(({ role }) => WATCHERS.includes(role));
  const seen = seenBy(all, { hands, person: recipient, watches: watched });
  const whoOf = new Map(seen.map(({ task, outfall }) => [task.id, hands.of(outfall).people[0] ?? null]));
  const names = await postNames(reader, watched ? [...whoOf.values()] : []);
  const today = dayOf(at);
  const open = seen.filter(({ task }) => task.state === 'open').length;
  const card = renderOutfallRound({
    ...deadlineOf(deps.calendar, today, round.dueDay),
    kind: round.kind,
    period: isPeriodic(round.kind) ? periodName(round.periodKey) : null,
    place: watched ? '全县' : (unit?.name ?? ''),
    total: seen.filter(({ task }) => task.state !== 'void').length,
    done: seen.filter(({ task }) => task.state === 'done').length,
    left: seen.flatMap(({ task: { id, version, state }, outfall }) =>
      state === 'open' || (watched && state === 'missed')
        ? [
            {
              ref: { type: 'outfallTask' as const, id, version },
              outfall: outfall.name,
              who: watched ? (names.get(whoOf.get(id) ?? 0) ?? '没有人能办') : null,
              state,
            },
          ]
        : [],
    ),
    watched,
    allSound: round.kind === 'pipeCheck' && !watched && open > 1 ? { round: round.id, left: open } : null,
  });
  return { card, pictures: [] };
};
