import { type LadderDocument, LadderDocumentCase, Person, Unit } from '../../../entities';
import type { Tx } from '../../core/database';
import { dayOf } from '../../core/days';
import { Fault } from '../../core/errors';
import { enqueueMany } from '../../core/outbox';
import { ladderOf } from '../../core/policy';
import { namesIn, servingGroups } from '../../groups';
import { officeHands } from '../../roster';
import type { Deps } from '../deps';
import { noteDocument } from '../ladder/noteDocument';
import { about, advance, documentToPress, must } from './advance';
import type { DocumentPress } from './deps';
import { tellDesk } from './draftDocuments';
import { linesOf, stillDue } from './evidence';
import { recipientsOf, standInsFor } from './recipients';
import { mayEdit, mayIssue, mayKeep, maySign, replyDueDay } from './rules';
import { draftWords } from './wording';

/** What came of a signature: how many causes had been cleared meanwhile, and fell out. */
export interface Signed {
  /** `issued` · `shrunk` look again, a person wrote in it · `withdrawn` nothing was left to say. */
  became: 'issued' | 'shrunk' | 'withdrawn';
  dropped: number;
  /** How many people and groups it goes to. */
  people: number;
  groups: number;
}

export interface Signature extends DocumentPress {
  /** 约谈: when and where. */
  meeting?: { at: Date; place: string };
  /** 督查: by when it has to be done. */
  doneByDay?: string;
}

/**
 * 批准, 签发: what of it is still true goes to the unit, in working hours.
 *
 * @throws Fault `matter.gone`, `press.notYours`, `press.stale`, `press.form` (a time that is past, a person's name in
 * what goes to a group)
 */
export async function signDocument(tx: Tx, deps: Deps, press: Signature): Promise<Signed> {
  const document = await documentToPress(tx, press);
  must(maySign(press, document));
  if (document.state !== 'draft') throw new Fault('press.stale');
  const { at, person, messageId } = press;
  const actor = `person:${person.id}`;
  checkTerms(document, press);
  const { left, dropped } = await dropCleared(tx, deps, document, at);
  const none = { dropped, people: 0, groups: 0 };
  if (left.length === 0) {
    await withdraw(tx, deps, document, { actor, at, messageId });
    return { became: 'withdrawn', ...none };
  }
  const words = dropped > 0 ? await wordsFor(tx, deps, document) : document.words;
  if (dropped > 0 && document.editedById !== null) {
    await advance(tx, document, { step: 'drop', actor, at, data: { dropped }, messageId });
    return { became: 'shrunk', ...none };
  }
  const groups = document.rung === 2 ? await groupsFor(tx, deps, document, words) : [];
  const policy = await deps.policies.at(document.policyVersion);
  const today = dayOf(at);
  const due = replyDueDay(today, { rules: ladderOf(policy), calendar: deps.calendar });
  const issued = await advance(tx, document, {
    step: 'issue',
    actor,
    at,
    messageId,
    data: { dropped, ...(document.standInId === person.id && { standInFor: document.standInForId }) },
    set: {
      words,
      signedById: person.id,
      signedAt: at,
      replyDueDay: document.rung === 2 ? due : document.rung === 4 ? (press.doneByDay ?? null) : null,
      meetAt: press.meeting?.at ?? null,
      meetPlace: press.meeting?.place ?? null,
    },
  });
  await noteDocument(tx, deps, {
    caseIds: left,
    documentId: document.id,
    rung: document.rung,
    event: 'issued',
    at,
    actor,
  });
  const people = await sendOut(tx, deps, issued, at);
  await enqueueMany(
    tx,
    groups.map((recipientId) => ({
      kind: 'groupDocument',
      subject: about(document),
      recipientId,
      messageClass: 'notice',
      at,
    })),
  );
  return { became: 'issued', dropped, people, groups: groups.length };
}

