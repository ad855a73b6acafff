import { leaveEnd } from '../../../cards/leave';
import { standInAccept, standInDecline, standInEnd } from '../../../cards/standIn';
import { standInAsk } from '../../../cards/standInForm';
import { Fault } from '../../core/errors';
import { answerStandIn, askStandIn, endLeave, takeLeave } from '../../patrol';
import { on, type PressContext, type PressOutcome } from '../frame';
import { mayEndLeave } from '../mayHave';
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
    const absence = { personId: person.id, at, reachId: reach, fromDay: from, toDay: to, reason };
    if (deputy === null) {
      await takeLeave(tx, deps, absence);
      return toast('已记下请假，这几天不催你');
    }
    await askStandIn(tx, deps, { ...absence, deputyId: deputy });
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
  on(leaveEnd, async (ctx, { leave, version }) => {
    const { tx, person, roles, at, messageId } = ctx;
    const press = { id: leave, version, personId: person.id, office: mayEndLeave(roles), at, messageId };
    const chiefId = await endLeave(tx, press);
    // What waited meanwhile is the chief's again.
    const tasks = chiefId === person.id ? await openTasks(ctx) : 0;
    return toast(tasks > 0 ? '已销假，任务看下面的新消息' : '已销假', 'info');
  }),
];
