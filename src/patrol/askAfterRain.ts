import { PatrolTask, RainCheck } from '../../entities';
import { audit, auditMany } from '../core/audit';
import type { Tx } from '../core/database';
import { addDays, dayOf } from '../core/days';
import { Fault } from '../core/errors';
import { groupBy } from '../core/groupBy';
import { enqueueMany } from '../core/outbox';
import { rainOf } from '../core/policy';
import { takeTurn } from '../core/turn';
import { postsSince } from '../roster';
import type { PatrolDeps } from './deps';
import { reachesIn, readReaches, type Scope } from './scope';
import { standInsOn, toldInstead } from './standIns';
import { suspendedReaches } from './suspensions';
import { taskMessages } from './taskMessages';

/** What was not walked in time can still be entered for so long. */
const LATE_DAYS = 7;

export interface RainOrder extends Scope {
  /** What happened, for the record: 昨夜新绛站降雨62毫米. */
  words: string;
  /** The name that whoever reports rain gives it; the same one twice asks once. */
  source: string | null;
  /** `person:7`, or `cli`. */
  by: string;
  at: Date;
}

/**
 * 雨后巡河: asks for one walk of every reach in the scope, by the levels that the policy names, beside the calendar's.
 * It counts in no score. A reach that is 停巡 today is left out, and so is one whose last 雨后巡河 is still open.
 *
 * @returns its id, and how many tasks were made
 * @throws Fault `input.invalid` without words
 */
export async function askAfterRain(
  tx: Tx,
  { policies, calendar }: PatrolDeps,
  order: RainOrder,
): Promise<{ id: number; asked: number }> {
  const { reachId, townId, source, by, at } = order;
  const words = order.words.trim();
  if (words === '') throw new Fault('input.invalid', { what: '请写一句下了什么雨' });
  // Two that are asked for at once do not both miss the other's tasks.
  await takeTurn(tx, 'rain', at);
  const before = source === null ? null : await tx.findOne(RainCheck, { source });
  if (before) return { id: before.id, asked: 0 };
  const today = dayOf(at);
  const policy = policies.current;
  const { levels, workdays } = rainOf(policy);
  const dueDay = calendar.addWorkdays(today, workdays);
  const row = { reachId, townId, words, source, dueDay };
  const { firstId: id } = await tx.insert(RainCheck, { ...row, startedBy: by, startedAt: at });
  const [reaches, posts, suspended, open, standIns] = await Promise.all([
    readReaches(tx),
    postsSince(tx, today),
    suspendedReaches(tx, today),
    tx.query<{ reachId: number; level: string }>(
      `SELECT reachId, level FROM patrol_task
        WHERE state = 'open' AND kind = 'rain' AND dueDay >= ? AND lateDay >= ?`,
      [today, today],
    ),
    standInsOn(tx, today),
  ]);
  const inScope = reachesIn(order, reaches);
  const asked = new Set(open.map((task) => `${task.reachId} ${task.level}`));
  const held = posts.filter(
    (post) =>
      inScope.has(post.reachId) &&
      levels.includes(post.level) &&
      post.fromDay <= today &&
      !suspended.has(post.reachId) &&
      !asked.has(`${post.reachId} ${post.level}`),
  );
  const tasks = [...groupBy(held, (post) => `${post.reachId} ${post.level}`).values()];
  const rows = tasks.map(
    ([first]): Partial<PatrolTask> => ({
      reachId: first?.reachId,
      townId: first?.townId,
      level: first?.level,
      kind: 'rain',
      periodKey: `rain-${id}`,
      startDay: today,
      dueDay,
      lateDay: addDays(dueDay, LATE_DAYS),
      assigneeId: first?.personId,
      state: 'open',
      policyVersion: policy.version,
      createdAt: at,
      version: 1,
    }),
  );
  if (rows.length > 0) {
    const { firstId } = await tx.insert(PatrolTask, rows);
    await auditMany(
      tx,
      rows.map((_, n) => ({
        at,
        actor: by,
        action: 'task.create',
        subjectType: 'task',
        subjectId: firstId + n,
      })),
    );
    const told = tasks.flatMap((own, n) =>
      toldInstead(
        own.map(({ personId }) => personId),
        own[0]?.reachId ?? 0,
        standIns,
      ).map((personId) => ({ personId, taskId: firstId + n })),
    );
    await enqueueMany(tx, taskMessages(told, at));
  }
  audit(tx, {
    at,
    actor: by,
    action: 'patrol.rain',
    subjectType: 'rain',
    subjectId: id,
    detail: { ...row, asked: rows.length },
  });
  return { id, asked: rows.length };
}
