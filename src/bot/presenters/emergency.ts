import { renderEmergency } from '../../../cards/emergency';
import { Emergency, Reach, Unit } from '../../../entities';
import { dayOf } from '../../core/days';
import { emergencyOf } from '../../core/policy';
import { emergencyReport } from '../../patrol';
import { rolesHeld } from '../../roster';
import type { Presenter } from '../frame';
import { mayRunEmergency } from '../mayHave';

/** 应急, to 县河长办. */
export const emergency: Presenter = async ({ policies }, reader, { subject, recipient, at }) => {
  const found = await reader.findOne(Emergency, { id: subject.id });
  if (!found) return null;
  const roles = await rolesHeld(reader, recipient.id);
  if (!mayRunEmergency(roles)) return { card: renderEmergency({ state: 'notYours' }), pictures: [] };
  const { levels, everyDays } = emergencyOf(policies.current);
  const [report, reach, town] = await Promise.all([
    emergencyReport(reader, found, { at, levels }),
    found.reachId === null ? null : reader.findOne(Reach, { id: found.reachId }),
    found.townId === null ? null : reader.findOne(Unit, { id: found.townId }),
  ]);
  const { id, version, kind, words, fromDay, endedAt, endWords } = found;
  const card = renderEmergency({
    state: endedAt === null ? 'running' : 'ended',
    id,
    version,
    today: dayOf(at),
    kind,
    where: reach ? `${reach.river} · ${reach.name}` : (town?.name ?? '全县'),
    words,
    from: fromDay,
    to: endedAt && dayOf(endedAt),
    endWords,
    everyDays,
    ...report,
  });
  return { card, pictures: [] };
};
