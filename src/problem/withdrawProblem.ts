import type { Problem } from '../../entities';
import type { Tx } from '../core/database';
import { Fault } from '../core/errors';
import { advance, mustBeAt, problemOf } from './advance';
import type { ProblemPress } from './deps';

/**
 * 撤销: takes a draft back; nobody else knew of it. Its photos go back to where the next form finds them, the patrol's
 * or those of the day.
 *
 * @throws Fault `matter.gone`, `press.notYours`, `press.stale`
 */
export async function withdrawProblem(tx: Tx, press: ProblemPress): Promise<Problem> {
  const draft = await problemOf(tx, press);
  if (draft.finderId !== press.personId) throw new Fault('press.notYours');
  mustBeAt(draft, 'withdraw', press);
  const { id, taskId } = draft;
  await tx.run(
    `UPDATE photo SET subjectType = ?, subjectId = ?, side = NULL WHERE subjectType = 'problem' AND subjectId = ?`,
    [taskId === null ? null : 'task', taskId, id],
  );
  return advance(tx, draft, { ...press, step: 'withdraw' });
}
