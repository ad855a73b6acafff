import { type PatrolTaskDone, type PatrolTaskOpen, renderPatrolTask } from '../../../cards/patrolTask';
import { Patrol, PatrolTask, Photo, type Reach } from '../../../entities';
import type { Reader } from '../../core/database';
import { dayOf } from '../../core/days';
import { holdsTask, keyOutfallsOf, periodWords, seenOn } from '../../patrol';
import { foundOn, runningOn } from '../../problem';
import { postNames, reachesUnder } from '../../roster';
import type { Presenter } from '../frame';

/** Earlier problems that one card asks after. */
const OLD_PROBLEMS = 6;

async function photosFor(reader: Reader, taskId: number): Promise<number> {
  const photos = await reader.find(Photo, { subjectType: 'task', subjectId: taskId });
  return photos.filter(({ state }) => state !== 'lost').length;
}

const foundOnTask = async (reader: Reader, task: PatrolTask) =>
  foundOn(reader, task.id, await reachesUnder(reader, task.reachId));

async function openPart(reader: Reader, task: PatrolTask, limit: number): Promise<PatrolTaskOpen> {
  const [outfalls, reaches, photos] = await Promise.all([
    keyOutfallsOf(reader, task.reachId, limit),
    reachesUnder(reader, task.reachId),
    photosFor(reader, task.id),
  ]);
  const oldProblems = await runningOn(reader, reaches, OLD_PROBLEMS);
  return { state: 'open', lateUntil: task.lateDay, outfalls, oldProblems, photos };
}

async function donePart(reader: Reader, task: PatrolTask, patrol: Patrol): Promise<PatrolTaskDone> {
  const [seen, names, photos, found] = await Promise.all([
    seenOn(reader, patrol.id),
    postNames(reader, [patrol.personId]),
    photosFor(reader, task.id),
    patrol.result === 'problem' ? foundOnTask(reader, task) : [],
  ]);
  return {
    state: 'done',
    by: names.get(patrol.personId) ?? '',
    walkedOn: dayOf(patrol.occurredAt),
    late: dayOf(patrol.recordedAt) > task.dueDay,
    seen: seen.map(({ name, flow, unchanged }) => ({ name, flow, changed: !unchanged })),
    problems: found.map(({ title, progress, state }) => ({ title, progress, closed: state === 'closed' })),
    photos,
  };
}

/** 巡河任务, to everybody who answers for the reach. */
export const patrolTask: Presenter = async ({ policies, calendar }, reader, { subject, recipient, at }) => {
  const today = dayOf(at);
  // Asked together: on MySQL they are one round trip of a press.
  const [task, [reach], patrol, holds] = await Promise.all([
    reader.findOne(PatrolTask, { id: subject.id }),
    reader.query<Pick<Reach, 'river' | 'name' | 'lengthM'>>(
      'SELECT r.river, r.name, r.lengthM FROM patrol_task t JOIN reach r ON r.id = t.reachId WHERE t.id = ?',
      [subject.id],
    ),
    reader.findOne(Patrol, { taskId: subject.id }),
    holdsTask(reader, { personId: recipient.id, taskId: subject.id, day: today }),
  ]);
  if (!task || !reach) return null;
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
    const done = patrol && (await donePart(reader, task, patrol));
    return done && { card: renderPatrolTask({ ...common, ...done }), pictures: [] };
  }
  if (task.state === 'missed' || task.lateDay < today) return closed('missed');
  if (!holds) return closed('notYours');
  const open = await openPart(reader, task, policies.current.patrol.keyOutfallsPerCard);
  return { card: renderPatrolTask({ ...common, ...open }), pictures: [] };
};
