import { compareFile } from '../../../cards/assessmentCompare';
import { scoreFile } from '../../../cards/assessmentOwn';
import { runFile, runReport } from '../../../cards/assessmentSummary';
import type { FileKind } from '../../../entities';
import { AssessmentScore } from '../../../entities';
import { roundOfRun } from '../../assessment';
import { Fault } from '../../core/errors';
import { on, type PressOutcome } from '../frame';
import { mayHaveAssessment, ownScore } from '../mayHave';
import { type Asker, sendFile } from '../openings';

const DRAFTED = { type: 'info', content: '这一期正在出正式考核，公示时再发给你' } as const;
const SENT: PressOutcome = { toast: { type: 'success', content: '马上发给你' } };

async function toOffice(ctx: Asker, kind: FileKind, type: string, id: number): Promise<PressOutcome> {
  if (!mayHaveAssessment(ctx.roles)) throw new Fault('press.notYours');
  await sendFile(ctx, kind, { type, id });
  return SENT;
}

export const scoreActions = [
  on(scoreFile, async (ctx, { score: id }) => {
    const score = await ctx.tx.findOne(AssessmentScore, { id });
    if (!score || !ownScore(score, ctx.person, ctx.roles, ctx.deps.policies.current))
      throw new Fault('press.notYours');
    if ((await roundOfRun(ctx.tx, score.runId))?.state === 'draft') return { toast: DRAFTED };
    await sendFile(ctx, 'assessmentFile', { type: 'assessmentScore', id });
    return SENT;
  }),
  on(runFile, (ctx, { run }) => toOffice(ctx, 'assessmentFile', 'assessmentRun', run)),
  on(runReport, (ctx, { run }) => toOffice(ctx, 'assessmentReport', 'assessmentRun', run)),
  on(compareFile, (ctx, { pair }) => toOffice(ctx, 'assessmentCompared', 'assessmentPair', pair)),
];
