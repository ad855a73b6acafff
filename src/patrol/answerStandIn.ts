import { CardMessage, StandIn, type StandInState } from '../../entities';
import { audit } from '../core/audit';
import type { Tx } from '../core/database';
import { dayOf } from '../core/days';
import { Fault } from '../core/errors';
import { history } from '../core/history';
import { redrawCards, refreshCards } from '../core/outbox';
import { isOver } from './askStandIn';

export interface StandInPress {
  id: number;
  version: number;
  personId: number;
  at: Date;
  /** The pressed card. */
  messageId?: string | null;
}

type Answer = 'accept' | 'decline' | 'end';

/** Who may do what, and what comes of it: the deputy answers once; either may end it, the chief also before that. */
const MAY: Record<Answer, { from: readonly StandInState[]; by: ('chief' | 'deputy')[]; to: StandInState }> = {
  accept: { from: ['asked'], by: ['deputy'], to: 'accepted' },
  decline: { from: ['asked'], by: ['deputy'], to: 'declined' },
  end: { from: ['asked', 'accepted'], by: ['chief', 'deputy'], to: 'ended' },
};

/**
 * 同意 · 不同意 · 结束代巡.
 *
 * @returns the 代巡 as it is now
 * @throws Fault `matter.gone`, `press.notYours`, `press.stale`
 */
export async function answerStandIn(tx: Tx, answer: Answer, press: StandInPress): Promise<StandIn> {
  const { personId, at } = press;
  const found = await tx.findOne(StandIn, { id: press.id });
  if (!found) throw new Fault('matter.gone');
  const { from, by, to } = MAY[answer];
  const sides = { chief: found.chiefId, deputy: found.deputyId };
  if (!by.some((side) => sides[side] === personId)) throw new Fault('press.notYours');
  if (!from.includes(found.state) || found.version !== press.version || isOver(found, dayOf(at))) {
    throw new Fault('press.stale');
  }
  const version = found.version + 1;
  const times = answer === 'end' ? { endedAt: at } : { answeredAt: at };
  const moved = await tx.update(
    StandIn,
    { id: found.id, version: found.version },
    { state: to, version, ...times },
  );
  if (moved === 0) throw new Fault('press.stale');
  const step = { at, actor: `person:${personId}`, subjectType: 'standIn', subjectId: found.id };
  history(tx, { ...step, version, action: to, state: to });
  audit(tx, { ...step, action: `standIn.${answer}` });
  await refreshCards(tx, {
    subject: { type: 'standIn', id: found.id },
    at,
    exceptMessageId: press.messageId,
  });
  await redrawTasks(tx, found, at);
  return { ...found, state: to, version, ...times };
}

/** The tasks on both phones: whoever walks now has the buttons, whoever does not any more has none. */
async function redrawTasks(tx: Tx, { chiefId, deputyId }: StandIn, at: Date): Promise<void> {
  const cards = await tx.query<CardMessage>(
    `SELECT c.id, c.kind, c.subjectType, c.subjectId, c.recipientId FROM card_message c
       JOIN patrol_task t ON c.subjectType = 'task' AND t.id = c.subjectId
      WHERE c.recipientId IN (?, ?) AND c.retiredAt IS NULL AND t.state = 'open'`,
    [chiefId, deputyId],
  );
  const lists = await tx.find(CardMessage, {
    kind: 'newTasks',
    recipientId: [chiefId, deputyId],
    retiredAt: null,
  });
  redrawCards(tx, [...cards, ...lists], at);
}
