import { HistoryEntry, Problem } from '../../entities';
import type { Reader, Tx } from '../core/database';
import { Fault } from '../core/errors';
import { advance, mustBeAt, problemOf } from './advance';
import type { ProblemDeps, ProblemPress } from './deps';
import { sendDesk } from './desk';
import { handOn, routedUnit, sendWork } from './handOn';
import { STEPS } from './lifecycle';
import { isOpen } from './reporters';

/** Whether it was merged by itself when its finder reported it, and not by somebody's decision. */
async function joinedByItself(reader: Reader, { id, finderId }: Problem): Promise<boolean> {
  const [merged] = await reader.find(
    HistoryEntry,
    { subjectType: 'problem', subjectId: id, action: STEPS.merge.action },
    { order: { version: 'DESC' }, limit: 1 },
  );
  return merged?.actor === `person:${finderId}`;
}

/**
 * Whether its finder can still say that it stands by itself: for as long as the other one is open, and not while what
 * they put right on the spot (现场已处理) is being verified with the other one.
 */
export async function maySplit(reader: Reader, problem: Problem, main: Problem | null): Promise<boolean> {
  if (problem.state !== 'merged' || main === null || !isOpen(main)) return false;
  const putRight = main.state === 'answered' && main.handlerId === problem.finderId;
  return !putRight && (await joinedByItself(reader, problem));
}

/**
 * 不是同一件: its finder says that what joined another by itself is not the same.
 *
 * @throws Fault `matter.gone`, `press.notYours`, `press.stale`
 */
export async function splitProblem(tx: Tx, deps: ProblemDeps, press: ProblemPress): Promise<Problem> {
  const { personId, at, messageId } = press;
  const problem = await problemOf(tx, press);
  if (problem.finderId !== personId) throw new Fault('press.notYours');
  mustBeAt(problem, 'split', press);
  const main = await tx.findOne(Problem, { id: problem.mergedIntoId ?? 0 });
  if (!main || !(await maySplit(tx, problem, main))) throw new Fault('press.stale');
  const reports = main.reports - 1;
  await advance(tx, main, { personId, at, step: 'add', set: { reports }, data: { without: problem.id } });
  const by = { personId, at, messageId };
  const seriousness = problem.seriousness ?? '一般';
  if (seriousness === '重大') {
    const set = { mergedIntoId: null, deskAt: at };
    const registered = await advance(tx, problem, { ...by, step: 'splitUp', set });
    await sendDesk(tx, registered, at);
    return registered;
  }
  const unitId = await routedUnit(tx, deps.policies.current, problem);
  const handed = await handOn(tx, deps, problem, { unitId, seriousness, at });
  const split = await advance(tx, problem, { ...by, step: 'split', set: { ...handed, mergedIntoId: null } });
  await sendWork(tx, deps, split, { at });
  return split;
}
