import { LadderReply, type Role } from '../../../entities';
import { audit } from '../../core/audit';
import type { Reader, Tx } from '../../core/database';
import { addDays, dayOf } from '../../core/days';
import { Fault } from '../../core/errors';
import { history } from '../../core/history';
import { enqueue, refreshCards } from '../../core/outbox';
import { OFFICE_ROLES } from '../../roster';
import type { Deps } from '../deps';
import { deciderOf } from './deciders';
import { noteReply } from './noteReply';

export interface DecideReply {
  replyId: number;
  version: number;
  approved: boolean;
  /** Approved: until when the clock stands; what was asked for when left out. */
  untilDay: string | null;
  /** Why; a refusal must have one. */
  reason: string;
  by: { id: number; roles: readonly Role[] };
  at: Date;
  /** The pressed message: its answer shows the new state already. */
  messageId: string;
}

/** 县河长办 decides about everything, 分局 about what is its own; never about one's own asking. */
export async function mayDecideReply(
  reader: Reader,
  reply: Pick<LadderReply, 'caseIds' | 'byId'>,
  { id, roles }: DecideReply['by'],
): Promise<boolean> {
  if (id === reply.byId) return false;
  if (roles.some((role) => OFFICE_ROLES.includes(role))) return true;
  return roles.includes('分局') && (await deciderOf(reader, reply)) === '分局';
}

/**
 * 同意, which stops the clock of its cases until a day, or 不同意 with the reason. Who asked is told.
 *
 * @throws Fault `matter.gone`, `press.notYours`, `press.stale`, `press.form`
 */
export async function decideReply(tx: Tx, deps: Deps, input: DecideReply): Promise<LadderReply> {
  const { replyId, version, approved, reason, by, at, messageId } = input;
  const today = dayOf(at);
  const reply = await tx.findOne(LadderReply, { id: replyId });
  if (!reply) throw new Fault('matter.gone');
  if (!(await mayDecideReply(tx, reply, by))) throw new Fault('press.notYours');
  if (reply.state !== 'waiting' || reply.version !== version) throw new Fault('press.stale');
  const untilDay = input.untilDay ?? reply.untilDay;
  if (approved && (untilDay === null || untilDay <= today || untilDay > addDays(today, 366))) {
    throw new Fault('press.form', { what: '同意要选停到哪天，今天以后、一年以内' });
  }
  if (!approved && reason === '') throw new Fault('press.form', { what: '不同意请写明理由' });
  const set = {
    state: approved ? ('approved' as const) : ('refused' as const),
    ...(approved && { untilDay }),
    decidedById: by.id,
    decidedAt: at,
    reason: reason || null,
    version: version + 1,
  };
  const won = await tx.update(LadderReply, { id: replyId, version, state: 'waiting' }, set);
  if (won === 0) throw new Fault('press.stale');
  const actor = `person:${by.id}`;
  const subject = { subjectType: 'ladderReply', subjectId: replyId };
  history(tx, {
    ...subject,
    version: version + 1,
    at,
    actor,
    action: set.state,
    state: set.state,
    reason: set.reason,
  });
  audit(tx, {
    ...subject,
    at,
    actor,
    action: 'ladder.decide',
    detail: { approved, untilDay: approved ? untilDay : null },
  });
  const { caseIds, kind, byId } = reply;
  await noteReply(tx, deps, {
    caseIds,
    replyId,
    event: set.state,
    kind,
    untilDay,
    at,
    actor,
    reason: set.reason,
  });
  await enqueue(tx, {
    kind: 'ladderReply',
    subject: { type: 'ladderReply', id: replyId },
    recipientId: byId,
    messageClass: 'task',
    at,
  });
  await refreshCards(tx, { subject: { type: 'ladderReply', id: replyId }, at, exceptMessageId: messageId });
  return { ...reply, ...set };
}
