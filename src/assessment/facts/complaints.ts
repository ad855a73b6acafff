import type { Contentment, ProblemState } from '../../../entities';
import { instantOf, type Reader, sqlInstant } from '../../core/database';
import { dayOf } from '../../core/days';
import { groupBy } from '../../core/groupBy';
import type { Period } from '../period';

/** What one or several complainants complained about. */
export interface ComplaintFact {
  /** The problem that it is, or into which it was merged. */
  id: number;
  /** It was not answered by its due day, which lies in the period. */
  late: boolean;
  /** Everybody who was asked said 满意, and at least one was. */
  content: boolean;
}

/** A step of a problem's history. */
export interface ComplaintStep {
  at: Date;
  action: string;
  state: ProblemState;
  content: Contentment | null;
  /** What of `dueDay`, `unitId` and `mergedIntoId` was otherwise before the step. */
  before: Partial<Whereabouts>;
}

interface Whereabouts {
  dueDay: string | null;
  unitId: number | null;
  mergedIntoId: number | null;
}

export interface ComplaintProblem extends Whereabouts {
  id: number;
  townId: number;
  state: ProblemState;
  /** Somebody outside said it. */
  isComplaint: boolean;
  recordedAt: Date;
  /** The oldest first. */
  steps: readonly ComplaintStep[];
}

interface Past extends Whereabouts {
  state: ProblemState;
  steps: readonly ComplaintStep[];
}

/** A problem as it was right before an instant; null when there was none. */
function pastOf(problem: ComplaintProblem, asOf: Date): Past | null {
  const { dueDay, unitId, mergedIntoId, state, recordedAt, steps } = problem;
  if (recordedAt >= asOf) return null;
  const known = steps.filter(({ at }) => at < asOf);
  if (steps.length > 0 && known.length === 0) return null;
  const since = steps.filter(({ at }) => at >= asOf);
  const moved = Object.assign({}, ...since.reverse().map((step) => step.before)) as Partial<Whereabouts>;
  return { dueDay, unitId, mergedIntoId, ...moved, state: known.at(-1)?.state ?? state, steps: known };
}

/** Neither handed on to anybody yet, nor found to be true. */
const UNCOUNTED: readonly ProblemState[] = ['draft', 'registered', 'unfounded', 'withdrawn', 'merged'];
const ANSWERING = ['answered', 'settled'];

/**
 * 公众投诉 that count in a period, pure. Several complaints about one thing are one. What was not answered by its due day
 * counts in the period of that day. What was counts once it was found true and closed, in the period in which its
 * complainant was first told so: by then it is known whether they are 满意, and that 县河长办 is slow to ask is no fault
 * of the town. 不属实 counts nowhere.
 *
 * @returns by the unit that has it: of a department it is no town's
 */
export function complaintsOf(
  problems: readonly ComplaintProblem[],
  { fromDay, toDay }: Pick<Period, 'fromDay' | 'toDay'>,
  asOf: Date,
): Map<number, ComplaintFact[]> {
  const today = dayOf(asOf);
  const pasts = new Map(problems.map((problem) => [problem.id, { problem, past: pastOf(problem, asOf) }]));
  const complaints = problems.flatMap((problem) => {
    const past = pasts.get(problem.id)?.past;
    if (!problem.isComplaint || !past) return [];
    return [{ past, mainId: past.state === 'merged' ? (past.mergedIntoId ?? problem.id) : problem.id }];
  });
  const counted = [...groupBy(complaints, ({ mainId }) => mainId)].flatMap(([mainId, own]) => {
    const main = pasts.get(mainId);
    if (!main?.past || UNCOUNTED.includes(main.past.state)) return [];
    const { state, dueDay, unitId, steps } = main.past;
    const answer = steps.filter(({ action }) => ANSWERING.includes(action)).at(-1);
    const closed = state === 'closed' ? steps.filter(({ action }) => action === 'closed').at(-1) : undefined;
    const answeredDay = answer && (state === 'answered' || state === 'closed') ? dayOf(answer.at) : null;
    const isOver = dueDay !== null && dueDay < today;
    const late = isOver && (answeredDay === null || answeredDay > dueDay);
    const told = own.flatMap(({ past }) => {
      const tellings = past.steps.filter(({ action, at }) => action === 'told' && closed && at >= closed.at);
      const [first, last] = [tellings[0], tellings.at(-1)];
      return first && last ? [{ day: dayOf(first.at), content: last.content }] : [];
    });
    const day = late ? dueDay : told.map((one) => one.day).sort()[0];
    if (day === undefined || day === null || day < fromDay || day > toDay) return [];
    const content = told.length > 0 && told.every((one) => one.content === '满意');
    return [{ fact: { id: mainId, late, content }, unitId: unitId ?? main.problem.townId }];
  });
  return new Map(
    [...groupBy(counted, ({ unitId }) => unitId)].map(([unitId, own]) => [
      unitId,
      own.map(({ fact }) => fact),
    ]),
  );
}

interface ProblemRow extends Whereabouts {
  id: number;
  townId: number;
  state: ProblemState;
  isComplaint: number;
  recordedAt: unknown;
}

interface StepRow {
  subjectId: number;
  at: unknown;
  action: string;
  state: ProblemState;
  data: string | null;
}

/** Complaints, and what they were merged into. */
const CONCERNED = `
  SELECT p.id FROM problem p JOIN complaint c ON c.problemId = p.id
   UNION SELECT p.mergedIntoId FROM problem p JOIN complaint c ON c.problemId = p.id WHERE p.mergedIntoId IS NOT NULL`;

/** Complaints that were recorded before an instant, each with its life. Two statements, whatever their number. */
export async function readComplaints(reader: Reader, before: Date): Promise<ComplaintProblem[]> {
  const problems = await reader.query<ProblemRow>(
    `SELECT p.id, p.townId, p.unitId, p.state, p.dueDay, p.mergedIntoId, p.recordedAt,
            CASE WHEN c.id IS NULL THEN 0 ELSE 1 END AS isComplaint
       FROM problem p LEFT JOIN complaint c ON c.problemId = p.id
      WHERE p.recordedAt < ? AND p.id IN (${CONCERNED}) ORDER BY p.id`,
    [sqlInstant(before)],
  );
  if (problems.length === 0) return [];
  const steps = await reader.query<StepRow>(
    `SELECT h.subjectId, h.at, h.action, h.state, h.data FROM history_entry h
      WHERE h.subjectType = 'problem' AND h.subjectId IN (${CONCERNED}) ORDER BY h.subjectId, h.version`,
  );
  const stepsOf = groupBy(steps, ({ subjectId }) => subjectId);
  return problems.map(({ isComplaint, recordedAt, ...problem }) => ({
    ...problem,
    isComplaint: Number(isComplaint) === 1,
    recordedAt: instantOf(recordedAt),
    steps: (stepsOf.get(problem.id) ?? []).map(readStep),
  }));
}

function readStep({ at, action, state, data }: StepRow): ComplaintStep {
  const kept = data === null ? null : (JSON.parse(data) as Partial<ComplaintStep> | null);
  return { at: instantOf(at), action, state, content: kept?.content ?? null, before: kept?.before ?? {} };
}
