import { Person } from '../../entities';
import { marks, sqlInstant, type Tx } from '../core/database';
import { dayOf } from '../core/days';
import { enqueueMany, FOR_GROUPS, type MessageRequest } from '../core/outbox';
import { openTasksOf } from '../patrol';

/**
 * 告知书 on first contact, once a person: asked for when somebody is matched or opens the chat. What waited for them
 * until then follows it: their open tasks as one message, and no reminder of what they could not have heard of.
 */
export async function welcome(tx: Tx, people: readonly Person[], at: Date): Promise<number> {
  const fresh = people.filter((person) => person.openId && !person.privacySentAt);
  if (fresh.length === 0) return 0;
  const ids = fresh.map(({ id }) => id);
  await tx.update(Person, { id: ids, privacySentAt: null }, { privacySentAt: at });
  // Of one class and instant the earlier request goes first: what comes after the 告知书 is due a moment later.
  const after = new Date(at.getTime() + 1);
  const asked = await takeBack(tx, ids);
  await putBehind(tx, ids, after);
  await enqueueMany(
    tx,
    ids.map((id) => ({ kind: 'privacyNotice', ...toOwn(id), at })),
  );
  await enqueueMany(tx, (await Promise.all(asked.map((id) => openTasksFor(tx, id, at, after)))).flat());
  return fresh.length;
}

const toOwn = (id: number) => ({
  subject: { type: 'person', id },
  recipientId: id,
  messageClass: 'task' as const,
});

const waitingFor = (ids: readonly number[]): string =>
  `state = 'pending' AND mode = 'send' AND firstTriedAt IS NULL AND recipientId IN (${marks(ids)})
    AND kind NOT IN ${FOR_GROUPS}`;

/**
 * Tasks and digests asked for while nobody could be reached go.
 *
 * @returns for whom tasks were asked for: to nobody else are they said anew, for they have them already
 */
async function takeBack(tx: Tx, ids: readonly number[]): Promise<number[]> {
  const rows = await tx.query<{ recipientId: number }>(
    `SELECT DISTINCT recipientId FROM outbox_message WHERE kind IN ('patrolTask', 'newTasks') AND ${waitingFor(ids)}`,
    ids,
  );
  await tx.run(
    `DELETE FROM outbox_message WHERE kind IN ('patrolTask', 'newTasks', 'digest') AND ${waitingFor(ids)}`,
    ids,
  );
  return rows.map(({ recipientId }) => recipientId);
}

/** Whatever else waits comes after the 告知书. */
async function putBehind(tx: Tx, ids: readonly number[], after: Date): Promise<void> {
  const instant = sqlInstant(after);
  await tx.run(`UPDATE outbox_message SET dueAt = ? WHERE dueAt < ? AND ${waitingFor(ids)}`, [
    instant,
    instant,
    ...ids,
  ]);
}

/** One message: the task's own card, or the list of all. */
async function openTasksFor(tx: Tx, personId: number, at: Date, dueAt: Date): Promise<MessageRequest[]> {
  const [first, ...more] = await openTasksOf(tx, { personId, day: dayOf(at) });
  if (!first) return [];
  const own = { ...toOwn(personId), at, dueAt };
  if (more.length > 0) return [{ ...own, kind: 'newTasks' }];
  if (await isOnItsWay(tx, personId, first.id)) return [];
  return [{ ...own, kind: 'patrolTask', subject: { type: 'task', id: first.id } }];
}

/** Being sent at this moment, or on the phone already. */
async function isOnItsWay(tx: Tx, personId: number, taskId: number): Promise<boolean> {
  const where = `kind = 'patrolTask' AND subjectType = 'task' AND subjectId = ? AND recipientId = ?`;
  const rows = await tx.query(
    `SELECT id FROM outbox_message WHERE mode = 'send' AND ${where}
      UNION ALL SELECT id FROM card_message WHERE ${where}`,
    [taskId, personId, taskId, personId],
  );
  return rows.length > 0;
}