function checkTerms({ rung }: LadderDocument, { meeting, doneByDay, at }: Signature): void {
  if (rung === 3 && !meeting) throw new Fault('press.form', { what: '请填约谈的日期、时间和地点' });
  if (meeting && meeting.at <= at) throw new Fault('press.form', { what: '约谈时间应在现在以后' });
  if (rung === 4 && !doneByDay) throw new Fault('press.form', { what: '请选“办结期限”' });
  if (doneByDay && doneByDay <= dayOf(at)) throw new Fault('press.form', { what: '办结期限应在今天以后' });
}

/** Takes out what nobody needs to be told of any more. @returns the cases that are left, and how many fell out */
export async function dropCleared(
  tx: Tx,
  deps: Deps,
  document: LadderDocument,
  at: Date,
): Promise<{ left: number[]; dropped: number }> {
  const lines = await linesOf(tx, document);
  const due = await stillDue(
    tx,
    deps,
    lines.map(({ caseId }) => caseId),
    dayOf(at),
  );
  const gone = lines.filter(({ caseId }) => !due.has(caseId)).map(({ id }) => id);
  if (gone.length > 0) await tx.update(LadderDocumentCase, { id: gone }, { droppedAt: at });
  return { left: lines.flatMap(({ caseId }) => (due.has(caseId) ? caseId : [])), dropped: gone.length };
}

/** The words as they have to be for the lines that are left: the machine's follow, a person's stay. */
export async function wordsFor(tx: Tx, deps: Deps, document: LadderDocument): Promise<string> {
  const unit = await tx.findOne(Unit, { id: document.unitId });
  if (document.editedById !== null || !unit) return document.words;
  const { rung, day, policyVersion } = document;
  const lines = (await linesOf(tx, document)).map(({ evidence }) => evidence);
  return draftWords({ rung, unit, day, lines, rules: ladderOf(await deps.policies.at(policyVersion)) });
}

/** The groups an issued 通报 goes to. @throws Fault `press.form` when its words name somebody of the roster */
async function groupsFor(
  tx: Tx,
  { policies }: Deps,
  document: LadderDocument,
  words: string,
): Promise<number[]> {
  const { circulateToGroups } = ladderOf(policies.current);
  const groups = (await servingGroups(tx)).filter(({ unitId }) =>
    unitId === null
      ? circulateToGroups.includes('county')
      : unitId === document.unitId && circulateToGroups.includes('town'),
  );
  if (groups.length === 0) return [];
  const named = namesIn(
    words,
    (await tx.find(Person)).map(({ name }) => name),
  );
  if (named.length > 0) {
    throw new Fault('press.form', {
      what: `正文要发到群里，请先把人名改成岗位：${named.slice(0, 3).join('、')}`,
    });
  }
  return groups.map(({ id }) => id);
}

/** Sends what was issued to the unit; where nobody there can be told, 县河长办 is. @returns how many get it */
async function sendOut(tx: Tx, deps: Deps, document: LadderDocument, at: Date): Promise<number> {
  const people = await recipientsOf(tx, deps.policies.current, document.unitId, dayOf(at));
  const told = people.length > 0 ? people : await officeHands(tx);
  await enqueueMany(
    tx,
    told.map(({ id }) => ({
      kind: people.length > 0 ? 'documentNotice' : 'documentDesk',
      subject: about(document),
      recipientId: id,
      messageClass: 'notice',
      at,
    })),
  );
  return people.length;
}

/** Withdraws a draft of which nothing is left to say. */
export async function withdraw(
  tx: Tx,
  deps: Deps,
  document: LadderDocument,
  { actor, at, messageId }: { actor: string; at: Date; messageId?: string | null },
): Promise<void> {
  await advance(tx, document, { step: 'withdraw', actor, at, messageId });
  const cases = await tx.find(LadderDocumentCase, { documentId: document.id });
  await noteDocument(tx, deps, {
    caseIds: cases.map(({ caseId }) => caseId),
    documentId: document.id,
    rung: document.rung,
    event: 'withdrawn',
    at,
    actor,
  });
}

