import { CONTENT_CHOICES, complaintEnd, complaintTell } from '../../../cards/complaint';
import { deskAssign, deskDismiss, deskGrant, deskMerge, deskRefuse } from '../../../cards/problemDesk';
import {
  problemRebound,
  problemSettle,
  problemSplit,
  problemSubmit,
  problemWithdraw,
} from '../../../cards/problemForm';
import { verifyPass, verifyReturn } from '../../../cards/problemVerify';
import {
  askDismiss,
  askExtend,
  askMerge,
  askTransfer,
  problemAccept,
  problemProgress,
  problemReport,
  problemSendUp,
} from '../../../cards/problemWork';
import { Fault } from '../../core/errors';
import { openCase } from '../../enforcement';
import {
  acceptProblem,
  askDecision,
  assignProblem,
  decideAsk,
  dismissProblem,
  mergeProblem,
  type ProblemReport,
  passProblem,
  reboundProblem,
  reportProblem,
  reportProgress,
  returnProblem,
  type Settled,
  type Submitted,
  sendUp,
  settleProblem,
  splitProblem,
  submitProblem,
  tellComplainant,
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

type Form = OnProblem & Pick<ProblemReport, 'place' | 'spot' | 'category' | 'kind' | 'seriousness' | 'words'>;
const reportOf = (ctx: PressContext, form: Form): ProblemReport => {
  const { place, spot, category, kind, seriousness, words } = form;
  return { ...byFinder(ctx, form), place, spot, category, kind, seriousness, words };
};

/** 延期、转办、不属实、合并: what is left out of a request is not asked for. */
const request = { day: null, unitId: null, intoId: null };

/** What the finder is told of their form. */
const SUBMITTED: Record<Submitted, string> = {
  assigned: '已登记并交办',
  registered: '已报县河长办，由县河长办交办',
  merged: '这里已经有人报过，已并在一起办',
  rebounded: '这里刚销号又出现，已按原来的问题重开',
};

const SETTLED: Record<Settled, string> = {
  settled: '已登记，等核查',
  joined: '这里已经有人报过，已并在一起，等核查',
  rebounded: '这里刚销号又出现，已按原来的问题重开，等核查',
  merged: SUBMITTED.merged,
};

const done = (content: string): PressOutcome => ({ toast: { type: 'success', content } });

export const problemActions = [
  on(problemSubmit, async (ctx, input) => {
    const { problem, outcome, lacksPhoto } = await submitProblem(ctx.tx, ctx.deps, reportOf(ctx, input));
    const told = await openCase(ctx.tx, ctx.deps, problem, ctx.at);
    const said = told ? `${SUBMITTED[outcome]}，已同时报分局` : SUBMITTED[outcome];
    return done(lacksPhoto ? `${said}，还差照片，直接发给我就行` : said);
  }),
  on(problemSettle, async (ctx, input) => {
    const settled = await settleProblem(ctx.tx, ctx.deps, reportOf(ctx, input));
    if (settled) await openCase(ctx.tx, ctx.deps, settled.problem, ctx.at);
    if (settled) return done(SETTLED[settled.outcome]);
    return { toast: { type: 'warning', content: '还没有照片：先把改好后的照片发给我，再点现场已处理' } };
  }),
  on(problemSplit, async (ctx, input) => {
    await splitProblem(ctx.tx, ctx.deps, byFinder(ctx, input));
    return done('已分开，单独办理');
  }),
  on(problemRebound, async (ctx, input) => {
    await reboundProblem(ctx.tx, ctx.deps, { ...byPost(ctx, input), reason: input.reason });
    return done('已按原来的问题重开，重新交办');
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
  on(problemProgress, async (ctx, input) => {
    await reportProgress(ctx.tx, ctx.deps, { ...byPost(ctx, input), words: input.words });
    return done('进展已记下');
  }),
  on(problemSendUp, async (ctx, input) => {
    await sendUp(ctx.tx, ctx.deps, { ...byPost(ctx, input), reason: input.reason });
    return done('已上报县河长办');
  }),
  on(askExtend, async (ctx, input) => {
    const { day, reason } = input;
    const asked = { ...byPost(ctx, input), ...request, kind: 'extend' as const, reason, day };
    await askDecision(ctx.tx, ctx.deps, asked);
    return done('已申请延期，等批复');
  }),
  on(askTransfer, async (ctx, input) => {
    const { unit: unitId, reason } = input;
    const asked = { ...byPost(ctx, input), ...request, kind: 'transfer' as const, reason, unitId };
    await askDecision(ctx.tx, ctx.deps, asked);
    return done('已申请转办，等批复');
  }),
  on(askDismiss, async (ctx, input) => {
    const asked = { ...byPost(ctx, input), ...request, kind: 'dismiss' as const, reason: input.reason };
    await askDecision(ctx.tx, ctx.deps, asked);
    return done('已报不属实，等批复');
  }),
  on(askMerge, async (ctx, input) => {
    const { other: intoId, reason } = input;
    const asked = { ...byPost(ctx, input), ...request, kind: 'merge' as const, reason, intoId };
    await askDecision(ctx.tx, ctx.deps, asked);
    return done('已申请合并，等批复');
  }),
  on(deskAssign, async (ctx, input) => {
    const { unit: unitId, seriousness, reason } = input;
    await assignProblem(ctx.tx, ctx.deps, { ...byPost(ctx, input), unitId, seriousness, reason });
    return done('已交办');
  }),
  on(deskDismiss, async (ctx, input) => {
    await dismissProblem(ctx.tx, ctx.deps, { ...byPost(ctx, input), reason: input.reason });
    return done('已定为不属实');
  }),
  on(deskMerge, async (ctx, input) => {
    const { other: intoId, reason } = input;
    await mergeProblem(ctx.tx, { ...byPost(ctx, input), intoId, reason });
    return done('已合并');
  }),
  on(deskGrant, async (ctx, input) => {
    await decideAsk(ctx.tx, ctx.deps, { ...byPost(ctx, input), granted: true, reason: input.reason });
    return done('已同意');
  }),
  on(deskRefuse, async (ctx, input) => {
    await decideAsk(ctx.tx, ctx.deps, { ...byPost(ctx, input), granted: false, reason: input.reason });
    return done('已答复不同意');
  }),
  on(complaintTell, async ({ tx, person, roles, at, messageId }, { complaint, version, words }) => {
    const by = { id: person.id, roles };
    await tellComplainant(tx, { complaintId: complaint, version, person: by, words, at, messageId });
    return done('已记下告知情况');
  }),
  on(complaintEnd, async ({ tx, person, roles, at, messageId }, { complaint, version, choice, words }) => {
    const content = CONTENT_CHOICES[choice]?.content;
    if (!content) throw new Fault('press.stale');
    const by = { id: person.id, roles };
    await tellComplainant(tx, {
      complaintId: complaint,
      version,
      person: by,
      words,
      content,
      at,
      messageId,
    });
    return done('已记下告知情况');
  }),
  on(verifyPass, async (ctx, input) => {
    await passProblem(ctx.tx, ctx.deps, byPost(ctx, input));
    return done('已通过，问题销号');
  }),
  on(verifyReturn, async (ctx, input) => {
    await returnProblem(ctx.tx, ctx.deps, { ...byPost(ctx, input), reason: input.reason });
    return done('已退回重新办理');
  }),
];
