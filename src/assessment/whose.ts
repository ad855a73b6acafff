import { groupBy } from '../core/groupBy';
import { answerableFor, type PostTerm, postKey } from '../patrol';
import type { TaskFact } from './subjectFacts';

/*
 * Whose each of a period's tasks is. Pure; who answers for a task is patrol's to say.
 */

/** A task and who answers for it; null when it is nobody's. */
export interface Answered {
  task: TaskFact;
  whose: number | null;
}

export function whoseAre(tasks: readonly TaskFact[], terms: readonly PostTerm[]): Answered[] {
  const termsOfPost = groupBy(terms, postKey);
  return tasks.map((task) => {
    const { personId: walkerId = null, standInFor = null } = task.patrol ?? {};
    const { dueDay, assigneeId } = task;
    // Its four fields alone: a copy of the whole task took as long as all that is asked of it.
    const asked = { dueDay, assigneeId, walkerId, standInFor };
    return { task, whose: answerableFor(asked, termsOfPost.get(postKey(task)) ?? []) };
  });
}

/** What was walked counts for the town whoever walked; what is nobody's counts nowhere, nor does a `void` period. */
export const counts = ({ task, whose }: Answered): boolean =>
  task.state === 'done' || (task.state !== 'void' && whose !== null);

/** 无人任职: walked by nobody, and nobody's. */
export const isVacant = ({ task, whose }: Answered): boolean => task.state !== 'done' && whose === null;
