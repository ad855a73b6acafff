import type { AssessmentRun, Level } from '../../entities';
import { marks, type Reader } from '../core/database';
import { dayOf } from '../core/days';
import { groupBy } from '../core/groupBy';
import { postKey, readTerms, termsThen, whyNobody } from '../patrol';
import { rosterChanges } from '../roster';
import { asOf } from './asOf';
import { readTaskRows, tasksAsOf } from './facts/patrolTasks';
import type { Period } from './period';
import { isVacant, whoseAre } from './whose';

/** A patrol that was due and is nobody's: counted for and against no one, told to 县河长办. */
export interface Vacancy {
  taskId: number;
  why: ReturnType<typeof whyNobody>;
  river: string;
  reach: string;
  level: Level;
  periodKey: string;
}

/** A year has a hundred thousand tasks that were walked, and few that were not. */
const UNWALKED = ['open', 'missed', 'void'] as const;

type Named = Pick<Vacancy, 'taskId' | 'river' | 'reach' | 'periodKey'>;

/** Those of a period as of the instant of its computation. */
export async function readVacancies(
  reader: Reader,
  period: Period,
  { computedAt, frozenAt }: Pick<AssessmentRun, 'computedAt' | 'frozenAt'>,
): Promise<Vacancy[]> {
  const instants = asOf(period, computedAt, frozenAt);
  const then = (await rosterChanges(reader, instants.until)).before(instants.until);
  const known = await readTerms(reader);
  const terms = then ? termsThen(known, then) : known;
  const due = await readTaskRows(reader, period, {
    made: instants.entered,
    today: dayOf(computedAt),
    states: UNWALKED,
  });
  const tasks = whoseAre(tasksAsOf(due, instants), terms).filter(isVacant);
  if (tasks.length === 0) return [];
  const rows = await reader.query<Named>(
    `SELECT t.id AS taskId, t.periodKey, r.river, r.name AS reach
       FROM patrol_task t JOIN reach r ON r.id = t.reachId WHERE t.state IN (${marks(UNWALKED)}) AND t.dueDay >= ? AND t.dueDay <= ?`,
    [...UNWALKED, period.fromDay, period.toDay],
  );
  const named = new Map(rows.map((row) => [row.taskId, row]));
  const termsOfPost = groupBy(terms, postKey);
  return tasks.flatMap(({ task }): Vacancy[] => {
    const row = named.get(task.id);
    const why = whyNobody(task, termsOfPost.get(postKey(task)) ?? []);
    return row ? [{ ...row, why, level: task.level }] : [];
  });
}
