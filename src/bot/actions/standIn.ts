import { standInAccept, standInDecline, standInEnd } from '../../../cards/standIn';
import { standInAsk } from '../../../cards/standInForm';
import { Fault } from '../../core/errors';
import { answerStandIn, askStandIn } from '../../patrol';
import { on, type PressContext, type PressOutcome } from '../frame';
import { openTasks } from '../openings';

type Answer = Parameters<typeof answerStandIn>[1];

const answer = (
  { tx, person, at, messageId }: PressContext,
  what: Answer,
  { standIn, version }: { standIn: number; version: number },
) => answerStandIn(tx, what, { id: standIn, version, personId: person.id, at, messageId });

const toast = (content: string, type: 'success' | 'info' = 'success'): PressOutcome => ({
  toast: { type, content },
});

export const standInActions = [
  on(standInAsk, async ({ tx, deps, person, at }, { person: asked, deputy, reach, from, to, reason }) => {
    if (person.id !== asked) throw new Fault('press.notYours');
    await askStandIn(tx, deps, {
      personId: person.id,
      at,
      deputyId: deputy,
      reachId: reach,
      fromDay: from,
      toDay: to,
      reason,
    });
    return toast('已发给他，等他同意');
  }),
  on(standInAccept, async (ctx, input) => {
    await answer(ctx, 'accept', input);
    const tasks = await openTasks(ctx);
    return toast(tasks > 0 ? '已同意，任务看下面的新消息' : '已同意，有任务会发给你');
  }),
  on(standInDecline, async (ctx, input) => {
    await answer(ctx, 'decline', input);
    return toast('已告诉他你不代巡', 'info');
  }),
  on(standInEnd, async (ctx, input) => {
    await answer(ctx, 'end', input);
    return toast('代巡已结束', 'info');
  }),
];
