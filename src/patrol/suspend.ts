import { PatrolSuspension, PatrolTask, Reach, type SuspensionReason, Unit } from '../../entities';
import { audit } from '../core/audit';
import { marks, type Reader, type Tx } from '../core/database';
import { addDays, dayOf, isDay } from '../core/days';
import { Fault } from '../core/errors';
import { groupBy } from '../core/groupBy';
import { enqueueMany } from '../core/outbox';
import { takeTurn } from '../core/turn';
import { recordMoves } from './recordMoves';
import { readReaches, type Scope } from './scope';
import { standInsOn } from './standIns';
import { suspendedBy, suspensionOf, suspensionsSince } from './suspensions';
import { redrawTasks, taskMessages, walkersOf } from './taskMessages';

/** A flood is over before anybody sits at a desk: how many days back a 停巡 may begin. */
const MOST_DAYS_BACK = 31;

/** Two that are ordered at once wait for each other. */
const TURN = 'suspensions';

/** A flood explains a walk that was missed before the desk could say so. */
const STOPPABLE = ['open', 'missed'];

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

type Touched = Pick<PatrolTask, 'id' | 'version' | 'reachId' | 'level' | 'startDay' | 'dueDay'>;

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

/** Pressed twice, or by two of the office: 恢复 would have to be pressed as often. */
async function refuseSame(
  tx: Tx,
  { reachId, townId, fromDay, toDay, reason }: Omit<SuspensionOrder, 'words' | 'by' | 'at'>,
): Promise<void> {
  const same = { reachId, townId, fromDay, toDay, reason, endedAt: null };
  if (await tx.findOne(PatrolSuspension, same)) {
    throw new Fault('input.invalid', { what: '这里这几天已经停巡，不用再下达' });
  }
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
  const from = state === 'void' ? STOPPABLE : ['void'];
  const { affected } = await tx.run(
    `UPDATE patrol_task SET state = ?, suspensionId = ?, version = version + 1
      WHERE state IN (${marks(from)}) AND id IN (${marks(ids)})`,
    [state, suspensionId, ...from, ...ids],
  );
  // Somebody submitted one this very moment: nothing is done, and the same press again does it.
  if (affected !== ids.length) throw new Fault('press.stale');
  const action = state === 'void' ? 'suspended' : 'resumed';
  await recordMoves(tx, tasks, { action, state, by, at });
  await redrawTasks(tx, tasks, { day: dayOf(at), at });
}

/**
 * 停巡: from now on what falls due on these days is nobody's fault. Tasks that are there already are void and say why;
 * those of periods to come are made so.
 *
 * @returns its id, and how many tasks it stopped
 * @throws Fault `input.invalid`, for the same order a second time as well
 */
export async function suspendPatrols(
  tx: Tx,
  order: SuspensionOrder,
): Promise<{ id: number; stopped: number }> {
  await takeTurn(tx, TURN, order.at);
  await checkOrder(tx, order);
  await refuseSame(tx, order);
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
    `SELECT id, version, reachId, level, startDay, dueDay FROM patrol_task
      WHERE state IN (${marks(STOPPABLE)}) AND dueDay >= ? AND dueDay <= ? ORDER BY id`,
    [...STOPPABLE, fromDay, toDay ?? '9999-12-31'],
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
  await takeTurn(tx, TURN, at);
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
    `SELECT id, version, reachId, level, startDay, dueDay FROM patrol_task
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
  await tellWalkers(tx, back, today, at);
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

/** Whoever is to walk again hears of it, of what has begun. */
async function tellWalkers(tx: Tx, tasks: readonly Touched[], day: string, at: Date): Promise<void> {
  const begun = tasks.filter(({ startDay }) => startDay <= day);
  if (begun.length === 0) return;
  const told = await walkersOf(tx, begun, { day, standIns: await standInsOn(tx, day) });
  await enqueueMany(tx, taskMessages(told, at));
}
