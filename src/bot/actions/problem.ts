import { problemSubmit, problemWithdraw } from '../../../cards/problemForm';
import { verifyPass, verifyReturn } from '../../../cards/problemVerify';
import { problemAccept, problemReport } from '../../../cards/problemWork';
import {
  acceptProblem,
  passProblem,
  reportProblem,
  returnProblem,
  submitProblem,
  withdrawProblem,
} from '../../problem';
import { on, type PressContext, type PressOutcome } from '../frame';

interface OnProblem {
  problem: number;
  version: number;
}

/** The finder's presses name a person, those of a post the person with their roles. */
const byFinder = ({ person, at, messageId }: PressContext, { problem, version }: OnProblem) => ({
  personId: person.id,
  at,
  messageId,
  problemId: problem,
  version,
});
const byPost = ({ person, roles, at, messageId }: PressContext, { problem, version }: OnProblem) => ({
  person: { id: person.id, unitId: person.unitId, roles },
  at,
  messageId,
  problemId: problem,
  version,
});

const done = (content: string): PressOutcome => ({ toast: { type: 'success', content } });

export const problemActions = [
  on(problemSubmit, async (ctx, input) => {
    const { place, spot, category, seriousness, words } = input;
    const report = { ...byFinder(ctx, input), place, spot, category, seriousness, words };
    const { lacksPhoto } = await submitProblem(ctx.tx, ctx.deps, report);
    return done(lacksPhoto ? '已登记并交办，还差照片，直接发给我就行' : '已登记并交办');
  }),
  on(problemWithdraw, async (ctx, input) => {
    await withdrawProblem(ctx.tx, byFinder(ctx, input));
    return done('已撤销');
  }),
  on(problemAccept, async (ctx, input) => {
    await acceptProblem(ctx.tx, ctx.deps, byPost(ctx, input));
    return done('已签收');
  }),
  on(problemReport, async (ctx, input) => {
    const answered = await reportProblem(ctx.tx, ctx.deps, { ...byPost(ctx, input), words: input.words });
    if (answered) return done('已反馈，等核查');
    return { toast: { type: 'warning', content: '还没有处理后的照片：先把照片发给我，再点反馈' } };
  }),
  on(verifyPass, async (ctx, input) => {
    await passProblem(ctx.tx, byPost(ctx, input));
    return done('已通过，问题销号');
  }),
  on(verifyReturn, async (ctx, input) => {
    await returnProblem(ctx.tx, { ...byPost(ctx, input), reason: input.reason });
    return done('已退回重新办理');
  }),
];
