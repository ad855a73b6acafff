import { CardMessage, Outfall, OutfallTask } from '../../entities';
import { auditMany } from '../core/audit';
import type { Tx } from '../core/database';
import { marks } from '../core/database';
import { dayOf } from '../core/days';
import { groupBy } from '../core/groupBy';
import { historyMany } from '../core/history';
import { enqueueMany, redrawCards } from '../core/outbox';
import { takeTurn } from '../core/turn';
import { JOB_PATIENCE, type OutfallTaskDeps } from './deps';
import { readOutfallHands } from './hands';
import { toWatchers } from './startRound';

/**
 * The job: what can no longer be entered is 未完成 (`missed`), or `void` where nobody was there to do it. 分局 gets the
 * round's card anew, for by now the first is too old to be changed.
 *
 * @returns how many tasks were closed
 */
export function closeMissedTasks(deps: OutfallTaskDeps, at: Date): Promise<number> {
  return deps.db.transaction(async (tx) => {
    const overdue = await tx.query<{ id: number }>(
      `SELECT id FROM outfall_task WHERE state = 'open' AND lateDay < ?`,
      [dayOf(at)],
    );
    if (overdue.length === 0) return 0;
    await takeTurn(tx, 'outfallTasks', at);
    const tasks = await tx.find(OutfallTask, { id: overdue.map(({ id }) => id), state: 'open' });
    const outfalls = new Map(
      (await tx.find(Outfall, { id: tasks.map(({ outfallId }) => outfallId) })).map((one) => [one.id, one]),
    );
    const hands = await readOutfallHands(tx, deps.policies.current);
    const ends = groupBy(tasks, ({ outfallId }) => {
      const outfall = outfalls.get(outfallId);
      return outfall && hands.of(outfall).people.length > 0 ? ('missed' as const) : ('void' as const);
    });
    for (const [state, own] of ends) await close(tx, own, state, at);
    for (const roundId of new Set(tasks.map((task) => task.roundId))) {
      await enqueueMany(tx, await toWatchers(tx, roundId, at));
    }
    return tasks.length;
  }, JOB_PATIENCE);
}

async function close(
  tx: Tx,
  tasks: readonly OutfallTask[],
  state: 'missed' | 'void',
  at: Date,
): Promise<void> {
  const ids = tasks.map(({ id }) => id);
  await tx.run(
    `UPDATE outfall_task SET state = ?, version = version + 1 WHERE state = 'open' AND id IN (${marks(ids)})`,
    [state, ...ids],
  );
  const steps = tasks.map(({ id, version }) => ({
    at,
    actor: 'job:outfallTasks',
    subjectType: 'outfallTask',
    subjectId: id,
    version: version + 1,
    action: state,
    state,
  }));
  await historyMany(tx, steps);
  await auditMany(
    tx,
    steps.map(({ version: _, state: __, ...step }) => ({ ...step, action: `outfallTask.${state}` })),
  );
  redrawCards(
    tx,
    await tx.find(CardMessage, { subjectType: 'outfallTask', subjectId: ids, retiredAt: null }),
    at,
  );
}
