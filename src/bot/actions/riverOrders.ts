import { ordersGive, ordersResume } from '../../../cards/riverOrders';
import { EMERGENCY_KINDS, type SuspensionReason } from '../../../entities';
import { dayOf } from '../../core/days';
import { Fault } from '../../core/errors';
import { askDryCheck } from '../../outfallTask';
import { askAfterRain, resumePatrols, startEmergency, suspendPatrols } from '../../patrol';
import { on, type PressContext } from '../frame';
import { mayOrder } from '../mayHave';

/** Somebody may have left 县河长办 since the card was sent. */
function checked({ roles, person, at }: PressContext) {
  if (!mayOrder(roles)) throw new Fault('press.notYours');
  return { by: `person:${person.id}`, at };
}

/** A fault of what was filled in stays on the card as a sentence. */
const asForm = (error: unknown): never => {
  if (error instanceof Fault && error.code === 'input.invalid') {
    throw new Fault('press.form', { what: error.message });
  }
  throw error;
};

export const riverOrderActions = [
  on(ordersGive, async (ctx, { what, where, from, to, words }) => {
    const order = { ...checked(ctx), ...where, words };
    if (what === 'rain') {
      const { asked } = await askAfterRain(ctx.tx, ctx.deps, { ...order, source: null }).catch(asForm);
      return { toast: { type: 'success', content: `已下达，发出${asked}个雨后巡河任务` } };
    }
    if (what === 'dryCheck') {
      const { asked, rained } = await askDryCheck(ctx.tx, ctx.deps, order).catch(asForm);
      const left = rained > 0 ? `；刚下过雨的${rained}个河段没有发` : '';
      return { toast: { type: 'success', content: `已下达，发出${asked}个旱天查雨水口任务${left}` } };
    }
    const kind = EMERGENCY_KINDS.find((one) => what === `emergency-${one}`);
    if (kind) {
      const { asked } = await startEmergency(ctx.tx, ctx.deps, { ...order, kind }).catch(asForm);
      return { toast: { type: 'success', content: `应急开始，今天发出${asked}个任务` } };
    }
    const { stopped } = await suspendPatrols(ctx.tx, {
      ...order,
      reason: what as SuspensionReason,
      fromDay: from ?? dayOf(ctx.at),
      toDay: to,
    }).catch(asForm);
    return { toast: { type: 'success', content: `已停巡，${stopped}个任务作废` } };
  }),
  on(ordersResume, async (ctx, { suspension }) => {
    const back = await resumePatrols(ctx.tx, { ...checked(ctx), id: suspension });
    return { toast: { type: 'success', content: `已恢复，${back}个任务重新要巡` } };
  }),
];
