import { StandIn } from '../../entities';
import { audit } from '../core/audit';
import type { Tx } from '../core/database';
import { Fault } from '../core/errors';
import { history } from '../core/history';
import { enqueue } from '../core/outbox';
import { type Absence, checkedAbsence } from './absence';
import type { PatrolDeps } from './deps';

export interface StandInRequest extends Absence {
  deputyId: number;
}

/**
 * 请人代巡: asks the deputy, who has to accept. Nothing changes until then.
 *
 * @returns its id
 * @throws Fault `press.notYours` without a post on such a reach; `press.form` for days or a person that cannot be
 */
export async function askStandIn(tx: Tx, deps: PatrolDeps, request: StandInRequest): Promise<number> {
  const { personId, deputyId, reachId, reason, at } = request;
  const { from, to, people } = await checkedAbsence(tx, deps, request);
  if (people.every(({ id }) => id !== deputyId)) {
    throw new Fault('press.form', { what: '这个人现在不能代巡，请重新选' });
  }
  const { firstId: id } = await tx.insert(StandIn, {
    chiefId: personId,
    deputyId,
    reachId,
    fromDay: from,
    toDay: to,
    reason,
    state: 'asked',
    askedAt: at,
    version: 1,
  });
  const step = { at, actor: `person:${personId}`, subjectType: 'standIn', subjectId: id };
  history(tx, { ...step, version: 1, action: 'asked', state: 'asked', reason });
  audit(tx, { ...step, action: 'standIn.ask', detail: { deputyId, reachId, from, to } });
  for (const recipientId of [deputyId, personId]) {
    await enqueue(tx, {
      kind: 'standIn',
      subject: { type: 'standIn', id },
      recipientId,
      messageClass: recipientId === personId ? 'answer' : 'task',
      at,
    });
  }
  return id;
}

/** Not answered by its last day: nobody walks for anybody. */
export const isOver = ({ toDay }: Pick<StandIn, 'toDay'>, today: string): boolean => toDay < today;
