import { PatrolLeave } from '../../entities';
import { audit } from '../core/audit';
import type { Tx } from '../core/database';
import { history } from '../core/history';
import { enqueue } from '../core/outbox';
import { officeHands } from '../roster';
import { type Absence, checkedAbsence } from './absence';
import type { PatrolDeps } from './deps';

/**
 * 请假 without a deputy: for these days the chief is told of nothing, and 县河长办 is shown what nobody will walk. It
 * holds at once: nobody has to allow somebody to be ill.
 *
 * @returns its id
 * @throws Fault of `checkedAbsence`
 */
export async function takeLeave(tx: Tx, deps: Pick<PatrolDeps, 'policies'>, leave: Absence): Promise<number> {
  const { personId, reachId, reason, at } = leave;
  const { from, to } = await checkedAbsence(tx, deps, leave);
  const { firstId: id } = await tx.insert(PatrolLeave, {
    chiefId: personId,
    reachId,
    fromDay: from,
    toDay: to,
    reason,
    takenAt: at,
    version: 1,
  });
  const step = { at, actor: `person:${personId}`, subjectType: 'leave', subjectId: id };
  history(tx, { ...step, version: 1, action: 'taken', state: 'taken' });
  audit(tx, { ...step, action: 'leave.take', detail: { reachId, from, to } });
  const office = (await officeHands(tx)).filter((person) => person.id !== personId);
  for (const recipientId of [personId, ...office.map((person) => person.id)]) {
    await enqueue(tx, {
      kind: 'leave',
      subject: { type: 'leave', id },
      recipientId,
      messageClass: recipientId === personId ? 'answer' : 'notice',
      at,
    });
  }
  return id;
}
