import type { Level } from '../../entities';
import { groupBy } from '../core/groupBy';
import type { Policy } from '../core/policy';
import type { Score } from './points';
import { type ProblemFact, scoreChief, scoreTown, type TaskFact } from './rules';

export interface Town {
  unitId: number;
  code: string;
  name: string;
}

/** A person in a post: scored once a reach and level. */
export interface Chief {
  reachId: number;
  reach: string;
  level: Level;
  personId: number;
  name: string;
  unitId: number;
  unit: string;
}

/** Everything a period's scores are made of, as of one instant. */
export interface Facts {
  towns: readonly Town[];
  /** Who held a post in the period, or is named by one of its tasks. */
  chiefs: readonly Chief[];
  tasks: readonly TaskFact[];
  problems: readonly ProblemFact[];
}

export interface Scores {
  towns: (Town & Score)[];
  chiefs: (Chief & Score)[];
}

const LEVELS: readonly Level[] = ['county', 'town', 'village'];
const text = (a: string, b: string): number => Number(a > b) - Number(a < b);

export const postKey = (post: { reachId: number; level: Level }): string => `${post.reachId} ${post.level}`;

/**
 * Who answers for a task: whoever walked gets the credit, else the one it names. Somebody without the post who
 * walked for it (a paper record) does it for the one it names.
 */
function answerable(task: TaskFact, holders: ReadonlySet<number>): number {
  const walker = task.patrol?.personId;
  return walker !== undefined && holders.has(walker) ? walker : task.assigneeId;
}

/** All scores of a period, in the order of codes: the same facts in whatever order give the same result. */
export function scoreAll(sheet: Policy['assessment'], { towns, chiefs, tasks, problems }: Facts): Scores {
  const tasksOfTown = groupBy(tasks, ({ townId }) => townId);
  const problemsOfTown = groupBy(problems, ({ townId }) => townId);
  const tasksOfPost = groupBy(tasks, postKey);
  const problemsOfReach = groupBy(problems, ({ reachId }) => reachId);
  const holdersOfPost = groupBy(chiefs, postKey);

  const scoredTowns = towns.map((town) => ({
    ...town,
    ...scoreTown(sheet, {
      tasks: tasksOfTown.get(town.unitId) ?? [],
      problems: problemsOfTown.get(town.unitId) ?? [],
    }),
  }));
  const scoredChiefs = [...holdersOfPost].flatMap(([post, holders]) => {
    const ids = new Set(holders.map(({ personId }) => personId));
    const all = tasksOfPost.get(post) ?? [];
    const own = groupBy(all, (task) => answerable(task, ids));
    return holders.map((chief) => {
      const mine = own.get(chief.personId) ?? [];
      return {
        ...chief,
        ...scoreChief(sheet, {
          personId: chief.personId,
          tasks: mine,
          coHolderTasks: all.length - mine.length,
          problems: problemsOfReach.get(chief.reachId) ?? [],
        }),
      };
    });
  });
  return {
    towns: scoredTowns.sort((a, b) => text(a.code, b.code) || a.unitId - b.unitId),
    chiefs: scoredChiefs.sort(
      (a, b) =>
        text(a.reach, b.reach) ||
        LEVELS.indexOf(a.level) - LEVELS.indexOf(b.level) ||
        a.personId - b.personId,
    ),
  };
}
