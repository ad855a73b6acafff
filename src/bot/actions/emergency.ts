import { emergencyEnd } from '../../../cards/emergency';
import { Fault } from '../../core/errors';
import { endEmergency } from '../../patrol';
import { on } from '../frame';
import { mayRunEmergency } from '../mayHave';

export const emergencyActions = [
  on(emergencyEnd, async ({ tx, roles, person, at, messageId }, { emergency, version, words }) => {
    // Somebody may have left 县河长办 since the card was sent.
    if (!mayRunEmergency(roles)) throw new Fault('press.notYours');
    const by = `person:${person.id}`;
    const fallen = await endEmergency(tx, { id: emergency, version, words, by, at, messageId });
    const also = fallen > 0 ? `，今天没巡的${fallen}个任务作废` : '';
    return { toast: { type: 'success', content: `应急已结束${also}` } };
  }),
];
