import {
  CardMessage,
  PatrolSuspension,
  PatrolTask,
  Reach,
  type SuspensionReason,
  Unit,
} from '../../entities';
import { audit, auditMany } from '../core/audit';
import { marks, type Reader, type Tx } from '../core/database';
import { addDays, dayOf, isDay } from '../core/days';
import { Fault } from '../core/errors';
import { groupBy } from '../core/groupBy';
import { historyMany } from '../core/history';
import { enqueueMany, type MessageRequest, redrawCards } from '../core/outbox';
import { readReaches, type Scope } from './scope';
import { suspendedBy, suspensionOf, suspensionsSince } from './suspensions';

/** A flood is over before anybody sits at a desk: how many days back a 停巡 may begin. */
const MOST_DAYS_BACK = 31;

export interface SuspensionOrder extends Scope {
  fromDay: string;
  /** The last day; null: until it is ended. */
  toDay: string | null;
  reason: SuspensionReason;
  words: string;
  /** `person:7`, or `cli`. */
  by: string;
  at: Date;
}

type Touched = Pick<PatrolTask, 'id' | 'version' | 'reachId' | 'level' | 'dueDay'>;

async function checkOrder(reader: Reader, { reachId, townId, fromDay, toDay, words, at }: SuspensionOrder) {
  const refuse = (what: string): never => {
    throw new Fault('input.invalid', { what });
  };
  if (!isDay(fromDay) || (toDay !== null && !isDay(toDay))) refuse('停巡的日期应像 2026-12-01');
  if (toDay !== null && toDay < fromDay) refuse('停巡的结束日期早于开始日期，请重新选');
  if (fromDay < addDays(dayOf(at), -MOST_DAYS_BACK)) refuse(`停巡最多从${MOST_DAYS_BACK}天前开始`);
  if (words.trim() === '') refuse('请写清为什么停巡');
  if (reachId !== null && !(await reader.findOne(Reach, { id: reachId }))) refuse('没有这个河段');
  if (townId !== null && !(await reader.findOne(Unit, { id: townId }))) refuse('没有这个镇');
}

/** Moves tasks to another state, with their history, audit and cards. */
async function move(
  tx: Tx,
  tasks: readonly Touched[],
  {
    state,
    suspensionId,
    by,
    at,
  }: { state: 'open' | 'void'; suspensionId: number | null; by: string; at: Date },
): Promise<void> {
  if (tasks.length === 0) return;
  const ids = tasks.map(({ id }) => id);
  const { affected } = await tx.run(
    `UPDATE patrol_task SET state = ?, suspensionId = ?, version = version + 1
      WHERE state = ? AND id IN (${marks(ids)})`,
    [state, suspensionId, state === 'void' ? 'open' : 'void', ...ids],
  );
  // Somebody submitted one this very moment: nothing is done, and the same press again does it.
  if (affected !== ids.length) throw new Fault('press.stale');
  const action = state === 'void' ? 'suspended' : 'resumed';
  const steps = tasks.map(({ id, version }) => ({
    at,
    actor: by,
    action,
    subjectType: 'task',
    subjectId: id,
    version: version + 1,
    state,
  }));
  await historyMany(tx, steps);
  await auditMany(
    tx,
    ids.map((id) => ({ at, actor: by, action: `task.${action}`, subjectType: 'task', subjectId: id })),
  );
  const reaches = [...new Set(tasks.map(({ reachId }) => reachId))];
  const cards = await tx.find(CardMessage, { subjectType: 'task', subjectId: ids, retiredAt: null });
  const lists = await tx.query<CardMessage>(
    `SELECT DISTINCT c.id, c.kind, c.subjectType, c.subjectId, c.recipientId
       FROM post p JOIN card_message c ON c.recipientId = p.personId AND c.kind = 'newTasks'
      WHERE p.reachId IN (${marks(reaches)}) AND c.retiredAt IS NULL`,
    reaches,
  );
  redrawCards(tx, [...cards, ...lists], at);
}

/**
 * 停巡: from now on what falls due on these days is nobody's fault. Tasks that are there already are void and say why;
 * those of periods to come are made so.
 *
 * @returns its id, and how many open tasks it stopped
 * @throws Fault `input.invalid`
 */
