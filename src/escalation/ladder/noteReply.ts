import { LadderCase, type LadderReply } from '../../../entities';
import type { Tx } from '../../core/database';
import { dayOf } from '../../core/days';
import { takeTurn } from '../../core/turn';
import type { Deps } from '../deps';
import { LADDER_TURN } from './cases';
import type { LadderEvent } from './lifecycle';
import { noteEvents } from './noteEvents';

export interface ReplyNote {
  caseIds: readonly number[];
  replyId: LadderReply['id'];
  /** Asked, and then either approved until `untilDay` or refused. */
  event: 'asked' | 'approved' | 'refused';
  kind: LadderReply['kind'];
  /** Approved: the last day on which the clock stands. */
  untilDay?: string | null;
  at: Date;
  actor: string;
  reason?: string | null;
}

/**
 * Tells cases that 说明情况 or 申请延期 waits for its decision, or how it was decided: approved, the clock stands until
 * its day; refused, it goes on as if nothing had been said.
 *
 * @returns how many cases changed
 */
export async function noteReply(tx: Tx, deps: Deps, note: ReplyNote): Promise<number> {
  const { caseIds, replyId, event, kind, untilDay = null, at, actor, reason } = note;
  await takeTurn(tx, LADDER_TURN, at);
  const day = dayOf(at);
  const rows = await tx.find(LadderCase, { id: [...caseIds] }, { order: { id: 'ASC' } });
  const events: LadderEvent[] =
    event === 'asked'
      ? [{ what: 'asked', replyId, day }]
      : [{ what: 'decided', replyId, approved: event === 'approved', day }];
  if (event === 'approved') {
    const why = kind === '申请延期' ? 'extension' : 'explained';
    events.push({ what: 'stopped', why, until: untilDay, day });
  }
  return noteEvents(tx, deps, rows, { events, actor, reason, at });
}
