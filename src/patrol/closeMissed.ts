import { CardMessage } from '../../entities';
import { auditMany } from '../core/audit';
import { marks, type Tx } from '../core/database';
import { dayOf } from '../core/days';
import { historyMany } from '../core/history';
import { redrawCards } from '../core/outbox';
import { JOB_PATIENCE, Overtaken, type PatrolDeps } from './deps';

const CHUNK = 500;

interface Overdue {
  id: number;
  version: number;
  held: number;
}

/**
 * The job: what can no longer be entered is 未完成 (`missed`), or `void` when nobody who can be reached held the
 * post in that period: unreachable is not missed (experience.md). Both are terminal, so overdue lists do not grow
 * for ever.
 *
 * @returns how many tasks were closed
 */
export async function closeMissed({ db }: Pick<PatrolDeps, 'db'>, at: Date): Promise<number> {
  for (let closed = 0; ; ) {
    try {
      const count = await db.transaction((tx) => closeSome(tx, at), JOB_PATIENCE);
      closed += count;
      if (count < CHUNK) return closed;
    } catch (error) {
      if (!(error instanceof Overtaken)) throw error;
    }
  }
}

async function closeSome(tx: Tx, at: Date): Promise<number> {
  const overdue = await tx.query<Overdue>(
    `SELECT t.id, t.version, EXISTS (
              SELECT 1 FROM post p JOIN person h ON h.id = p.personId AND h.openId IS NOT NULL
               WHERE p.reachId = t.reachId AND p.level = t.level
                 AND p.fromDay <= t.dueDay AND (p.toDay IS NULL OR p.toDay >= t.startDay)) AS held
       FROM patrol_task t WHERE t.state = 'open' AND t.lateDay < ? ORDER BY t.id LIMIT ${CHUNK}`,
    [dayOf(at)],
  );
  for (const state of ['missed', 'void'] as const) {
    await close(
      tx,
      overdue.filter(({ held }) => Boolean(held) === (state === 'missed')),
      state,
      at,
    );
  }
  return overdue.length;
}

async function close(tx: Tx, tasks: readonly Overdue[], state: 'missed' | 'void', at: Date): Promise<void> {
  if (tasks.length === 0) return;
  const ids = tasks.map(({ id }) => id);
  const { affected } = await tx.run(
    `UPDATE patrol_task SET state = ?, version = version + 1 WHERE state = 'open' AND id IN (${marks(ids)})`,
    [state, ...ids],
  );
  if (affected !== tasks.length) throw new Overtaken();
  const steps = tasks.map(({ id, version }) => ({
    at,
    actor: 'job:missed',
    action: state,
    subjectType: 'task',
    subjectId: id,
    version: version + 1,
    state,
  }));
  await historyMany(tx, steps);
  await auditMany(
    tx,
    steps.map(({ actor, subjectType, subjectId }) => ({
      at,
      actor,
      action: `task.${state}`,
      subjectType,
      subjectId,
    })),
  );
  redrawCards(tx, await tx.find(CardMessage, { subjectType: 'task', subjectId: ids, retiredAt: null }), at);
}
