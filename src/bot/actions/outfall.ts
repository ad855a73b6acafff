import { outfallUntraceable } from '../../../cards/outfall';
import { Fault } from '../../core/errors';
import { declareUntraceable, keepsLedger } from '../../ledger';
import { on } from '../frame';

export const outfallActions = [
  on(outfallUntraceable, async ({ deps, tx, person, roles, at, messageId }, { outfall, version, reason }) => {
    if (!keepsLedger(roles)) throw new Fault('press.notYours');
    const { owner } = await declareUntraceable(tx, {
      outfallId: outfall,
      version,
      reason,
      policy: deps.policies.current,
      actor: `person:${person.id}`,
      at,
      messageId,
    });
    return { toast: { type: 'success', content: `已定，由${owner}作为责任主体` } };
  }),
];
