import { Problem } from '../../entities';
import { auditMany } from '../core/audit';
import type { Tx } from '../core/database';
import { dayOf } from '../core/days';
import { historyMany } from '../core/history';
import { enqueueMany, type MessageRequest, refreshCards } from '../core/outbox';
import type { ProblemDeps } from './deps';
import { handsOf } from './hands';
import { dueDayOf, handlerOf } from './rules';

/** A problem that was found and written down whole, on paper. */
export type FoundProblem = Pick<
  Problem,
  'reachId' | 'townId' | 'outfallId' | 'place' | 'words' | 'finderId' | 'taskId' | 'occurredAt'
> & { category: NonNullable<Problem['category']>; seriousness: NonNullable<Problem['seriousness']> };

/**
 * Registers problems that somebody else enters for their finder, and hands each to the town that owns the reach: as
 * 提交 on the finder's card does, with the due day counted from today.
 */
export async function registerFound(
  tx: Tx,
  { policies, calendar }: ProblemDeps,
  found: readonly FoundProblem[],
  { at, actor }: { at: Date; actor: string },
): Promise<void> {
  const policy = policies.current;
  const hands = new Map<number, Awaited<ReturnType<typeof handsOf>>>();
  for (const { townId } of found) {
    if (!hands.has(townId)) hands.set(townId, await handsOf(tx, townId, policy));
  }
  const rows = found.map((problem) => {
    const fresh = { handlerId: null, state: 'assigned' as const, returns: 0 };
    const own = hands.get(problem.townId);
    return {
      ...problem,
      ...fresh,
      handlerId: own ? handlerOf(fresh, own) : null,
      source: 'patrol' as const,
      dueDay: dueDayOf(problem.seriousness, dayOf(at), { policy, calendar }),
      recordedAt: at,
      assignedAt: at,
      policyVersion: policy.version,
      version: 1,
    };
  });
  const requests: MessageRequest[] = [];
  const ids: number[] = [];
  for (const row of rows) {
    const { firstId: id } = await tx.insert(Problem, row);
    ids.push(id);
    const subject = { type: 'problem', id };
    if (row.handlerId !== null) {
      requests.push({ kind: 'problemWork', subject, recipientId: row.handlerId, messageClass: 'task', at });
    }
  }
  const steps = ids.map((subjectId) => ({
    at,
    actor,
    subjectType: 'problem',
    subjectId,
    action: 'assigned',
  }));
  await historyMany(
    tx,
    steps.map((step) => ({ ...step, version: 1, state: 'assigned' })),
  );
  await auditMany(
    tx,
    steps.map((step, n) => ({
      ...step,
      action: 'problem.assigned',
      detail: { channel: 'paper', finder: rows[n]?.finderId },
    })),
  );
  await enqueueMany(tx, requests);
  for (const id of new Set(found.flatMap(({ taskId }) => taskId ?? []))) {
    await refreshCards(tx, { subject: { type: 'task', id }, at });
  }
}
