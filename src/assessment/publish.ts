import { AssessmentRun, AssessmentScore } from '../../entities';
import type { Tx } from '../core/database';
import { enqueueMany, type MessageRequest } from '../core/outbox';
import { firstHeld, peopleWith } from '../roster';
import type { Deps } from './deps';
import { headRolesOf } from './rounds/rules';

/**
 * 考核汇总 to everybody of 县河长办, and to the head of each town and department and to each chief their own score. Whoever has nothing
 * to be scored by gets no card, and nobody is told of the same score twice: a score that changes is drawn anew on
 * the card that is there (store.ts). Sent as tasks: in waking hours of a working day.
 *
 * @returns how many cards were asked for
 */
export async function publishScores(
  tx: Tx,
  { policies }: Deps,
  run: AssessmentRun,
  at: Date,
): Promise<number> {
  const scores = (await tx.find(AssessmentScore, { runId: run.id }, { order: { id: 'ASC' } })).filter(
    ({ score }) => score !== null,
  );
  if (scores.length === 0) return 0;
  const task = { messageClass: 'task', at } as const;
  const own: MessageRequest[] = [];
  for (const { id, subject, unitId, personId } of scores.filter(({ toldAt }) => toldAt === null)) {
    const recipientId =
      subject === 'chief'
        ? personId
        : (await firstHeld(tx, { unitId, roles: headRolesOf(subject, policies.current) }))?.id;
    if (recipientId == null) continue;
    own.push({ ...task, kind: 'assessmentOwn', subject: { type: 'assessmentScore', id }, recipientId });
  }
  const office = run.toldAt === null ? await peopleWith(tx, { roles: ['县河长办'] }) : [];
  const subject = { type: 'assessmentRun', id: run.id };
  const summaries = office.map(
    ({ id }): MessageRequest => ({ ...task, kind: 'assessmentSummary', subject, recipientId: id }),
  );
  await enqueueMany(tx, [...summaries, ...own]);
  await tx.update(AssessmentScore, { id: own.map(({ subject: score }) => score.id) }, { toldAt: at });
  if (run.toldAt === null) await tx.update(AssessmentRun, { id: run.id }, { toldAt: at });
  return summaries.length + own.length;
}
