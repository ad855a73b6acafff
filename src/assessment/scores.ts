import type { Level } from '../../entities';
import { groupBy } from '../core/groupBy';
import type { Policy } from '../core/policy';
import { holdsOn, isAway, isNew, type PostTerm, postKey } from '../patrol';
import { borneBy } from './facts/escalations';
import type { Records } from './facts/records';
import { Findings, type ReachFact } from './findings';
import type { Score } from './points';
import { scoreChief, scoreTown } from './rules';
import type { ProblemFact, SubjectMark, TaskFact } from './subjectFacts';
import { counts, isVacant, whoseAre } from './whose';

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
export interface Facts extends Records {
  towns: readonly Town[];
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
  towns: (Town & Score)[];
  chiefs: (Chief & Score)[];
  /** Tasks that count for and against nobody, because the post was empty or nobody could be reached. */
  vacant: TaskFact[];
}

const markedTown = ({ unitId }: Pick<Town, 'unitId'>): string => `town ${unitId}`;
const markedChief = ({
  reachId,
  level,
  personId,
}: Pick<SubjectMark, 'reachId' | 'level' | 'personId'>): string => `chief ${reachId} ${level} ${personId}`;
const marked = (mark: SubjectMark): string =>
  mark.subject === 'chief' ? markedChief(mark) : `${mark.subject} ${mark.unitId}`;

const LEVELS: readonly Level[] = ['county', 'town', 'village'];
const text = (a: string, b: string): number => Number(a > b) - Number(a < b);

export const byCode = (a: Town, b: Town): number => text(a.code, b.code) || a.unitId - b.unitId;
export const byPost = (a: Chief, b: Chief): number =>
  text(a.reach, b.reach) || LEVELS.indexOf(a.level) - LEVELS.indexOf(b.level) || a.personId - b.personId;

/** All scores of a period, in the order of codes: the same facts in whatever order give the same result. */
export function scoreAll(sheet: Policy['assessment'], facts: Facts): Scores {
  const { towns, chiefs, terms, tasks, problems, confirmed, marks, escalations } = facts;
  const termsOfPost = groupBy(terms, postKey);
  const answered = whoseAre(tasks, terms);
  const counted = answered.filter(counts);
  const vacant = answered.filter(isVacant).map(({ task }) => task);
  const tasksOfTown = groupBy(counted, ({ task }) => task.townId);
  const vacantOfTown = groupBy(vacant, ({ townId }) => townId);
  const problemsOfTown = groupBy(problems, ({ townId }) => townId);
  const tasksOfPost = groupBy(answered, ({ task }) => postKey(task));
  const findings = new Findings(problems, facts);
  const confirmedOfPerson = groupBy(confirmed, ({ personId }) => personId);
  const marksOf = groupBy(marks, marked);
  const problemsOfTask = groupBy(problems, ({ taskId }) => taskId);

  const scoredTowns = towns.map((town) => ({
    ...town,
    ...scoreTown(sheet, {
      tasks: (tasksOfTown.get(town.unitId) ?? []).map(({ task }) => task),
      vacant: vacantOfTown.get(town.unitId)?.length ?? 0,
      problems: problemsOfTown.get(town.unitId) ?? [],
      marks: marksOf.get(markedTown(town)) ?? [],
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
        marks: marksOf.get(markedChief(chief)) ?? [],
        escalations: borneBy(escalations.ofPosts, chief, own),
      }),
    };
  });
  return {
    towns: scoredTowns.sort(byCode),
    chiefs: scoredChiefs.sort(byPost),
    vacant: vacant.sort((a, b) => a.id - b.id),
  };
}
