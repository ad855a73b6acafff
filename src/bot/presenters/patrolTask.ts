import { KIND_WORDS } from '../../../cards/patrolMore';
import { type PatrolTaskDone, type PatrolTaskOpen, renderPatrolTask } from '../../../cards/patrolTask';
import type { Reader } from '../../core/database';
import { dayOf } from '../../core/days';
import {
  chiefActedFor,
  emergencyOn,
  heldTask,
  keyOutfallsOf,
  mayReport,
  periodWords,
  suspensionWords,
  type TaskOnCard,
  taskOnCard,
  walksFor,
} from '../../patrol';
import { foundOn, reportedOn } from '../../problem';
import { postNames, reachesUnder } from '../../roster';
import type { BotDeps, Presenter } from '../frame';
import { deadlineOf } from '../words';

/** Earlier problems that one card asks after. */
const OLD_PROBLEMS = 6;

const foundOnTask = async (reader: Reader, task: TaskOnCard['task']) =>
  foundOn(reader, task.id, await reachesUnder(reader, task.reachId));

async function openPart(
  reader: Reader,
  { task, photos }: TaskOnCard,
  { policies, calendar }: Pick<BotDeps, 'policies' | 'calendar'>,
): Promise<PatrolTaskOpen> {
  const [outfalls, reaches, emergency] = await Promise.all([
    keyOutfallsOf(reader, task.reachId, policies.current.patrol.keyOutfallsPerCard),
    reachesUnder(reader, task.reachId),
    emergencyOn(reader, task.reachId),
  ]);
  const oldProblems = await reportedOn(reader, reaches, OLD_PROBLEMS);
  return {
    state: 'open',
    lateUntil: calendar.due(task.lateDay),
    outfalls,
    oldProblems,
    photos,
    standInFor: null,
    ...(emergency && { emergency: { kind: emergency.kind, words: emergency.words } }),
  };
}

async function donePart(
  reader: Reader,
  { task, photos, walked }: TaskOnCard,
  { viewer, at }: { viewer: number; at: Date },
): Promise<PatrolTaskDone | null> {
  if (!walked) return null;
  // Just recorded as normal: nothing can have been found since, and the press need not ask.
  const isFresh = walked.result === 'normal' && walked.recordedAt.getTime() === at.getTime();
  const found = isFresh ? [] : await foundOnTask(reader, task);
  return {
    state: 'done',
    by: walked.walker,
    standInFor: await nameOf(reader, walked.standInFor),
    walkedOn: dayOf(walked.occurredAt),
    late: dayOf(walked.recordedAt) > task.dueDay,
    mayReport:
      (walked.walkerId === viewer || walked.enteredById === viewer) &&
      // Who entered it just now may; a post or a 代巡 that has ended since ends this too.
      (isFresh || (await mayReport(reader, { taskId: task.id, personId: viewer, at }))),
    ...howEntered(walked),
    seen: walked.seen.map(({ name, flow, unchanged }) => ({ name, flow, changed: !unchanged })),
    problems: found.map(({ title, progress, state }) => ({ title, progress, closed: state === 'closed' })),
    photos,
  };
}

const nameOf = async (reader: Reader, personId: number | null): Promise<string | null> =>
  personId === null ? null : ((await postNames(reader, [personId])).get(personId) ?? '');

/** Apart from what a chief walked and entered themselves. */
const howEntered = ({
  channel,
  enteredById,
  kind,
}: NonNullable<TaskOnCard['walked']>): Pick<PatrolTaskDone, 'how'> => {
  if (channel === 'paper') return { how: '纸质记录' };
  const notes = [...(kind === 'walk' ? [] : [KIND_WORDS[kind]]), ...(enteredById === null ? [] : ['镇代办'])];
  return notes.length === 0 ? {} : { how: notes.join('，') };
};

/** 巡河任务, to everybody who answers for the reach, and to the liaison who enters it for them. */
export const patrolTask: Presenter = async (deps, reader, { subject, recipient, at }) => {
  const today = dayOf(at);
  const shown = await taskOnCard(reader, subject.id);
  if (!shown) return null;
  const { task, river, reach, lengthM } = shown;
  const common = {
    id: task.id,
    version: task.version,
    ...deadlineOf(deps.calendar, today, task.dueDay),
    river,
    reach,
    period: periodWords(task, today),
    lengthKm: lengthM === null ? null : lengthM / 1000,
  };
  const closed = (state: 'missed' | 'cancelled' | 'notYours') => ({
    card: renderPatrolTask({ ...common, state }),
    pictures: [],
  });
  if (task.state === 'void') {
    const suspension = await suspensionWords(reader, task.id);
    if (!suspension) return closed('cancelled');
    const { reason, fromDay, toDay } = suspension;
    const view = { ...common, state: 'suspended' as const, reason, from: fromDay, until: toDay };
    return { card: renderPatrolTask(view), pictures: [] };
  }
  if (task.state === 'done') {
    const done = await donePart(reader, shown, { viewer: recipient.id, at });
    return done && { card: renderPatrolTask({ ...common, ...done }), pictures: [] };
  }
  if (task.state === 'missed' || task.lateDay < today) return closed('missed');
  const held = await heldTask(reader, task.id, today);
  const walkedFor = held ? walksFor(held, recipient.id) : undefined;
  const actedFor =
    walkedFor === undefined
      ? await chiefActedFor(reader, { task, personId: recipient.id, day: today })
      : null;
  if (walkedFor === undefined && actedFor === null) return closed('notYours');
  const open = await openPart(reader, shown, deps);
  const standInFor = await nameOf(reader, walkedFor ?? null);
  const actingFor = (await nameOf(reader, actedFor)) ?? undefined;
  return { card: renderPatrolTask({ ...common, ...open, standInFor, actingFor }), pictures: [] };
};