/** 修改: the words as they should be; what stood there is in the history. @throws Fault as `signDocument` */
export async function editDocument(
  tx: Tx,
  press: DocumentPress & { words: string },
): Promise<LadderDocument> {
  const document = await documentToPress(tx, press);
  must(mayEdit(press, document));
  const { at, person, messageId, words } = press;
  if (words === document.words) throw new Fault('press.form', { what: '正文没有变，改过再按“保存修改”' });
  return advance(tx, document, {
    step: 'edit',
    actor: `person:${person.id}`,
    at,
    messageId,
    data: { was: document.words },
    set: { words, editedById: person.id },
  });
}

/**
 * 退回 of a 通报, 不采取 of a 约谈 or 督查: it comes to nothing, and the ladder remembers why.
 *
 * @throws Fault `matter.gone`, `press.notYours`, `press.stale`
 */
export async function refuseDocument(
  tx: Tx,
  deps: Deps,
  press: DocumentPress & { reason: string },
): Promise<void> {
  const document = await documentToPress(tx, press);
  must(maySign(press, document) || (document.state === 'returned' && mayKeep(press.roles)));
  const { at, person, messageId, reason } = press;
  const actor = `person:${person.id}`;
  await advance(tx, document, { step: 'refuse', actor, at, messageId, reason, set: { reason } });
  const lines = await linesOf(tx, document);
  await noteDocument(tx, deps, {
    caseIds: lines.map(({ caseId }) => caseId),
    documentId: document.id,
    rung: document.rung,
    event: 'refused',
    at,
    actor,
    reason,
  });
}

/** 退回 of a 约谈 or 督查: 县河长办 mends it. @throws Fault as `refuseDocument` */
export async function returnDocument(tx: Tx, press: DocumentPress & { reason: string }): Promise<void> {
  const document = await documentToPress(tx, press);
  must(maySign(press, document));
  const { at, person, messageId, reason } = press;
  await advance(tx, document, {
    step: 'return',
    actor: `person:${person.id}`,
    at,
    messageId,
    reason,
    set: { reason },
  });
  await enqueueMany(
    tx,
    (await officeHands(tx)).map(({ id }) => ({
      kind: 'documentDesk',
      subject: about(document),
      recipientId: id,
      messageClass: 'task',
      at,
    })),
  );
}

/** 再报: what was mended goes to the signers again. @throws Fault as `refuseDocument` */
export async function resubmitDocument(tx: Tx, press: DocumentPress): Promise<void> {
  const document = await documentToPress(tx, press);
  must(document.state === 'returned' && mayKeep(press.roles));
  const { at, person, messageId } = press;
  const actor = `person:${person.id}`;
  await advance(tx, document, { step: 'resubmit', actor, at, messageId, set: { reason: null } });
  await tellDesk(tx, [document], at);
}

/**
 * 请人代签: whoever holds the role asks somebody of their own unit to sign this draft for them. Another choice takes the
 * place of the one before.
 *
 * @returns who may sign it now
 * @throws Fault `matter.gone`, `press.notYours`, `press.stale`, `press.form` (nobody who can be asked)
 */
export async function askStandIn(tx: Tx, press: DocumentPress & { standInId: number }): Promise<Person> {
  const document = await documentToPress(tx, press);
  must(mayIssue(press.roles, document));
  const { at, person, messageId, standInId } = press;
  const asked = (await standInsFor(tx, document.issuer, person)).find(({ id }) => id === standInId);
  if (!asked) throw new Fault('press.form', { what: '请从名单里选一位' });
  await advance(tx, document, {
    step: 'depute',
    actor: `person:${person.id}`,
    at,
    messageId,
    data: { standInId },
    set: { standInId, standInForId: person.id },
  });
  await enqueueMany(tx, [
    { kind: 'documentDesk', subject: about(document), recipientId: standInId, messageClass: 'task', at },
  ]);
  return asked;
}
