import { Outfall, OutfallTask, type Person } from '../../entities';
import type { Reader } from '../core/database';
import { dayOf } from '../core/days';
import type { Policy } from '../core/policy';
import { type OutfallHands, readOutfallHands } from './hands';

export interface TaskPhoto {
  mediaId: number | null;
  /** Null until Feishu knows it. */
  imageKey: string | null;
}

/** The photos of a task that are not lost, in the order in which they came. */
export const photosOfTask = (reader: Reader, taskId: number): Promise<TaskPhoto[]> =>
  reader.query<TaskPhoto>(
    `SELECT p.mediaId, m.imageKey FROM photo p LEFT JOIN media_file m ON m.id = p.mediaId
      WHERE p.subjectType = 'outfallTask' AND p.subjectId = ? AND p.state <> 'lost' ORDER BY p.id`,
    [taskId],
  );

export interface TaskWithOutfall {
  task: OutfallTask;
  outfall: Outfall;
}

async function withOutfalls(reader: Reader, tasks: readonly OutfallTask[]): Promise<TaskWithOutfall[]> {
  const outfalls = new Map(
    (await reader.find(Outfall, { id: tasks.map(({ outfallId }) => outfallId) })).map((one) => [one.id, one]),
  );
  return tasks.flatMap((task) => {
    const outfall = outfalls.get(task.outfallId);
    return outfall ? [{ task, outfall }] : [];
  });
}

/** Everything that a round asks for, in the order of the outfalls. */
export const tasksOfRound = async (reader: Reader, roundId: number): Promise<TaskWithOutfall[]> =>
  withOutfalls(reader, await reader.find(OutfallTask, { roundId }, { order: { outfallId: 'ASC' } }));

/** What is open of all rounds, or of these tasks. */
export const openOutfallTasks = async (reader: Reader, ids?: number[]): Promise<TaskWithOutfall[]> =>
  withOutfalls(
    reader,
    await reader.find(OutfallTask, { state: 'open', ...(ids && { id: ids }) }, { order: { id: 'ASC' } }),
  );

/** What this person is the hand of and can still enter, the most pressing first. */
export async function outfallTasksOf(
  reader: Reader,
  person: Pick<Person, 'id'>,
  { policy, at }: { policy: Policy; at: Date },
): Promise<TaskWithOutfall[]> {
  const open = (await openOutfallTasks(reader)).filter(({ task }) => task.lateDay >= dayOf(at));
  if (open.length === 0) return [];
  const hands = await readOutfallHands(reader, policy);
  return open
    .filter(({ outfall }) => hands.of(outfall).people.includes(person.id))
    .sort((a, b) => a.task.dueDay.localeCompare(b.task.dueDay));
}

/** Of a round's tasks those that concern a person: all for those who watch over it, else their own. */
export const seenBy = (
  tasks: readonly TaskWithOutfall[],
  { hands, person, watches }: { hands: OutfallHands; person: Pick<Person, 'id'>; watches: boolean },
): TaskWithOutfall[] => (watches ? [...tasks] : tasks.filter(({ outfall }) => hands.may(outfall, person)));
