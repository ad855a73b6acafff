import { Emergency, type EmergencyKind, Reach, Unit } from '../../entities';
import { audit } from '../core/audit';
import type { Tx } from '../core/database';
import { dayOf } from '../core/days';
import { Fault } from '../core/errors';
import { history } from '../core/history';
import { enqueue } from '../core/outbox';
import { takeTurn } from '../core/turn';
import { officeHands } from '../roster';
import type { PatrolDeps } from './deps';
import { askForEmergency } from './emergencyTasks';
import type { Scope } from './scope';

export interface EmergencyOrder extends Scope {
  kind: EmergencyKind;
  /** What happened, in a sentence: chiefs read it on their task. */
  words: string;
  /** `person:7`, or `cli`. */
  by: string;
  at: Date;
}

/**
 * 应急 begins: from now on the scope is walked day by day, until somebody ends it.
 *
 * @returns its id, and how many tasks were made for today
 * @throws Fault `input.invalid` without words, for an unknown place, or while the same place has one already
 */
export async function startEmergency(
  tx: Tx,
  deps: Pick<PatrolDeps, 'policies'>,
  order: EmergencyOrder,
): Promise<{ id: number; asked: number }> {
  const { reachId, townId, kind, by, at } = order;
  const words = order.words.trim();
  const refuse = (what: string): never => {
    throw new Fault('input.invalid', { what });
  };
  if (words === '') refuse('请写一句出了什么事');
  if (reachId !== null && !(await tx.findOne(Reach, { id: reachId }))) refuse('没有这个河段');
  if (townId !== null && !(await tx.findOne(Unit, { id: townId }))) refuse('没有这个镇');
  // Two of an office who order it at once start one.
  await takeTurn(tx, 'emergency', at);
  if (await tx.findOne(Emergency, { reachId, townId, endedAt: null })) {
    refuse('这里已经在应急了，要改请先结束');
  }
  const row = { reachId, townId, kind, words, fromDay: dayOf(at) };
  const { firstId: id } = await tx.insert(Emergency, { ...row, startedAt: at, startedBy: by, version: 1 });
  const step = { at, actor: by, subjectType: 'emergency', subjectId: id };
  history(tx, { ...step, version: 1, action: 'started', state: 'running', reason: words });
  audit(tx, { ...step, action: 'emergency.start', detail: row });
  const asked = await askForEmergency(tx, deps, { at, by });
  for (const { id: recipientId } of await officeHands(tx)) {
    await enqueue(tx, {
      kind: 'emergency',
      subject: { type: 'emergency', id },
      recipientId,
      messageClass: 'alert',
      at,
    });
  }
  return { id, asked };
}
