import { Problem, SentPlace } from '../../entities';
import { sqlInstant, type Tx } from '../core/database';
import { dayOf, instantAt } from '../core/days';
import type { Subject } from '../core/outbox';

/** The hint that a problem carries is the last place that was sent for that side of it; none when there is none. */
export async function hintFromPlaces(tx: Tx, { type, id }: Subject, side: SentPlace['side']): Promise<void> {
  if (type !== 'problem' || side === null) return;
  const where = { subjectType: type, subjectId: id, side };
  const [last] = await tx.find(SentPlace, where, { order: { id: 'DESC' }, limit: 1 });
  const { name = null, lonE6 = null, latE6 = null } = last ?? {};
  await tx.update(
    Problem,
    { id },
    side === 'before'
      ? { hintName: name, hintLonE6: lonE6, hintLatE6: latE6 }
      : { afterLonE6: lonE6, afterLatE6: latE6 },
  );
}

/** A place that the person sent today for nothing in particular is of the problem whose form they open now. */
export async function takeWaitingPlaces(
  tx: Tx,
  problemId: number,
  { personId, at }: { personId: number; at: Date },
): Promise<void> {
  const taken = await tx.run(
    `UPDATE sent_place SET subjectType = 'problem', subjectId = ?, side = 'before'
      WHERE personId = ? AND subjectType IS NULL AND recordedAt >= ?`,
    [problemId, personId, sqlInstant(instantAt(dayOf(at), '00:00'))],
  );
  if (taken.affected > 0) await hintFromPlaces(tx, { type: 'problem', id: problemId }, 'before');
}
