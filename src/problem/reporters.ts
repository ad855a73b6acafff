import { Problem, REPORTED } from '../../entities';
import type { Tx } from '../core/database';
import { Fault } from '../core/errors';
import { enqueueMany } from '../core/outbox';
import { advance } from './advance';
import type { Pressing } from './deps';

/*
 * 合并: one problem that many have seen is one problem with many reporters. What was merged keeps its number, its
 * photos and its finder, who sees how the other one goes and is told how it ended.
 */

/** Open, so that another may be merged into it. */
export const isOpen = ({ state }: Pick<Problem, 'state'>): boolean => REPORTED.includes(state);

/** @throws Fault `press.form` when the other one is not open (any more) */
export async function mergeInto(
  tx: Tx,
  problem: Problem,
  main: Problem,
  change: Pressing & { reason?: string; set?: Partial<Problem> },
): Promise<Problem> {
  if (!isOpen(main) || main.id === problem.id) {
    throw new Fault('press.form', { what: '那件事已经变了，不能并进去，请重新选' });
  }
  const { personId, at, messageId, actor, reason, set } = change;
  const by = { personId, at, actor, reason };
  await tx.update(Problem, { mergedIntoId: problem.id }, { mergedIntoId: main.id });
  await advance(tx, main, {
    ...by,
    step: 'add',
    set: { reports: main.reports + problem.reports },
    data: { problem: problem.id },
  });
  return advance(tx, problem, {
    ...by,
    messageId,
    step: 'merge',
    set: { ...set, mergedIntoId: main.id, reports: 1, ask: null, deskAt: null },
    data: { into: main.id },
  });
}

/** Tells everybody who reported it how it ended; `exceptId` is who ended it. */
export async function tellReporters(
  tx: Tx,
  problem: Problem,
  { exceptId, at }: { exceptId: number; at: Date },
): Promise<void> {
  const merged = problem.reports > 1 ? await tx.find(Problem, { mergedIntoId: problem.id }) : [];
  const told = new Set([exceptId]);
  const own = [problem, ...merged].filter(({ finderId }) => !told.has(finderId) && told.add(finderId));
  await enqueueMany(
    tx,
    own.map(({ id, finderId }) => ({
      kind: 'problemForm',
      subject: { type: 'problem', id },
      recipientId: finderId,
      messageClass: 'task',
      at,
    })),
  );
}
