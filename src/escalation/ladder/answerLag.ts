import { LadderReply, LagNotice } from '../../../entities';
import { audit } from '../../core/audit';
import type { Tx } from '../../core/database';
import { addDays, dayOf } from '../../core/days';
import { Fault } from '../../core/errors';
import { groupBy } from '../../core/groupBy';
import { history } from '../../core/history';
import { enqueueMany, refreshCards } from '../../core/outbox';
import { takeTurn } from '../../core/turn';
import { mayActOn, type Presser } from '../access';
import type { Deps } from '../deps';
import { LADDER_TURN, withEvents } from './cases';
import { type DeciderRole, deciderOf, decidersOf } from './deciders';
import { lifeOf } from './lifecycle';
import { noteReply } from './noteReply';
import { casesOfNotice } from './noticeCases';

/** Nobody asks for more than a year. */
const MOST_DAYS = 366;

export interface AnswerLag {
  noticeId: number;
  /** One matter of the notice by its case; null: all of them. */
  caseId: number | null;
  kind: '说明情况' | '申请延期';
  words: string;
  /** 申请延期: the day that is asked for. */
  untilDay: string | null;
  by: Presser;
  at: Date;
}

export interface Answered {
  cases: number;
  /** Who decides. */
  deciders: DeciderRole[];
}

/**
 * 说明情况 or 申请延期 to a 滞后提醒, for one of its matters or for all: one reply for each who decides. The cases wait
 * for the decision meanwhile. What waits for one already is not asked again.
 *
 * @throws Fault `matter.gone`, `press.notYours`, `press.form`
 */
export async function answerLag(tx: Tx, deps: Deps, input: AnswerLag): Promise<Answered> {
  const { noticeId, caseId, kind, words, by, at } = input;
  const today = dayOf(at);
  const notice = await tx.findOne(LagNotice, { id: noticeId });
  if (!notice) throw new Fault('matter.gone');
  if (!mayActOn(notice, by, deps.policies.current)) throw new Fault('press.notYours');
  const untilDay = kind === '申请延期' ? input.untilDay : null;
  if (
    kind === '申请延期' &&
    (untilDay === null || untilDay <= today || untilDay > addDays(today, MOST_DAYS))
  ) {
    throw new Fault('press.form', { what: '申请延期请选一个今天以后、一年以内的日期' });
  }
  await takeTurn(tx, LADDER_TURN, at);
  const meant = (await casesOfNotice(tx, notice)).filter(({ id }) => caseId === null || id === caseId);
  if (meant.length === 0) throw new Fault('matter.gone');
  const free = (await withEvents(tx, meant)).filter(({ events }) => lifeOf(events).asked.length === 0);
  if (free.length === 0) throw new Fault('press.form', { what: '已经答复过了，正等批复' });

  const roles = new Map<number, DeciderRole>();
  for (const { row } of free) roles.set(row.id, await deciderOf(tx, { caseIds: [row.id] }));
  const parts = groupBy(free, ({ row }) => roles.get(row.id) as DeciderRole);
  for (const some of parts.values()) {
    const caseIds = some.map(({ row }) => row.id);
    const reply: Partial<LadderReply> = {
      unitId: notice.unitId,
      documentId: null,
      caseIds,
      kind,
      words,
      untilDay,
      state: 'waiting',
      byId: by.person.id,
      createdAt: at,
      decidedById: null,
      decidedAt: null,
      reason: null,
      policyVersion: deps.policies.current.version,
      version: 1,
    };
    const { firstId: replyId } = await tx.insert(LadderReply, reply);
    const actor = `person:${by.person.id}`;
    const subject = { subjectType: 'ladderReply', subjectId: replyId };
    history(tx, {
      ...subject,
      version: 1,
      at,
      actor,
      action: 'asked',
      state: 'waiting',
      data: { kind, caseIds },
    });
    audit(tx, { ...subject, at, actor, action: 'ladder.answer', detail: { kind, cases: caseIds.length } });
    await noteReply(tx, deps, { caseIds, replyId, event: 'asked', kind, at, actor });
    const deciders = await decidersOf(tx, { caseIds, byId: by.person.id });
    await enqueueMany(
      tx,
      deciders.map(({ id }) => ({
        kind: 'ladderReply',
        subject: { type: 'ladderReply', id: replyId },
        recipientId: id,
        messageClass: 'task',
        at,
      })),
    );
  }
  await refreshCards(tx, { subject: { type: 'lagNotice', id: notice.id }, at });
  return { cases: free.length, deciders: [...parts.keys()] };
}
