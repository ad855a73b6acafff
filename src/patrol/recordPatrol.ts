import {
  CardMessage,
  type FlowState,
  Observation,
  type OldProblemAnswer,
  OutboxMessage,
  Patrol,
  PatrolTask,
  ProblemLook,
} from '../../entities';
import { audit } from '../core/audit';
import type { Tx } from '../core/database';
import { Fault } from '../core/errors';
import { history } from '../core/history';
import { refreshCards, replacement } from '../core/outbox';

/** What was seen at an outfall; `unchanged` when the prefilled answer was left as it was. */
export interface Seen {
  outfallId: number;
  flow: FlowState;
  unchanged: boolean;
}

/** What was said of an earlier problem. */
export interface Look {
  problemId: number;
  answer: OldProblemAnswer;
}

export interface PatrolRecord {
  task: PatrolTask;
  personId: number;
  result: Patrol['result'];
  /** When it was walked. */
  occurredAt: Date;
  at: Date;
  seen: readonly Seen[];
  looks: readonly Look[];
  /** The card whose press is answered with the new state anyway. */
  messageId?: string | null;
}

/**
 * Records a patrol and ends its task with it: one patrol a task, whoever is first.
 *
 * @returns the patrol's id
 * @throws Fault `press.stale` when the task has moved on since it was read
 */
export async function recordPatrol(tx: Tx, record: PatrolRecord): Promise<number> {
  const { task, personId, result, occurredAt, at } = record;
  const times = { occurredAt, recordedAt: at };
  const { firstId: patrolId } = await tx.insert(Patrol, {
    taskId: task.id,
    reachId: task.reachId,
    level: task.level,
    personId,
    result,
    channel: 'card',
    ...times,
  });
  const version = task.version + 1;
  const moved = await tx.update(
    PatrolTask,
    { id: task.id, version: task.version, state: 'open' },
    { state: 'done', patrolId, version },
  );
  if (moved === 0) throw new Fault('press.stale');
  tx.deferInsert(
    Observation,
    record.seen.map((one) => ({ patrolId, ...one, ...times })),
  );
  tx.deferInsert(
    ProblemLook,
    record.looks.map((one) => ({ patrolId, ...one, ...times })),
  );
  const step = { at, actor: `person:${personId}`, subjectType: 'task', subjectId: task.id };
  await history(tx, { ...step, version, action: 'done', state: 'done', data: { patrolId, result } });
  await audit(tx, { ...step, action: 'task.done', detail: { patrolId, result } });
  const subject = { type: 'task', id: task.id };
  await Promise.all([
    refreshCards(tx, { subject, at, exceptMessageId: record.messageId }),
    refreshLists(tx, task, at),
  ]);
  return patrolId;
}

/** The lists of new tasks that name this one. */
async function refreshLists(tx: Tx, task: PatrolTask, at: Date): Promise<void> {
  const rows = await tx.query<{ id: number }>(
    `SELECT id FROM card_message WHERE kind = 'newTasks' AND retiredAt IS NULL
        AND recipientId IN (SELECT personId FROM post WHERE reachId = ? AND level = ?)`,
    [task.reachId, task.level],
  );
  if (rows.length === 0) return;
  const cards = await tx.find(CardMessage, { id: rows.map(({ id }) => id) });
  await tx.insert(
    OutboxMessage,
    cards.map((card) => replacement(card, at)),
    { ignore: true },
  );
}
