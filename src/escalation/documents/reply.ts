import { LadderCase, type LadderDocument, LadderReply } from '../../../entities';
import { audit } from '../../core/audit';
import type { Tx } from '../../core/database';
import { dayOf } from '../../core/days';
import { Fault } from '../../core/errors';
import { enqueueMany } from '../../core/outbox';
import { takeTurn } from '../../core/turn';
import type { Deps } from '../deps';
import { LADDER_TURN } from '../ladder/cases';
import { noteDocument } from '../ladder/noteDocument';
import { noteEvents } from '../ladder/noteEvents';
import { about, advance, documentToPress, must } from './advance';
import type { DocumentPress } from './deps';
import { tellDesk } from './draftDocuments';
import { linesOf } from './evidence';
import { actsFor, recipientsOf } from './recipients';
import { mayIssue } from './rules';

/** What the unit may answer to a 通报 or a 督查. */
export type DocumentReplyKind = Extract<LadderReply['kind'], '整改报告' | '申请延期'>;

export interface DocumentReply extends DocumentPress {
  kind: DocumentReplyKind;
  words: string;
  /** 申请延期: the day that is asked for. 整改报告: by when all is put right, if not yet. */
  untilDay: string | null;
}

/** The reply that waits for its decision; null when none does. */
export const waitingReply = (tx: Pick<Tx, 'findOne'>, documentId: number): Promise<LadderReply | null> =>
  tx.findOne(LadderReply, { documentId, state: 'waiting' });

/**
 * 整改报告, 申请延期: goes to whoever issued it. One waits at a time.
 *
 * @throws Fault `matter.gone`, `press.notYours`, `press.stale`, `press.form` (no later day)
 */
export async function replyToDocument(tx: Tx, deps: Deps, reply: DocumentReply): Promise<void> {
  const document = await documentToPress(tx, reply);
  const { at, person, roles, messageId, kind, words, untilDay } = reply;
  const { unitId, id: documentId } = document;
  must(await actsFor(tx, deps.policies.current, { unitId, person, roles }));
  if (await waitingReply(tx, documentId)) throw new Fault('press.stale');
  if (kind === '申请延期' && untilDay === null) throw new Fault('press.form', { what: '请选“延到哪天”' });
  if (untilDay !== null && untilDay <= dayOf(at)) {
    throw new Fault('press.form', { what: '选的日子应在今天以后' });
  }
  if (kind === '申请延期' && untilDay !== null && untilDay <= (document.replyDueDay ?? '')) {
    throw new Fault('press.form', { what: '延到的日子应在现在的期限以后' });
  }
  const lines = await linesOf(tx, document);
  const caseIds = lines.map(({ caseId }) => caseId);
  const actor = `person:${person.id}`;
  await advance(tx, document, {
    step: 'reply',
    actor,
    at,
    messageId,
    reason: words,
    data: { kind, untilDay },
  });
  await tx.insert(LadderReply, {
    unitId,
    documentId,
    caseIds,
    kind,
    words,
    untilDay,
    state: 'waiting',
    byId: person.id,
    createdAt: at,
    policyVersion: document.policyVersion,
    version: 1,
  });
  if (kind === '整改报告') {
    await noteDocument(tx, deps, { caseIds, documentId, rung: document.rung, event: 'replied', at, actor });
  }
  await tellDesk(tx, [document], at);
}

export interface ReplyDecision extends DocumentPress {
  granted: boolean;
  /** Required where it is not granted. */
  reason: string;
}

/**
 * 同意, 不同意. 同意 of a 延期 moves the day on which the unit has to report and stops the clocks until then; 同意 of a
 * 整改报告 ends a 通报, and stops the clocks until the day that the report names.
 *
 * @returns the reply as decided
 * @throws Fault `matter.gone`, `press.notYours`, `press.stale`, `press.form`
 */
export async function decideDocumentReply(tx: Tx, deps: Deps, press: ReplyDecision): Promise<LadderReply> {
  const document = await documentToPress(tx, press);
  must(mayIssue(press.roles, document));
  const reply = await waitingReply(tx, document.id);
  if (!reply) throw new Fault('press.stale');
  const { at, person, granted, reason, messageId } = press;
  if (!granted && reason === '') throw new Fault('press.form', { what: '请写不同意的理由' });
  const state = granted ? 'approved' : 'refused';
  const decided = { state, decidedById: person.id, decidedAt: at, reason: reason || null } as const;
  const won = await tx.update(
    LadderReply,
    { id: reply.id, state: 'waiting' },
    { ...decided, version: reply.version + 1 },
  );
  if (won === 0) throw new Fault('press.stale');
  const actor = `person:${person.id}`;
  audit(tx, {
    at,
    actor,
    action: `document.reply.${state}`,
    subjectType: 'ladderReply',
    subjectId: reply.id,
    detail: { documentId: document.id, kind: reply.kind, reason },
  });
  const step = { actor, at, messageId, reason: reason || null, data: { replyId: reply.id } };
  if (!granted) await advance(tx, document, { ...step, step: 'refuseReply' });
  else await grant(tx, deps, document, reply, step);
  await tellUnit(tx, deps, document, at);
  return { ...reply, ...decided };
}

async function grant(
  tx: Tx,
  deps: Deps,
  document: LadderDocument,
  reply: LadderReply,
  step: Omit<Parameters<typeof advance>[2], 'step'>,
): Promise<void> {
  const { at, actor } = step;
  const { untilDay, caseIds } = reply;
  const extension = reply.kind === '申请延期';
  if (extension) {
    await advance(tx, document, { ...step, step: 'extend', set: { replyDueDay: untilDay } });
  } else if (document.rung === 2) {
    await closeDocument(tx, deps, document, step);
  } else {
    await advance(tx, document, { ...step, step: 'report' });
  }
  if (untilDay === null) return;
  await takeTurn(tx, LADDER_TURN, at);
  await noteEvents(tx, deps, await tx.find(LadderCase, { id: caseIds }, { order: { id: 'ASC' } }), {
    events: [
      { what: 'stopped', why: extension ? 'extension' : 'explained', until: untilDay, day: dayOf(at) },
    ],
    actor,
    reason: step.reason,
    at,
  });
}

/** Ends an issued document, and tells its cases. */
export async function closeDocument(
  tx: Tx,
  deps: Deps,
  document: LadderDocument,
  { set = {}, ...step }: Omit<Parameters<typeof advance>[2], 'step'>,
): Promise<void> {
  const { at, actor } = step;
  const closedById = actor.startsWith('person:') ? Number(actor.slice('person:'.length)) : null;
  await advance(tx, document, { ...step, step: 'close', set: { ...set, closedAt: at, closedById } });
  const lines = await linesOf(tx, document);
  await noteDocument(tx, deps, {
    caseIds: lines.map(({ caseId }) => caseId),
    documentId: document.id,
    rung: document.rung,
    event: 'closed',
    at,
    actor,
  });
}

/** The unit hears of it in working hours: its own card of the document, anew. */
export async function tellUnit(
  tx: Tx,
  { policies }: Deps,
  document: LadderDocument,
  at: Date,
): Promise<void> {
  await enqueueMany(
    tx,
    (await recipientsOf(tx, policies.current, document.unitId, dayOf(at))).map(({ id }) => ({
      kind: 'documentNotice',
      subject: about(document),
      recipientId: id,
      messageClass: 'notice',
      at,
    })),
  );
}
