import { dispatchApprove, dispatchEdit, dispatchFile, dispatchRefuse } from '../../../cards/dispatch';
import { LadderDispatch } from '../../../entities';
import { Fault } from '../../core/errors';
import { dispatchFor, editDispatch, issueDispatch, refuseDispatch } from '../../escalation';
import { on, type PressContext, type PressOutcome } from '../frame';
import { sendFile } from '../openings';

const success = (content: string): PressOutcome => ({ toast: { type: 'success', content } });

const pressOf = (
  { person, roles, at, messageId }: PressContext,
  { dispatch: dispatchId, version }: { dispatch: number; version: number },
) => ({ dispatchId, version, person, roles, at, messageId });

export const dispatchActions = [
  on(dispatchApprove, async (ctx, input) => {
    const { people, groups } = await issueDispatch(ctx.tx, ctx.deps, pressOf(ctx, input));
    return success(`已批准，工作时间发给${people}人${groups > 0 ? `和${groups}个群` : ''}`);
  }),
  on(dispatchEdit, async (ctx, input) => {
    await editDispatch(ctx.tx, { ...pressOf(ctx, input), words: input.words });
    return success('正文改好了，原来的留在记录里');
  }),
  on(dispatchRefuse, async (ctx, input) => {
    await refuseDispatch(ctx.tx, { ...pressOf(ctx, input), reason: input.reason });
    return success('记下了，这一期不发');
  }),
  on(dispatchFile, async (ctx, { dispatch: id }) => {
    const found = await ctx.tx.findOne(LadderDispatch, { id });
    if (!found) throw new Fault('matter.gone');
    if ((await dispatchFor(ctx.tx, ctx.deps, found, ctx.person)) === null) throw new Fault('press.notYours');
    await sendFile(ctx, 'dispatchFile', { type: 'dispatch', id });
    return success('文件马上发给你');
  }),
];
