import type { Level } from '../../entities';
import { groupBy } from '../core/groupBy';
import type { Policy } from '../core/policy';
import { holdsOn, isAway, isNew, type PostTerm, postKey } from '../patrol';
import { borneBy } from './facts/escalations';
import type { Records } from './facts/records';
import { Findings, type ReachFact } from './findings';
import type { Score } from './points';
import { scoreChief, scoreDepartment, scoreTown } from './rules';
import type { ProblemFact, TaskFact } from './subjectFacts';
import { subjectKey } from './subjectKey';
import { counts, isVacant, whoseAre } from './whose';

/** A unit that is scored: a town, a department. */
export interface ScoredUnit {
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
export interface Facts extends Records {
  towns: readonly ScoredUnit[];
  /** 县直部门, whether or not the county has a sheet for them. */
  departments: readonly ScoredUnit[];
  /** Who held a post in the period, or walked for it. */
  chiefs: readonly Chief[];
  /** Every term of every post: the tasks say whose they are by them. */
  terms: readonly PostTerm[];
  reaches: readonly ReachFact[];
  tasks: readonly TaskFact[];
  problems: readonly ProblemFact[];
  /** 待核 that 县河长办 found 成立 in the period; `falsehood`: found to be 弄虚作假. */
  confirmed: readonly { id: number; personId: number; falsehood: boolean }[];
}

export interface Scores {
  towns: (ScoredUnit & Score)[];
  chiefs: (Chief & Score)[];
  /** None where the county has no sheet for them. */
  departments: (ScoredUnit & Score)[];
  /** Tasks that count for and against nobody, because the post was empty or nobody could be reached. */
  vacant: TaskFact[];
}

/** Everybody's. */
export const allOf = ({ towns, chiefs, departments }: Scores): Score[] => [
  ...towns,
  ...chiefs,
  ...departments,
];

/** A unit as the subject of a score: no post is. */
export const asUnit = (subject: 'town' | 'department', { unitId }: Pick<ScoredUnit, 'unitId'>) =>
  ({ subject, unitId, reachId: null, level: null, personId: null }) as const;

const LEVELS: readonly Level[] = ['county', 'town', 'village'];
const text = (a: string, b: string): number => Number(a > b) - Number(a < b);

export const byCode = (a: ScoredUnit, b: ScoredUnit): number => text(a.code, b.code) || a.unitId - b.unitId;
export const byPost = (a: Chief, b: Chief): number =>
  text(a.reach, b.reach) || LEVELS.indexOf(a.level) - LEVELS.indexOf(b.level) || a.personId - b.personId;

/** All scores of a period, in the order of codes: the same facts in whatever order give the same result. */
export function scoreAll(sheet: Policy['assessment'], facts: Facts): Scores {
  const { towns, chiefs, departments, terms, tasks, problems, confirmed, marks, escalations } = facts;
  const termsOfPost = groupBy(terms, postKey);
  const answered = whoseAre(tasks, terms);
  const counted = answered.filter(counts);
  const vacant = answered.filter(isVacant).map(({ task }) => task);
  const tasksOfTown = groupBy(counted, ({ task }) => task.townId);
  const vacantOfTown = groupBy(vacant, ({ townId }) => townId);
  const problemsOfUnit = groupBy(problems, ({ unitId }) => unitId);
  const tasksOfPost = groupBy(answered, ({ task }) => postKey(task));
  const findings = new Findings(problems, facts);
  const confirmedOfPerson = groupBy(confirmed, ({ personId }) => personId);
  const marksOf = groupBy(marks, subjectKey);
  const problemsOfTask = groupBy(problems, ({ taskId }) => taskId);

  const scoredTowns = towns.map((town) => ({
    ...town,
    ...scoreTown(sheet, {
      tasks: (tasksOfTown.get(town.unitId) ?? []).map(({ task }) => task),
      vacant: vacantOfTown.get(town.unitId)?.length ?? 0,
      problems: problemsOfUnit.get(town.unitId) ?? [],
      marks: marksOf.get(subjectKey(asUnit('town', town))) ?? [],
      remedies: facts.remedies.get(town.unitId) ?? [],
      standards: facts.standards.get(town.unitId) ?? [],
      samples: facts.samples.get(town.unitId) ?? [],
      complaints: facts.complaints.get(town.unitId) ?? [],
      escalations: escalations.ofUnits.get(town.unitId) ?? [],
    }),
  }));
  const scoredChiefs = chiefs.map((chief) => {
    const { personId } = chief;
    const own = (termsOfPost.get(postKey(chief)) ?? []).filter((term) => term.personId === personId);
    const ofPost = tasksOfPost.get(postKey(chief)) ?? [];
    const others = ofPost.filter(
      (one) => one.whose !== personId && own.some((term) => holdsOn(term, one.task.dueDay)),
    );
    const unanswered = others.filter(isVacant);
    const because = (why: (term: PostTerm, day: string) => boolean): number =>
      unanswered.filter(({ task }) =>
        own.some((term) => holdsOn(term, task.dueDay) && why(term, task.dueDay)),
      ).length;
    const graceTasks = because((term, day) => isNew(term, day) && !isAway(term, day));
    const awayTasks = because(isAway);
    const mine = ofPost.filter((one) => one.whose === personId && counts(one)).map(({ task }) => task);
    return {
      ...chief,
      ...scoreChief(sheet, {
        personId,
        tasks: mine,
        coHolderTasks: others.filter((one) => counts(one) && one.whose !== null).length,
        unreachedTasks: unanswered.length - graceTasks - awayTasks,
        stoodInTasks: ofPost.filter(({ task }) => task.patrol?.standInFor === personId).length,
        awayTasks,
        graceTasks,
        recorded: mine.flatMap(({ id }) => problemsOfTask.get(id) ?? []),
        problems: findings.of(chief),
        confirmed: confirmedOfPerson.get(personId) ?? [],
        marks: marksOf.get(subjectKey({ subject: 'chief', ...chief })) ?? [],
        escalations: borneBy(escalations.ofPosts, chief, own),
      }),
    };
  });
  const scoredDepartments = (sheet.department ? departments : []).map((department) => ({
    ...department,
    ...scoreDepartment(sheet, {
      problems: problemsOfUnit.get(department.unitId) ?? [],
      marks: marksOf.get(subjectKey(asUnit('department', department))) ?? [],
      escalations: escalations.ofUnits.get(department.unitId) ?? [],
    }),
  }));
  return {
    towns: scoredTowns.sort(byCode),
    chiefs: scoredChiefs.sort(byPost),
    departments: scoredDepartments.sort(byCode),
    vacant: vacant.sort((a, b) => a.id - b.id),
  };
}
