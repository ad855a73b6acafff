import { Problem } from '../../entities';
import { audit } from '../core/audit';
import type { Tx } from '../core/database';
import { Fault } from '../core/errors';
import { history } from '../core/history';
import { refreshCards } from '../core/outbox';
import type { Pressing, ProblemPress } from './deps';
import { nextState, type Step } from './rules';

/** The problem that a press speaks of. @throws Fault `matter.gone` */
export async function problemOf(tx: Tx, { problemId }: Pick<ProblemPress, 'problemId'>): Promise<Problem> {
  const problem = await tx.findOne(Problem, { id: problemId });
  if (!problem) throw new Fault('matter.gone');
  return problem;
}

/** The state that `step` leads to from here. @throws Fault `press.stale` when the card was drawn from another state */
export function stateAfter(
  problem: Problem,
  step: Step,
  { version }: Pick<ProblemPress, 'version'>,
): Problem['state'] {
  const state = nextState(problem, step);
  if (!state || problem.version !== version) throw new Fault('press.stale');
  return state;
}

/** Who does it: a person who presses, or a job. */
type By = Pick<Pressing, 'personId'> | { job: string };

type Change = By & Done;
interface Done extends Omit<Pressing, 'personId'> {
  /** What the history calls it. */
  action: string;
  set: Partial<Problem>;
  reason?: string;
  data?: unknown;
}

/**
 * One step in a problem's life: the row by compare-and-set, its history, its audit, and every card that shows it
 * (its own, and those of the patrol it was found on).
 *
 * @returns the problem as it is now
 * @throws Fault `press.stale` when somebody else was first
 */
export async function advance(tx: Tx, problem: Problem, change: Change): Promise<Problem> {
  const { action, set, at, messageId, reason, data } = change;
  const next = { ...problem, ...set, version: problem.version + 1 };
  const { id, version } = problem;
  const found = await tx.update(Problem, { id, version }, { ...set, version: next.version });
  if (found === 0) throw new Fault('press.stale');
  const subject = { type: 'problem', id };
  const actor = 'job' in change ? `job:${change.job}` : `person:${change.personId}`;
  const step = { at, actor, subjectType: subject.type, subjectId: id };
  history(tx, { ...step, version: next.version, action, state: next.state, reason, data });
  audit(tx, { ...step, action: `problem.${action}`, detail: reason ? { reason } : undefined });
  const subjects = [subject, ...(problem.taskId === null ? [] : [{ type: 'task', id: problem.taskId }])];
  await Promise.all(
    subjects.map((one) => refreshCards(tx, { subject: one, at, exceptMessageId: messageId })),
  );
  return next;
}
