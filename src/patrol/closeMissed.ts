import { CardMessage, type PatrolTask } from '../../entities';
import { JOB_PATIENCE, marks, type Tx } from '../core/database';
import { dayOf } from '../core/days';
import { groupBy } from '../core/groupBy';
import { redrawCards } from '../core/outbox';
import { answerableFor } from './answerable';
import { Overtaken, type PatrolDeps } from './deps';
import { recordMoves } from './recordMoves';
import { suspensionOf, suspensionsSince } from './suspensions';
import { graced, postKey, termsByPost } from './terms';

const CHUNK = 500;

type Overdue = Pick<PatrolTask, 'id' | 'version' | 'reachId' | 'level' | 'dueDay' | 'assigneeId'>;

/**
 * The job: what can no longer be entered is 未完成 (`missed`), or `void` when it is nobody's (answerable.ts): a post
 * that is empty on the due day blames nobody, unreachable is not missed (experience.md), and on a day of 停巡 nobody
 * was to walk. Both are terminal, so
 * overdue lists do not grow for ever.
 *
 * @returns how many tasks were closed
 */
export async function closeMissed(deps: PatrolDeps, at: Date): Promise<number> {
  for (let closed = 0; ; ) {
    try {
      const count = await deps.db.transaction((tx) => closeSome(tx, deps, at), JOB_PATIENCE);
      closed += count;
      if (count < CHUNK) return closed;
    } catch (error) {
      if (!(error instanceof Overtaken)) throw error;
    }
  }
}

async function closeSome(tx: Tx, { policies, calendar }: PatrolDeps, at: Date): Promise<number> {
  const overdue = await tx.query<Overdue>(
    `SELECT id, version, reachId, level, dueDay, assigneeId FROM patrol_task
      WHERE state = 'open' AND lateDay < ? ORDER BY id LIMIT ${CHUNK}`,
    [dayOf(at)],
  );
  const terms = await termsByPost(tx, [...new Set(overdue.map(({ reachId }) => reachId))]);
  const rules = { policy: policies.current, calendar };
  const earliest = overdue.map(({ dueDay }) => dueDay).sort()[0];
  const suspended = earliest === undefined ? [] : await suspensionsSince(tx, earliest);
  const ends = groupBy(overdue, (task) =>
    suspensionOf(task, suspended) !== null ||
    answerableFor(task, graced(terms.get(postKey(task)) ?? [], rules)) === null
      ? ('void' as const)
      : ('missed' as const),
  );
  for (const [state, tasks] of ends) await close(tx, tasks, state, at);
  return overdue.length;
}

async function close(tx: Tx, tasks: readonly Overdue[], state: 'missed' | 'void', at: Date): Promise<void> {
  const ids = tasks.map(({ id }) => id);
  const { affected } = await tx.run(
    `UPDATE patrol_task SET state = ?, version = version + 1 WHERE state = 'open' AND id IN (${marks(ids)})`,
    [state, ...ids],
  );
  if (affected !== tasks.length) throw new Overtaken();
  await recordMoves(tx, tasks, { action: state, state, by: 'job:missed', at });
  redrawCards(tx, await tx.find(CardMessage, { subjectType: 'task', subjectId: ids, retiredAt: null }), at);
}