export async function suspendPatrols(
  tx: Tx,
  order: SuspensionOrder,
): Promise<{ id: number; stopped: number }> {
  await checkOrder(tx, order);
  const { reachId, townId, fromDay, toDay, reason, by, at } = order;
  const row = { reachId, townId, fromDay, toDay, reason, words: order.words.trim() };
  const { firstId: id } = await tx.insert(PatrolSuspension, {
    ...row,
    startedBy: by,
    startedAt: at,
    version: 1,
  });
  const { reaches } = suspendedBy({ id, ...row }, await readReaches(tx));
  const tasks = await tx.query<Touched>(
    `SELECT id, version, reachId, level, dueDay FROM patrol_task
      WHERE state = 'open' AND dueDay >= ? AND dueDay <= ? ORDER BY id`,
    [fromDay, toDay ?? '9999-12-31'],
  );
  const stopped = tasks.filter((task) => reaches.has(task.reachId));
  await move(tx, stopped, { state: 'void', suspensionId: id, by, at });
  audit(tx, {
    at,
    actor: by,
    action: 'patrol.suspend',
    subjectType: 'suspension',
    subjectId: id,
    detail: { ...row, stopped: stopped.length },
  });
  return { id, stopped: stopped.length };
}

/**
 * Ends a 停巡 with yesterday: what falls due from today on is to be walked again, and is sent to whoever holds the
 * post. What fell due before stays nobody's, and so does what another 停巡 stops as well.
 *
 * @returns how many tasks came back
 * @throws Fault `matter.gone` when there is none, `press.stale` when it is over already
 */
export async function resumePatrols(
  tx: Tx,
  { id, by, at }: { id: number; by: string; at: Date },
): Promise<number> {
  const found = await tx.findOne(PatrolSuspension, { id });
  if (!found) throw new Fault('matter.gone');
  const today = dayOf(at);
  if (found.endedAt !== null || (found.toDay !== null && found.toDay < today)) throw new Fault('press.stale');
  const ended = await tx.update(
    PatrolSuspension,
    { id, version: found.version },
    { toDay: addDays(today, -1), endedBy: by, endedAt: at, version: found.version + 1 },
  );
  if (ended === 0) throw new Fault('press.stale');
  const tasks = await tx.query<Touched>(
    `SELECT id, version, reachId, level, dueDay FROM patrol_task
      WHERE suspensionId = ? AND state = 'void' AND dueDay >= ? ORDER BY id`,
    [id, today],
  );
  const others = await suspensionsSince(tx, today);
  const still = groupBy(tasks, (task) => suspensionOf(task, others)?.id ?? null);
  for (const [other, theirs] of still) {
    const ids = theirs.map((task) => task.id);
    if (other !== null) await tx.update(PatrolTask, { id: ids }, { suspensionId: other });
  }
  const back = still.get(null) ?? [];
  await move(tx, back, { state: 'open', suspensionId: null, by, at });
  await tellHolders(tx, back, today, at);
  audit(tx, {
    at,
    actor: by,
    action: 'patrol.resume',
    subjectType: 'suspension',
    subjectId: id,
    detail: { resumed: back.length },
  });
  return back.length;
}

/** Whoever is to walk again hears of it: of one task by its card, of several by their list. */
async function tellHolders(tx: Tx, tasks: readonly Touched[], today: string, at: Date): Promise<void> {
  if (tasks.length === 0) return;
  const ids = tasks.map(({ id }) => id);
  const holders = await tx.query<{ taskId: number; personId: number }>(
    `SELECT t.id AS taskId, p.personId FROM patrol_task t
       JOIN post p ON p.reachId = t.reachId AND p.level = t.level
      WHERE t.id IN (${marks(ids)}) AND t.startDay <= ? AND p.fromDay <= ? AND (p.toDay IS NULL OR p.toDay >= ?)
      ORDER BY t.id, p.id`,
    [...ids, today, today, today],
  );
  const byPerson = groupBy(holders, ({ personId }) => personId);
  await enqueueMany(
    tx,
    [...byPerson].map(([personId, own]): MessageRequest => {
      const common = { recipientId: personId, messageClass: 'task' as const, at };
      const [only, ...others] = own.map(({ taskId }) => taskId);
      return others.length === 0 && only !== undefined
        ? { ...common, kind: 'patrolTask', subject: { type: 'task', id: only } }
        : { ...common, kind: 'newTasks', subject: { type: 'person', id: personId } };
    }),
  );
}
