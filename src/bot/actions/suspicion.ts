import { suspicionExplain, suspicionSettle } from '../../../cards/suspicion';
import { explainSuspicion, settleSuspicion } from '../../evidence';
import { on, type PressContext } from '../frame';

const pressed = (
  { person, roles, at, messageId }: PressContext,
  { suspicion, version }: { suspicion: number; version: number },
) => ({ suspicionId: suspicion, version, person: { id: person.id, roles }, at, messageId });

export const suspicionActions = [
  on(suspicionExplain, async (ctx, { reply, ...input }) => {
    const rules = { policy: ctx.deps.policies.current, calendar: ctx.deps.calendar };
    await explainSuspicion(ctx.tx, rules, { ...pressed(ctx, input), words: reply });
    return { toast: { type: 'success', content: '已说明，县河长办会看' } };
  }),
  on(suspicionSettle, async (ctx, { verdict, reason, ...input }) => {
    await settleSuspicion(ctx.tx, { ...pressed(ctx, input), verdict, reason });
    return { toast: { type: 'success', content: `已认定：${verdict}，会告诉本人` } };
  }),
];
