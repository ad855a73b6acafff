import { Patrol, PatrolTask, Photo, PolicyVersion, type Problem, type Unit } from '../../entities';
import { addDays } from '../../src/core/days';
import { type Policy, policyHash } from '../../src/core/policy';
import { type Backend, buildUnit } from '../factories';
import { at, buildProblem, buildTask, eachRiver, type River } from '../river';

/** The river's town beside another one. */
export type World = River & { other: Unit };

export const eachWorld = (backend: Backend, take: (world: World) => void): void =>
  eachRiver(backend, async (river) =>
    take({ ...river, other: await buildUnit(river.db, { name: '古交镇', code: '140825104' }) }),
  );

/** A policy version in force from a day on. */
export const adopt = ({ db }: World, policy: Policy, day: string, time = '00:00'): Promise<unknown> =>
  db.transaction((tx) =>
    tx.insert(PolicyVersion, {
      number: policy.version,
      hash: policyHash(policy),
      content: JSON.stringify(policy),
      activatedAt: at(day, time),
    }),
  );

let week = 0;

/** A village task due on that day, to be entered late for a week. */
export async function addTask(
  world: World,
  dueDay: string,
  given: Partial<PatrolTask> = {},
): Promise<number> {
  week += 1;
  const days = { startDay: dueDay, dueDay, lateDay: addDays(dueDay, 7), createdAt: at(dueDay, '00:05') };
  return (await buildTask(world, { periodKey: `W${week}`, ...days, ...given })).id;
}

/** The same, walked on that day and recorded on `recorded`. */
export async function addWalked(
  world: World,
  dueDay: string,
  { recorded = dueDay, result = 'normal' as Patrol['result'], by = world.chief.id } = {},
): Promise<number> {
  const taskId = await addTask(world, dueDay);
  await world.db.transaction(async (tx) => {
    await tx.insert(Patrol, {
      taskId,
      reachId: world.reach.id,
      level: 'village',
      personId: by,
      result,
      channel: 'card',
      occurredAt: at(dueDay, '10:00'),
      recordedAt: at(recorded, '17:00'),
    });
    await tx.update(PatrolTask, { id: taskId }, { state: 'done' });
  });
  return taskId;
}

/** A problem handled in time in October, with a photo of it unless told otherwise. */
export async function addProblem(
  world: World,
  { photo = true, ...given }: Partial<Problem> & { photo?: boolean } = {},
): Promise<number> {
  const { id } = await buildProblem(world, {
    handlerId: world.mayor.id,
    state: 'closed',
    dueDay: '2026-10-20',
    answer: '已清理',
    occurredAt: at('2026-10-09', '10:00'),
    recordedAt: at('2026-10-09', '10:00'),
    assignedAt: at('2026-10-09', '10:00'),
    acceptedAt: at('2026-10-09', '11:00'),
    answeredAt: at('2026-10-15', '11:00'),
    closedAt: at('2026-10-16', '11:00'),
    ...given,
  });
  if (photo) {
    await world.db.transaction((tx) =>
      tx.insert(Photo, {
        messageId: `om_${id}`,
        sourceKey: 'img_1',
        personId: world.chief.id,
        state: 'waiting',
        subjectType: 'problem',
        subjectId: id,
        side: 'before',
        occurredAt: at('2026-10-09', '10:00'),
        recordedAt: at('2026-10-09', '10:00'),
      }),
    );
  }
  return id;
}
