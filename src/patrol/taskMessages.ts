import { CardMessage } from '../../entities';
import { marks, type Reader, type Tx } from '../core/database';
import { groupBy } from '../core/groupBy';
import { type KnownCard, type MessageRequest, redrawCards } from '../core/outbox';
import { type ActiveStandIn, standsIn, toldInstead } from './standIns';

type Asked = { id: number; reachId: number };

/** Whom tasks are for: the holders of their post on `day`, or who walks for them (代巡). */
export async function walkersOf(
  reader: Reader,
  tasks: readonly Asked[],
  { day, standIns }: { day: string; standIns: readonly ActiveStandIn[] },
): Promise<{ taskId: number; personId: number }[]> {
  const holders = await reader.query<{ taskId: number; reachId: number; personId: number }>(
    `SELECT t.id AS taskId, t.reachId, p.personId FROM patrol_task t
       JOIN post p ON p.reachId = t.reachId AND p.level = t.level
      WHERE t.id IN (${marks(tasks)}) AND p.fromDay <= ? AND (p.toDay IS NULL OR p.toDay >= ?)
      ORDER BY t.id, p.id`,
    [...tasks.map(({ id }) => id), day, day],
  );
  return [...groupBy(holders, ({ taskId }) => taskId)].flatMap(([taskId, own]) =>
    toldInstead(
      own.map(({ personId }) => personId),
      own[0]?.reachId ?? 0,
      standIns,
    ).map((personId) => ({ taskId, personId })),
  );
}

/** One message a person: of one task its card, of several their list. */
export function taskMessages(
  told: readonly { personId: number; taskId: number }[],
  at: Date,
): MessageRequest[] {
  return [...groupBy(told, ({ personId }) => personId)].map(([personId, own]): MessageRequest => {
    const common = { recipientId: personId, messageClass: 'task' as const, at };
    const [only, ...others] = own;
    return others.length === 0 && only
      ? { ...common, kind: 'patrolTask', subject: { type: 'task', id: only.taskId } }
      : { ...common, kind: 'newTasks', subject: { type: 'person', id: personId } };
  });
}

/** Every card that shows these tasks, redrawn: their own, and the lists of new tasks of their chiefs and deputies. */
export async function redrawTasks(
  tx: Tx,
  tasks: readonly Asked[],
  { day, at }: { day: string; at: Date },
): Promise<void> {
  if (tasks.length === 0) return;
  const own = await tx.find(CardMessage, {
    subjectType: 'task',
    subjectId: tasks.map(({ id }) => id),
    retiredAt: null,
  });
  const reaches = [...new Set(tasks.map(({ reachId }) => reachId))];
  const columns = 'c.id, c.kind, c.subjectType, c.subjectId, c.recipientId';
  const lists = await tx.query<KnownCard>(
    `SELECT ${columns} FROM post p JOIN card_message c ON c.recipientId = p.personId AND c.kind = 'newTasks'
      WHERE p.reachId IN (${marks(reaches)}) AND c.retiredAt IS NULL
      UNION
     SELECT ${columns} FROM post p JOIN stand_in s ON s.chiefId = p.personId AND ${standsIn('p.reachId')}
       JOIN card_message c ON c.recipientId = s.deputyId AND c.kind = 'newTasks'
      WHERE p.reachId IN (${marks(reaches)}) AND c.retiredAt IS NULL`,
    [...reaches, day, day, ...reaches],
  );
  redrawCards(tx, [...own, ...lists], at);
}
