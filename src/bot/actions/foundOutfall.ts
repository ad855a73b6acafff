import { foundConfirm, foundDismiss, foundMerge } from '../../../cards/foundOutfall';
import { Fault } from '../../core/errors';
import { confirmFound, dismissFound, keepsLedger, mergeFound } from '../../ledger';
import { tieToOutfall } from '../../problem';
import { on, type PressContext } from '../frame';
import { whereTyped } from '../whereTyped';

function decisionOf(ctx: PressContext, { found, version }: { found: number; version: number }) {
  if (!keepsLedger(ctx.roles)) throw new Fault('press.notYours');
  return { foundId: found, version, personId: ctx.person.id, at: ctx.at, messageId: ctx.messageId };
}

export const foundOutfallActions = [
  on(foundConfirm, async (ctx, { name, class2, where, ...press }) => {
    const decision = decisionOf(ctx, press);
    const { outfall, problemId, zone } = await confirmFound(ctx.tx, {
      ...decision,
      ...whereTyped(where),
      name,
      class2,
    });
    const { personId, at } = decision;
    await tieToOutfall(ctx.tx, { problemId, outfallId: outfall.id, personId, at });
    const also = { 禁止: '；这里禁止设置，记为依法取缔', 限制: '；这里限制设置，要报设置申请' };
    const content = `已入账，内部编号${outfall.internalCode}${zone.control ? also[zone.control] : ''}`;
    return { toast: { type: zone.control ? 'warning' : 'success', content } };
  }),
  on(foundMerge, async (ctx, { outfall: outfallId, ...press }) => {
    const decision = decisionOf(ctx, press);
    const { outfall, problemId } = await mergeFound(ctx.tx, { ...decision, outfallId });
    const { personId, at } = decision;
    await tieToOutfall(ctx.tx, { problemId, outfallId, personId, at });
    return { toast: { type: 'success', content: `已并入${outfall.internalCode}，照片和记录都留着` } };
  }),
  on(foundDismiss, async (ctx, { reason, ...press }) => {
    await dismissFound(ctx.tx, { ...decisionOf(ctx, press), reason });
    return { toast: { type: 'success', content: '已记下，不入台账' } };
  }),
];
