import { Emergency, type Level, PatrolTask } from '../../entities';
import { auditMany } from '../core/audit';
import { JOB_PATIENCE, type Tx } from '../core/database';
import { addDays, dayOf, daysBetween, instantAt } from '../core/days';
import { groupBy } from '../core/groupBy';
import { enqueueMany } from '../core/outbox';
import { emergencyOf } from '../core/policy';
import { takeTurn } from '../core/turn';
import { type HeldPost, postsSince } from '../roster';
import type { PatrolDeps } from './deps';
import { reachesIn, readReaches } from './scope';
import { standInsOn, toldInstead } from './standIns';
import { suspendedReaches } from './suspensions';
import { taskMessages } from './taskMessages';

/** Where there was no signal it can still be entered for so long. */
const LATE_DAYS = 3;

/** The key of a day's tasks: of the day alone, so that two 应急 over one reach ask for one walk. */
export const emergencyKey = (day: string): string => `day-${day.replaceAll('-', '')}`;

/** Whether an 应急 has its reaches walked on `day`: its first one, and then as often as the policy says. */
export const isWalkDay = ({ fromDay }: Pick<Emergency, 'fromDay'>, day: string, everyDays: number): boolean =>
  fromDay <= day && daysBetween(fromDay, day) % everyDays === 0;

interface Walk {
  first: HeldPost;
  people: number[];
}

/**
 * The posts that are asked for a walk today. A reach that is 停巡 is left out, and so is one that has a task due today
 * anyway; whoever holds two posts on one reach is asked once.
 */
async function walksToday(
  tx: Tx,
  running: readonly Emergency[],
  { today, levels }: { today: string; levels: readonly Level[] },
): Promise<Walk[]> {
  const [reaches, posts, suspended, asked] = await Promise.all([
    readReaches(tx),
    postsSince(tx, today),
    suspendedReaches(tx, today),
    tx.query<{ reachId: number; level: Level }>(
      `SELECT reachId, level FROM patrol_task
        WHERE periodKey = ? OR (state = 'open' AND dueDay = ?) OR (state = 'open' AND kind = 'rain' AND dueDay >= ?)`,
      [emergencyKey(today), today, today],
    ),
  ]);
  const inScope = new Set(running.flatMap((one) => [...reachesIn(one, reaches)]));
  const known = new Set(asked.map(({ reachId, level }) => `${reachId} ${level}`));
  const held = posts.filter(
    ({ reachId, level, fromDay }) =>
      inScope.has(reachId) && levels.includes(level) && fromDay <= today && !suspended.has(reachId),
  );
  const busy = new Set<string>();
  for (const { reachId, level, personId } of held) {
    if (known.has(`${reachId} ${level}`)) busy.add(`${reachId} ${personId}`);
  }
  const byPost = [...groupBy(held, ({ reachId, level }) => `${reachId} ${level}`)].filter(
    ([post]) => !known.has(post),
  );
  return byPost.flatMap(([, own]): Walk[] => {
    const people = own.filter(({ reachId, personId }) => !busy.has(`${reachId} ${personId}`));
    const [first] = people;
    if (!first) return [];
    for (const { reachId, personId } of people) busy.add(`${reachId} ${personId}`);
    return [{ first, people: people.map(({ personId }) => personId) }];
  });
}

/**
 * 应急巡河 of one day: a task for each post in the scope of what is running. Asked for a second time it makes nothing.
 *
 * @returns how many tasks were made
 */
export async function askForEmergency(
  tx: Tx,
  { policies }: Pick<PatrolDeps, 'policies'>,
  { at, by }: { at: Date; by: string },
): Promise<number> {
  await takeTurn(tx, 'emergency', at);
  const today = dayOf(at);
  const policy = policies.current;
  const { levels, everyDays } = emergencyOf(policy);
  const running = (await tx.find(Emergency, { endedAt: null })).filter((one) =>
    isWalkDay(one, today, everyDays),
  );
  if (running.length === 0) return 0;
  const walks = await walksToday(tx, running, { today, levels });
  if (walks.length === 0) return 0;
  const { firstId } = await tx.insert(
    PatrolTask,
    walks.map(
      ({ first }): Partial<PatrolTask> => ({
        reachId: first.reachId,
        townId: first.townId,
        level: first.level,
        kind: 'urgent',
        periodKey: emergencyKey(today),
        startDay: today,
        dueDay: today,
        lateDay: addDays(today, LATE_DAYS),
        assigneeId: first.personId,
        state: 'open',
        policyVersion: policy.version,
        createdAt: at,
        version: 1,
      }),
    ),
  );
  await auditMany(
    tx,
    walks.map((_, n) => ({
      at,
      actor: by,
      action: 'task.create',
      subjectType: 'task',
      subjectId: firstId + n,
    })),
  );
  const standIns = await standInsOn(tx, today);
  const told = walks.flatMap(({ first, people }, n) =>
    toldInstead(people, first.reachId, standIns).map((personId) => ({ personId, taskId: firstId + n })),
  );
  // Rest days do not stop a flood; the night's tasks wait until people are awake.
  const awake = instantAt(today, policy.messages.waking.from);
  const dueAt = at < awake ? awake : at;
  await enqueueMany(
    tx,
    taskMessages(told, at).map((message) => ({ ...message, messageClass: 'alert' as const, dueAt })),
  );
  return walks.length;
}

/** The job: each day's tasks of the 应急 that are running. @returns how many were made */
export const emergencyTasks = (deps: PatrolDeps, at: Date): Promise<number> =>
  deps.db.transaction((tx) => askForEmergency(tx, deps, { at, by: 'job:emergency' }), JOB_PATIENCE);
