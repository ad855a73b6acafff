import { type PatrolTaskDone, type PatrolTaskOpen, renderPatrolTask } from '../../../cards/patrolTask';
import { Patrol, PatrolTask, Photo, Reach } from '../../../entities';
import type { Reader } from '../../core/database';
import { dayOf } from '../../core/days';
import { keyOutfallsOf, periodWords, seenOn } from '../../patrol';
import { foundOn, runningOn } from '../../problem';
import { holdsPost, postNames, reachesUnder } from '../../roster';
import type { Presenter } from '../frame';

/** Earlier problems that one card asks after. */
const OLD_PROBLEMS = 6;

async function photosFor(reader: Reader, taskId: number): Promise<number> {
  const photos = await reader.find(Photo, { subjectType: 'task', subjectId: taskId });
  return photos.filter(({ state }) => state !== 'lost').length;
}

async function openPart(reader: Reader, task: PatrolTask, limit: number): Promise<PatrolTaskOpen> {
  return {
    state: 'open',
    lateUntil: task.lateDay,
    outfalls: await keyOutfallsOf(reader, task.reachId, limit),
    oldProblems: await runningOn(reader, await reachesUnder(reader, task.reachId), OLD_PROBLEMS),
    photos: await photosFor(reader, task.id),
  };
}

async function donePart(reader: Reader, task: PatrolTask): Promise<PatrolTaskDone | null> {
  const patrol = task.patrolId === null ? null : await reader.findOne(Patrol, { id: task.patrolId });
  if (!patrol) return null;
  const seen = await seenOn(reader, patrol.id);
  const found =
    patrol.result === 'problem'
      ? await foundOn(reader, task.id, await reachesUnder(reader, task.reachId))
      : [];
  return {
    state: 'done',
    by: (await postNames(reader, [patrol.personId])).get(patrol.personId) ?? '',
    walkedOn: dayOf(patrol.occurredAt),
    late: dayOf(patrol.recordedAt) > task.dueDay,
    seen: seen.map(({ name, flow, unchanged }) => ({ name, flow, changed: !unchanged })),
    problems: found.map(({ title, progress, state }) => ({ title, progress, closed: state === 'closed' })),
    photos: await photosFor(reader, task.id),
  };
}

/** 巡河任务, to everybody who answers for the reach. */
export const patrolTask: Presenter = async ({ policies, calendar }, reader, { subject, recipient, at }) => {
  const task = await reader.findOne(PatrolTask, { id: subject.id });
  const reach = task && (await reader.findOne(Reach, { id: task.reachId }));
  if (!task || !reach) return null;
  const today = dayOf(at);
  const common = {
    id: task.id,
    version: task.version,
    today,
    due: task.dueDay,
    workingDaysLeft: calendar.workdaysBetween(today, task.dueDay),
    river: reach.river,
    reach: reach.name,
    period: periodWords(task, today),
    lengthKm: reach.lengthM === null ? null : reach.lengthM / 1000,
  };
  const closed = (state: 'missed' | 'cancelled' | 'notYours') => ({
    card: renderPatrolTask({ ...common, state }),
    pictures: [],
  });
  if (task.state === 'void') return closed('cancelled');
  if (task.state === 'done') {
    const done = await donePart(reader, task);
    return done && { card: renderPatrolTask({ ...common, ...done }), pictures: [] };
  }
  if (task.state === 'missed' || task.lateDay < today) return closed('missed');
  const { reachId, level } = task;
  if (!(await holdsPost(reader, { personId: recipient.id, reachId, level, day: today }))) {
    return closed('notYours');
  }
  const open = await openPart(reader, task, policies.current.patrol.keyOutfallsPerCard);
  return { card: renderPatrolTask({ ...common, ...open }), pictures: [] };
};
