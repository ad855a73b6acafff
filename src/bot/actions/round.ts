import { appealCorrect, appealLift, appealUphold } from '../../../cards/appeal';
import { appealSubmit } from '../../../cards/appealForm';
import {
  roundAmend,
  roundConfirm,
  roundDrop,
  roundFinalise,
  roundPublish,
} from '../../../cards/assessmentRound';
import {
  amendRound,
  appealLine,
  confirmEffects,
  decideAppeal,
  dropEffect,
  finaliseRound,
  publishRound,
} from '../../assessment';
import { dayInWords } from '../../core/days';
import { touch } from '../../problem';
import { on, type PressContext, type PressOutcome } from '../frame';
import { periodOfRound } from '../roundParts';

const success = (content: string): PressOutcome => ({ toast: { type: 'success', content } });

const pressOf = (
  { person, roles, at, messageId }: PressContext,
  { round: roundId, version }: { round: number; version: number },
) => ({ roundId, version, person, roles, at, messageId });

const decisionOf = (
  { person, roles, at, messageId }: PressContext,
  { appeal: appealId, version, reason }: { appeal: number; version: number; reason: string },
) => ({ appealId, version, reason, person, roles, at, messageId });

export const roundActions = [
  on(roundConfirm, async (ctx, input) => {
    await confirmEffects(ctx.tx, pressOf(ctx, input));
    return success('已确认，记在你名下，可以公示了');
  }),
  on(roundDrop, async (ctx, input) => {
    const lineId = Number(input.effect.slice(1));
    await dropEffect(ctx.tx, { ...pressOf(ctx, input), lineId, reason: input.reason });
    return success('不采用，分数马上重算');
  }),
  on(roundPublish, async (ctx, input) => {
    const { until, people } = await publishRound(ctx.tx, ctx.deps, pressOf(ctx, input));
    return success(`已公示，工作时间发给${people}人，申诉到${dayInWords(until)}`);
  }),
  on(roundFinalise, async (ctx, input) => {
    const people = await finaliseRound(ctx.tx, ctx.deps, pressOf(ctx, input));
    return success(`已定稿并存档，工作时间发给${people}人`);
  }),
  on(roundAmend, async (ctx, input) => {
    const { whose, month, item, points, reason } = input;
    const period = month || (await periodOfRound(ctx.tx, input.round));
    await amendRound(ctx.tx, ctx.deps, { ...pressOf(ctx, input), whose, period, rule: item, points, reason });
    return success('更正记下了，重算后另存一版');
  }),
  on(appealSubmit, async (ctx, input) => {
    const { tx, deps, person, roles, at } = ctx;
    const { score: scoreId, month, item, words } = input;
    const period = month || input.period;
    const { id, dueDay } = await appealLine(tx, deps, {
      scoreId,
      period,
      rule: item,
      words,
      person,
      roles,
      at,
    });
    await touch(tx, person.id, { type: 'assessmentAppeal', id }, at);
    return {
      ...success(`申诉已提交，${dayInWords(dueDay)}前复核。有照片直接发过来`),
      show: { kind: 'appeal', subject: { type: 'assessmentAppeal', id } },
    };
  }),
  on(appealUphold, async (ctx, input) => {
    await decideAppeal(ctx.tx, ctx.deps, { ...decisionOf(ctx, input), points: null });
    return success('已维持，会告诉申诉的人');
  }),
  on(appealCorrect, async (ctx, input) => {
    await decideAppeal(ctx.tx, ctx.deps, { ...decisionOf(ctx, input), points: input.points });
    return success('已更正，总分马上重算，会告诉申诉的人');
  }),
  on(appealLift, async (ctx, input) => {
    await decideAppeal(ctx.tx, ctx.deps, { ...decisionOf(ctx, input), points: 0 });
    return success('否决已撤销，等次马上重算，会告诉申诉的人');
  }),
];
