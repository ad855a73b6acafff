import { type FlowState, type OldProblemAnswer, Patrol, type PatrolKind, PatrolTask } from '../../entities';
import { audit } from '../core/audit';
import { marks, type SqlValue, sqlInstant, type Tx } from '../core/database';
import { dayOf } from '../core/days';
import { Fault } from '../core/errors';
import { history } from '../core/history';
import { type KnownCard, redrawCards } from '../core/outbox';
import type { HeldTask } from './taskToWalk';

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
  held: HeldTask;
  /** Who walked. */
  personId: number;
  /** 代巡: the chief for whom it was walked. */
  standInFor?: number | null;
  /** 徒步 when left out. */
  kind?: PatrolKind;
  /** When it began, as the walker says. */
  startedAt?: Date | null;
  /** What was settled. */
  words?: string | null;
  /** 镇代办: who enters it for them. */
  enteredById?: number | null;
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
 * Records a patrol and ends its task with it: one patrol a task, whoever is first. Nothing here waits for an answer,
 * so that all of it travels with what the caller asks next.
 *
 * The transaction fails with Fault `press.stale` when the task has moved on since it was read.
 */
export function recordPatrol(tx: Tx, record: PatrolRecord): void {
  const { held, personId, enteredById = null, result, occurredAt, at } = record;
  const { task } = held;
  const times = { occurredAt, recordedAt: at };
  const version = task.version + 1;
  const { id, reachId, level } = task;
  const moved = tx.update(
    PatrolTask,
    { id, version: task.version, state: 'open' },
    { state: 'done', version },
  );
  tx.alongside(
    moved.then((found) => {
      if (found === 0) throw new Fault('press.stale');
    }),
  );
  const patrol = {
    taskId: id,
    reachId,
    level,
    personId,
    enteredById,
    result,
    channel: 'card' as const,
    kind: record.kind ?? 'walk',
    standInFor: record.standInFor ?? null,
    startedAt: record.startedAt ?? null,
    words: record.words ?? null,
    ...times,
  };
  // Another's patrol of this task fails the compare-and-set above, not this.
  tx.deferInsert(Patrol, patrol, { ignore: true });
  seenOnPatrol(
    tx,
    id,
    'observation (patrolId, outfallId, flow, unchanged, occurredAt, recordedAt)',
    record.seen.map(({ outfallId, flow, unchanged }) => [outfallId, flow, unchanged ? 1 : 0]),
    times,
  );
  seenOnPatrol(
    tx,
    id,
    'problem_look (patrolId, problemId, answer, occurredAt, recordedAt)',
    record.looks.map(({ problemId, answer }) => [problemId, answer]),
    times,
  );
  const data = {
    result,
    ...(enteredById !== null && { walker: personId }),
    ...(record.standInFor && { standInFor: record.standInFor }),
  };
  const step = { at, actor: `person:${enteredById ?? personId}`, subjectType: 'task', subjectId: id };
  history(tx, { ...step, version, action: 'done', state: 'done', data });
  audit(tx, { ...step, action: 'task.done', detail: data });
  tx.alongside(redrawOthers(tx, record));
  if (task.kind === 'urgent') tx.alongside(endCalendars(tx, record));
}

/** 应急巡河 is the walk that the calendar asks for, too: nobody enters one walk twice. */
async function endCalendars(tx: Tx, record: PatrolRecord): Promise<void> {
  const { reachId, level } = record.held.task;
  const day = dayOf(record.occurredAt);
  const open = await tx.find(PatrolTask, { reachId, level, kind: 'period', state: 'open' });
  const task = open.find(({ startDay, dueDay }) => startDay <= day && day <= dueDay);
  if (task)
    recordPatrol(tx, { ...record, held: { ...record.held, task }, seen: [], looks: [], messageId: null });
}

/** Rows of what was seen on the patrol of a task, whose id is known to the database only. */
function seenOnPatrol(
  tx: Tx,
  taskId: number,
  into: string,
  rows: readonly SqlValue[][],
  { occurredAt, recordedAt }: { occurredAt: Date; recordedAt: Date },
): void {
  if (rows.length === 0) return;
  const values = rows.map((row) => [taskId, ...row, sqlInstant(occurredAt), sqlInstant(recordedAt)]);
  const tuple = (row: SqlValue[]) => `((SELECT id FROM patrol WHERE taskId = ?), ${marks(row.slice(1))})`;
  tx.defer(`INSERT INTO ${into} VALUES ${values.map(tuple).join(', ')}`, values.flat());
}

/** Every other card that shows the task: its own, and the lists of new tasks of its chiefs and who walks for them. */
async function redrawOthers(tx: Tx, { held, at, messageId, enteredById }: PatrolRecord): Promise<void> {
  const people = [
    ...held.holders,
    ...held.deputies.map(({ personId }) => personId),
    enteredById ?? [],
  ].flat();
  // These columns only: MariaDB and mysql2 spend a microsecond or two on the description of each. The people are
  // known: joining post and stand_in here once more cost a press 80 of 300 microseconds.
  const columns = 'c.id, c.kind, c.subjectType, c.subjectId, c.recipientId';
  const cards = await tx.query<KnownCard>(
    `SELECT ${columns} FROM card_message c
      WHERE c.subjectType = 'task' AND c.subjectId = ? AND c.retiredAt IS NULL AND c.messageId <> ?
      UNION ALL
     SELECT ${columns} FROM card_message c
      WHERE c.recipientId IN (${marks(people)}) AND c.kind = 'newTasks' AND c.retiredAt IS NULL`,
    [held.task.id, messageId ?? '', ...people],
  );
  redrawCards(tx, cards, at);
}
