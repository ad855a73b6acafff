import {
  rectifyApply,
  rectifyExtend,
  rectifyGrant,
  rectifyProgress,
  rectifyRecur,
  rectifyRefuse,
  rectifyReturn,
  rectifySettle,
  rectifySign,
  rectifyTurn,
} from '../../../cards/rectification';
import { rectificationsFile } from '../../../cards/rectifications';
import { Fault } from '../../core/errors';
import { touch } from '../../problem';
import {
  applyCloseOut,
  askExtension,
  decideExtension,
  type RectificationPress,
  recur,
  reportProgress,
  returnCloseOut,
  STEP_WORDS,
  settleLookBack,
  signCloseOut,
  turnSides,
} from '../../rectification';
import { on, type PressContext, type PressOutcome } from '../frame';
import { mayHaveProgress } from '../mayHave';
import { sendFile } from '../openings';

type On = { outfall: number; version: number };

const pressed = ({ person, at, messageId }: PressContext, { outfall, version }: On): RectificationPress => ({
  outfallId: outfall,
  version,
  person,
  at,
  messageId,
});

const done = (content: string): PressOutcome => ({ toast: { type: 'success', content } });

/** Whoever works on it sends its photos next. */
const working = (ctx: PressContext, { outfall }: On) =>
  touch(ctx.tx, ctx.person.id, { type: 'outfall', id: outfall }, ctx.at);

export const rectificationActions = [
  on(rectifyProgress, async (ctx, input) => {
    await working(ctx, input);
    await reportProgress(ctx.tx, ctx.deps, { ...pressed(ctx, input), words: input.progress });
    return done('进展已记下');
  }),
  on(rectifyApply, async (ctx, input) => {
    const { words, checks } = input;
    const { record } = await applyCloseOut(ctx.tx, ctx.deps, { ...pressed(ctx, input), words, checks });
    return done(
      record.step === null ? '已申请销号' : `已申请销号，等${record.step}${STEP_WORDS[record.step]}`,
    );
  }),
  on(rectifyTurn, async (ctx, input) => {
    await working(ctx, input);
    const side = await turnSides(ctx.tx, ctx.deps, pressed(ctx, input));
    return done(side === 'after' ? '记为整治后的照片了' : '记为整治前的照片了');
  }),
  on(rectifyExtend, async (ctx, input) => {
    const { day, reason } = input;
    await askExtension(ctx.tx, ctx.deps, { ...pressed(ctx, input), day, reason });
    return done('已申请延期，等批复');
  }),
  on(rectifyGrant, async (ctx, input) => {
    await decideExtension(ctx.tx, ctx.deps, { ...pressed(ctx, input), granted: true, reason: input.words });
    return done('已同意延期');
  }),
  on(rectifyRefuse, async (ctx, input) => {
    await decideExtension(ctx.tx, ctx.deps, { ...pressed(ctx, input), granted: false, reason: input.words });
    return done('已答复不同意');
  }),
  on(rectifySign, async (ctx, input) => {
    const { record } = await signCloseOut(ctx.tx, ctx.deps, { ...pressed(ctx, input), words: input.words });
    return done(record.state === 'closed' ? '已销号' : '已通过，转到下一步');
  }),
  on(rectifyReturn, async (ctx, input) => {
    await returnCloseOut(ctx.tx, ctx.deps, { ...pressed(ctx, input), reason: input.words });
    return done('已退回，原因会告诉责任主体');
  }),
  on(rectifySettle, async (ctx, input) => {
    await settleLookBack(ctx.tx, ctx.deps, pressed(ctx, input));
    return done('记下了，没有复排');
  }),
  on(rectifyRecur, async (ctx, input) => {
    await recur(ctx.tx, ctx.deps, { ...pressed(ctx, input), words: input.words });
    return done('已重新打开，通知了责任主体');
  }),
  on(rectificationsFile, async (ctx, { person, retained }) => {
    if (ctx.person.id !== person || !mayHaveProgress(ctx.roles)) throw new Fault('press.notYours');
    await sendFile(ctx, retained === 1 ? 'retainedFile' : 'progressFile');
    return done(retained === 1 ? '保留清单马上发给你' : '整治进度表马上发给你');
  }),
];
