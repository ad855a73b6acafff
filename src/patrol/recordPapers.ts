import { Observation, Patrol, type PatrolTask } from '../../entities';
import { auditMany } from '../core/audit';
import { marks, type Tx } from '../core/database';
import { dayOf } from '../core/days';
import { Fault } from '../core/errors';
import { historyMany } from '../core/history';
import { redrawTasks } from './taskMessages';

/** A patrol on paper, for a task that is open. */
export interface PaperRecord {
  task: Pick<PatrolTask, 'id' | 'version' | 'reachId' | 'level'>;
  /** Who walked. */
  personId: number;
  result: Patrol['result'];
  occurredAt: Date;
  /** Outfalls that were 异常. */
  abnormal: readonly number[];
}

const PART = 500;

/**
 * Records paper patrols and ends their tasks, many at once.
 *
 * @throws Fault `press.stale` when one of the tasks was ended meanwhile
 */
export async function recordPapers(
  tx: Tx,
  records: readonly PaperRecord[],
  by: { at: Date; actor: string; enteredById: number | null },
): Promise<void> {
  for (let from = 0; from < records.length; from += PART)
    await record(tx, records.slice(from, from + PART), by);
}

async function record(
  tx: Tx,
  records: readonly PaperRecord[],
  { at, actor, enteredById }: { at: Date; actor: string; enteredById: number | null },
): Promise<void> {
  const ids = records.map(({ task }) => task.id);
  const { affected } = await tx.run(
    `UPDATE patrol_task SET state = 'done', version = version + 1 WHERE state = 'open' AND id IN (${marks(ids)})`,
    ids,
  );
  if (affected !== ids.length) throw new Fault('press.stale');
  await tx.insert(
    Patrol,
    records.map(({ task, personId, result, occurredAt }) => ({
      taskId: task.id,
      reachId: task.reachId,
      level: task.level,
      personId,
      result,
      channel: 'paper' as const,
      enteredById,
      occurredAt,
      recordedAt: at,
    })),
  );
  const patrols = new Map((await tx.find(Patrol, { taskId: ids })).map(({ id, taskId }) => [taskId, id]));
  await tx.insert(
    Observation,
    records.flatMap(({ task, abnormal, occurredAt }) =>
      abnormal.map((outfallId) => ({
        patrolId: patrols.get(task.id) as number,
        outfallId,
        flow: 'abnormal' as const,
        unchanged: false,
        occurredAt,
        recordedAt: at,
      })),
    ),
  );
  await historyMany(
    tx,
    records.map(({ task, result }) => ({
      at,
      actor,
      subjectType: 'task',
      subjectId: task.id,
      version: task.version + 1,
      action: 'done',
      state: 'done',
      data: { result, channel: 'paper' },
    })),
  );
  await auditMany(
    tx,
    records.map(({ task, result, personId }) => ({
      at,
      actor,
      action: 'task.done',
      subjectType: 'task',
      subjectId: task.id,
      detail: { result, channel: 'paper', walker: personId },
    })),
  );
  await redrawTasks(
    tx,
    records.map(({ task }) => task),
    { day: dayOf(at), at },
  );
}
