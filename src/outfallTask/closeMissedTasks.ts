import { CardMessage, Outfall, OutfallTask } from '../../entities';
import { auditMany } from '../core/audit';
import { JOB_PATIENCE, marks, type Tx } from '../core/database';
import { dayOf } from '../core/days';
import { groupBy } from '../core/groupBy';
import { historyMany } from '../core/history';
import { enqueueMany, redrawCards } from '../core/outbox';
import type { Policy } from '../core/policy';
import { takeTurn } from '../core/turn';
import type { OutfallTaskDeps } from './deps';
import { readOutfallHands } from './hands';
import { concerns } from './rules';
import { toWatchers } from './startRound';

type End = 'missed' | 'void';

/**
 * The job: what can no longer be entered is 未完成 (`missed`), or `void` where nobody was there to do it; `void` too, at
 * once, where nothing is to be done any more: the outfall is gone, or its gate, or it is monitored in other periods.
 * 分局 gets the round's card anew, for by now the first is too old to be changed.
 *
 * @returns how many tasks were closed
 */
export function closeMissedTasks(deps: OutfallTaskDeps, at: Date): Promise<number> {
  return deps.db.transaction(async (tx) => {
    if (!(await tx.findOne(OutfallTask, { state: 'open' }))) return 0;
    await takeTurn(tx, 'outfallTasks', at);
    const open = await tx.find(OutfallTask, { state: 'open' });
    const outfalls = new Map(
      (await tx.find(Outfall, { id: [...new Set(open.map(({ outfallId }) => outfallId))] })).map((one) => [
        one.id,
        one,
      ]),
    );
    const policies = new Map<number, Policy>();
    for (const { policyVersion } of open) {
      if (!policies.has(policyVersion)) policies.set(policyVersion, await deps.policies.at(policyVersion));
    }
    const hands = await readOutfallHands(tx, deps.policies.current);
    const endOf = (task: OutfallTask): End | null => {
      const outfall = outfalls.get(task.outfallId);
      const policy = policies.get(task.policyVersion);
      if (!outfall || (policy && !concerns(task, outfall, policy))) return 'void';
      if (task.lateDay >= dayOf(at)) return null;
      return hands.of(outfall).people.length > 0 ? 'missed' : 'void';
    };
    const ended = open.flatMap((task) => {
      const end = endOf(task);
      return end ? [{ task, end }] : [];
    });
    for (const [state, own] of groupBy(ended, ({ end }) => end)) {
      await close(
        tx,
        own.map(({ task }) => task),
        state,
        at,
      );
    }
    for (const roundId of new Set(ended.map(({ task }) => task.roundId))) {
      await enqueueMany(tx, await toWatchers(tx, roundId, at));
    }
    return ended.length;
  }, JOB_PATIENCE);
}

async function close(tx: Tx, tasks: readonly OutfallTask[], state: End, at: Date): Promise<void> {
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
