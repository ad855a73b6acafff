import { Problem } from '../../entities';
import { audit } from '../core/audit';
import type { Tx } from '../core/database';
import { Fault } from '../core/errors';
import { history } from '../core/history';
import { refreshCards } from '../core/outbox';
import type { Pressing, ProblemPress } from './deps';
import { nextState, STEPS, type Step } from './lifecycle';

/** The problem that a press speaks of. @throws Fault `matter.gone` */
export async function problemOf(tx: Tx, { problemId }: Pick<ProblemPress, 'problemId'>): Promise<Problem> {
  const problem = await tx.findOne(Problem, { id: problemId });
  if (!problem) throw new Fault('matter.gone');
  return problem;
}

/** Refuses a press that was drawn from another state. @throws Fault `press.stale` */
export function mustBeAt(problem: Problem, step: Step, { version }: Pick<ProblemPress, 'version'>): void {
  if (nextState(problem, step) === null || problem.version !== version) throw new Fault('press.stale');
}

/** Who does it: a person who presses, or a job. */
type By = Pick<Pressing, 'personId'> | { job: string };

type Change = By & Done;
interface Done extends Omit<Pressing, 'personId'> {
  step: Step;
  set?: Partial<Problem>;
  reason?: string;
  data?: unknown;
}

/** What scores are made of: told of each step as it was before, so that any past instant can be told again. */
const COUNTED = [
  'state',
  'unitId',
  'dueDay',
  'outfallId',
  'mergedIntoId',
  'assignedAt',
  'answeredAt',
  'returns',
  'rebounds',
] as const satisfies readonly (keyof Problem)[];

const beforeIt = (problem: Problem, now: Partial<Problem>): Partial<Problem> =>
  Object.fromEntries(
    COUNTED.filter((key) => key in now && String(now[key]) !== String(problem[key])).map((key) => [
      key,
      problem[key],
    ]),
  );

/**
 * One step in a problem's life: the row by compare-and-set, its history, its audit, and every card that shows it
 * (its own, those of the patrol it was found on, and of what was merged into it).
 *
 * @returns the problem as it is now
 * @throws Fault `press.stale` when the step cannot be taken from here, or somebody else was first
 */
export async function advance(tx: Tx, problem: Problem, change: Change): Promise<Problem> {
  const { step, set = {}, at, messageId, reason, data } = change;
  const state = nextState(problem, step);
  if (!state) throw new Fault('press.stale');
  const { id, version } = problem;
  const now = { ...set, state, version: version + 1 };
  const found = await tx.update(Problem, { id, version }, now);
  if (found === 0) throw new Fault('press.stale');
  const next = { ...problem, ...now };
  const { action } = STEPS[step];
  const actor = change.actor ?? ('job' in change ? `job:${change.job}` : `person:${change.personId}`);
  const row = { at, actor, subjectType: 'problem', subjectId: id };
  const told = { ...(data as object | undefined), before: beforeIt(problem, now) };
  history(tx, { ...row, version: next.version, action, state, reason, data: told });
  audit(tx, { ...row, action: `problem.${action}`, detail: reason ? { reason } : undefined });
  const shown = [problem, ...(problem.reports > 1 ? await tx.find(Problem, { mergedIntoId: id }) : [])];
  const subjects = shown.flatMap((one) => [
    { type: 'problem', id: one.id },
    ...(one.taskId === null ? [] : [{ type: 'task', id: one.taskId }]),
  ]);
  await Promise.all(
    subjects.map((one) => refreshCards(tx, { subject: one, at, exceptMessageId: messageId })),
  );
  return next;
}
