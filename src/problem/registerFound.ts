import type { Problem } from '../../entities';
import type { Tx } from '../core/database';
import { refreshCards } from '../core/outbox';
import { openCase } from '../enforcement';
import type { ProblemDeps } from './deps';
import { insertDraft } from './openDraft';
import { register } from './submitProblem';

/** A problem that was found and written down whole, on paper. */
export type FoundProblem = Pick<
  Problem,
  'reachId' | 'townId' | 'outfallId' | 'place' | 'words' | 'finderId' | 'taskId' | 'occurredAt' | 'kind'
> & { category: NonNullable<Problem['category']>; seriousness: NonNullable<Problem['seriousness']> };

/**
 * Registers problems that somebody else enters for their finder, as 提交 on the finder's card does: with the due day
 * counted from today, what evades supervision reported to 分局, 重大 before 县河长办 first, and what is open at the same outfall joined.
 */
export async function registerFound(
  tx: Tx,
  deps: ProblemDeps,
  found: readonly FoundProblem[],
  { at, actor }: { at: Date; actor: string },
): Promise<void> {
  const { version } = deps.policies.current;
  for (const { finderId, taskId, occurredAt, ...rest } of found) {
    const filled = { ...rest, finderId };
    const by = { personId: finderId, at, actor };
    const { reachId } = filled;
    const first = { ...filled, occurredAt };
    const draft = await insertDraft(tx, version, { source: 'patrol', reachId, taskId, ...by, first });
    const { problem } = await register(tx, deps, draft, { filled, by });
    await openCase(tx, deps, problem, at);
  }
  for (const id of new Set(found.flatMap(({ taskId }) => taskId ?? []))) {
    await refreshCards(tx, { subject: { type: 'task', id }, at });
  }
}
