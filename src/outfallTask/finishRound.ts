import { CardMessage, OutfallRound, type Person } from '../../entities';
import { auditMany } from '../core/audit';
import type { Tx } from '../core/database';
import { marks, sqlInstant } from '../core/database';
import { Fault } from '../core/errors';
import { historyMany } from '../core/history';
import { redrawCards, refreshCards } from '../core/outbox';
import type { OutfallTaskDeps } from './deps';
import { readOutfallHands } from './hands';
import { seenBy, tasksOfRound } from './queries';

/**
 * 都巡过了，没有异常: ends all that is open of a round of 巡查排污管道 and this person's to do, with one press.
 *
 * @param press.left how many the card said there are
 * @returns how many were ended
 * @throws Fault `matter.gone`; `press.stale` when there are not as many any more
 */
export async function finishRound(
  tx: Tx,
  { policies }: Pick<OutfallTaskDeps, 'policies'>,
  press: { roundId: number; left: number; person: Pick<Person, 'id'>; at: Date; messageId?: string | null },
): Promise<number> {
  const { roundId, left, person, at, messageId } = press;
  const round = await tx.findOne(OutfallRound, { id: roundId });
  if (round?.kind !== 'pipeCheck') throw new Fault('matter.gone');
  const hands = await readOutfallHands(tx, policies.current);
  const own = seenBy(await tasksOfRound(tx, roundId), { hands, person, watches: false })
    .map(({ task }) => task)
    .filter(({ state }) => state === 'open');
  if (own.length === 0 || own.length !== left) throw new Fault('press.stale');
  const ids = own.map(({ id }) => id);
  const { affected } = await tx.run(
    `UPDATE outfall_task SET state = 'done', flow = 'sound', doneById = ?, doneAt = ?, version = version + 1
      WHERE state = 'open' AND id IN (${marks(ids)})`,
    [person.id, sqlInstant(at), ...ids],
  );
  if (affected !== left) throw new Fault('press.stale');
  const deeds = own.map(({ id, version }) => ({
    at,
    actor: `person:${person.id}`,
    subjectType: 'outfallTask',
    subjectId: id,
    version: version + 1,
  }));
  await historyMany(
    tx,
    deeds.map((deed) => ({ ...deed, action: 'done', state: 'done' })),
  );
  await auditMany(
    tx,
    deeds.map(({ version: _, ...deed }) => ({ ...deed, action: 'outfallTask.done' })),
  );
  const cards = await tx.find(CardMessage, { subjectType: 'outfallTask', subjectId: ids, retiredAt: null });
  redrawCards(tx, cards, at);
  await refreshCards(tx, { subject: { type: 'outfallRound', id: roundId }, at, exceptMessageId: messageId });
  return left;
}
