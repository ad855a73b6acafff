import {
  CardMessage,
  type FlowState,
  Observation,
  type OldProblemAnswer,
  Patrol,
  PatrolTask,
  ProblemLook,
} from '../../entities';
import { audit } from '../core/audit';
import type { Tx } from '../core/database';
import { Fault } from '../core/errors';
import { history } from '../core/history';
import { redrawCards, refreshCards } from '../core/outbox';

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
  const version = task.version + 1;
  // One round trip: when the task has moved on, the patrol goes with the transaction.
  const [moved, { firstId: patrolId }] = await Promise.all([
    tx.update(PatrolTask, { id: task.id, version: task.version, state: 'open' }, { state: 'done', version }),
    tx.insert(
      Patrol,
      {
        taskId: task.id,
        reachId: task.reachId,
        level: task.level,
        personId,
        result,
        channel: 'card',
        ...times,
      },
      { ignore: true },
    ),
  ]);
  if (moved === 0 || patrolId === 0) throw new Fault('press.stale');
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
  tx.alongside(refreshCards(tx, { subject, at, exceptMessageId: record.messageId }));
  tx.alongside(refreshLists(tx, task, at));
  return patrolId;
}

/** The lists of new tasks that name this one. */
async function refreshLists(tx: Tx, task: PatrolTask, at: Date): Promise<void> {
  const rows = await tx.query<object>(
    `SELECT c.* FROM post p JOIN card_message c ON c.recipientId = p.personId AND c.kind = 'newTasks'
      WHERE p.reachId = ? AND p.level = ? AND c.retiredAt IS NULL`,
    [task.reachId, task.level],
  );
  redrawCards(
    tx,
    rows.map((row) => tx.hydrate(CardMessage, row)),
    at,
  );
}
