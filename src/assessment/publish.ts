import { type AssessmentRun, AssessmentScore } from '../../entities';
import type { Tx } from '../core/database';
import { enqueueMany, type MessageRequest } from '../core/outbox';
import { firstHeld, peopleWith } from '../roster';
import type { Deps } from './deps';

/**
 * 考核汇总 to everybody of 县河长办, and to each town's head and each chief their own score. Whoever has nothing
 * to be scored by gets no card. Sent as tasks: in waking hours of a working day.
 *
 * @returns how many cards were asked for
 */
export async function publishScores(
  tx: Tx,
  { policies }: Deps,
  run: AssessmentRun,
  at: Date,
): Promise<number> {
  const office = await peopleWith(tx, { roles: ['县河长办'] });
  const scores = (await tx.find(AssessmentScore, { runId: run.id }, { order: { id: 'ASC' } })).filter(
    ({ score }) => score !== null,
  );
  const own: MessageRequest[] = [];
  for (const { id, subject, unitId, personId } of scores) {
    const recipientId =
      subject === 'chief'
        ? personId
        : (await firstHeld(tx, { unitId, roles: policies.current.reminder.headRoles }))?.id;
    if (recipientId == null) continue;
    own.push({
      kind: 'assessmentOwn',
      subject: { type: 'assessmentScore', id },
      recipientId,
      messageClass: 'task',
      at,
    });
  }
  const summaries = office.map(
    ({ id }): MessageRequest => ({
      kind: 'assessmentSummary',
      subject: { type: 'assessmentRun', id: run.id },
      recipientId: id,
      messageClass: 'task',
      at,
    }),
  );
  await enqueueMany(tx, [...summaries, ...own]);
  return summaries.length + own.length;
}
