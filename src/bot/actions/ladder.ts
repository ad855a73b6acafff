import { dayWords } from '../../../cards/kit';
import { judgeOutstanding } from '../../../cards/ladderJudge';
import { replyApprove, replyRefuse } from '../../../cards/ladderReply';
import { lagAnswer } from '../../../cards/lagWhy';
import { dayOf } from '../../core/days';
import { answerLag, decideReply, markOutstanding } from '../../escalation';
import { on, type PressContext } from '../frame';

interface Deciding {
  reply: number;
  version: number;
  until: string | null;
  reason: string;
}

const decide = (
  { deps, tx, person, roles, at, messageId }: PressContext,
  { reply, version, until, reason }: Deciding,
  approved: boolean,
) =>
  decideReply(tx, deps, {
    replyId: reply,
    version,
    approved,
    untilDay: until,
    reason,
    by: { id: person.id, roles },
    at,
    messageId,
  });

export const ladderActions = [
  on(lagAnswer, async ({ deps, tx, person, roles, at }, { notice, matter, kind, until, words }) => {
    const by = { person, roles };
    const answer = { noticeId: notice, caseId: matter, kind, words, untilDay: until, by, at };
    const { cases, deciders } = await answerLag(tx, deps, answer);
    return { toast: { type: 'success', content: `已提交${cases}件，等${deciders.join('、')}批复` } };
  }),
  on(replyApprove, async (ctx, input) => {
    const { untilDay } = await decide(ctx, input, true);
    const until = untilDay === null ? '' : `，${dayWords(dayOf(ctx.at), untilDay)}以前不升级`;
    return { toast: { type: 'success', content: `已同意${until}，会告诉对方` } };
  }),
  on(replyRefuse, async (ctx, input) => {
    await decide(ctx, input, false);
    return { toast: { type: 'success', content: '没有同意，会告诉对方' } };
  }),
  on(judgeOutstanding, async ({ deps, tx, person, roles, at }, { ladderCase, reason }) => {
    const by = { id: person.id, roles };
    await markOutstanding(tx, deps, { caseId: ladderCase, reason, by, at });
    return { toast: { type: 'success', content: '已认定。督查草案起草后由签发人审签' } };
  }),
];
