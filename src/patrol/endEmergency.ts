import { Emergency, PatrolTask } from '../../entities';
import { audit } from '../core/audit';
import { marks, type Tx } from '../core/database';
import { dayOf } from '../core/days';
import { Fault } from '../core/errors';
import { history } from '../core/history';
import { refreshCards } from '../core/outbox';
import { emergencyKey } from './emergencyTasks';
import { recordMoves } from './recordMoves';
import { reachesIn, readReaches } from './scope';
import { redrawTasks } from './taskMessages';

export interface EmergencyEnd {
  id: number;
  /** Of the pressed card; null from the command line. */
  version: number | null;
  /** What came of it. */
  words: string;
  by: string;
  at: Date;
  messageId?: string | null;
}

/**
 * 应急 ends: today's walks that nobody has made yet are not needed any more, unless another 应急 asks for them. Those of
 * days before can still be entered.
 *
 * @returns how many of today's tasks fell away
 * @throws Fault `matter.gone`, `press.stale` when it is over already, `input.invalid` without words
 */
export async function endEmergency(tx: Tx, end: EmergencyEnd): Promise<number> {
  const { id, by, at, messageId } = end;
  const words = end.words.trim();
  if (words === '') throw new Fault('input.invalid', { what: '请写一句结果怎么样' });
  const found = await tx.findOne(Emergency, { id });
  if (!found) throw new Fault('matter.gone');
  if (found.endedAt !== null || (end.version !== null && end.version !== found.version)) {
    throw new Fault('press.stale');
  }
  const version = found.version + 1;
  const ended = await tx.update(
    Emergency,
    { id, version: found.version },
    { endedAt: at, endedBy: by, endWords: words, version },
  );
  if (ended === 0) throw new Fault('press.stale');
  const fallen = await dropToday(tx, found, { by, at });
  const step = { at, actor: by, subjectType: 'emergency', subjectId: id };
  history(tx, { ...step, version, action: 'ended', state: 'ended', reason: words });
  audit(tx, { ...step, action: 'emergency.end', detail: { words, fallen } });
  await refreshCards(tx, { subject: { type: 'emergency', id }, at, exceptMessageId: messageId });
  return fallen;
}

async function dropToday(tx: Tx, ended: Emergency, { by, at }: { by: string; at: Date }): Promise<number> {
  const reaches = await readReaches(tx);
  const others = await tx.find(Emergency, { endedAt: null });
  const still = new Set(others.flatMap((one) => [...reachesIn(one, reaches)]));
  const mine = reachesIn(ended, reaches);
  const day = dayOf(at);
  const today = await tx.find(PatrolTask, { periodKey: emergencyKey(day), state: 'open' });
  const fallen = today.filter(({ reachId }) => mine.has(reachId) && !still.has(reachId));
  if (fallen.length === 0) return 0;
  const { affected } = await tx.run(
    `UPDATE patrol_task SET state = 'void', version = version + 1 WHERE state = 'open' AND id IN (${marks(fallen)})`,
    fallen.map((task) => task.id),
  );
  // Somebody submitted one this very moment: nothing is done, and the same press again does it.
  if (affected !== fallen.length) throw new Fault('press.stale');
  await recordMoves(tx, fallen, { action: 'void', state: 'void', by, at });
  await redrawTasks(tx, fallen, { day, at });
  return fallen.length;
}
