import { LadderDocument, LadderPromise, Unit } from '../../../entities';
import { audit } from '../../core/audit';
import type { Tx } from '../../core/database';
import { dayOf } from '../../core/days';
import { Fault } from '../../core/errors';
import { history } from '../../core/history';
import { enqueueMany, refreshCards } from '../../core/outbox';
import { isTown } from '../../core/workbook/lookups';
import { officeHands } from '../../roster';
import type { Deps } from '../deps';
import { about, advance, documentToPress, must } from './advance';
import type { DocumentPress } from './deps';
import { actsFor, recipientsOf } from './recipients';
import { closeDocument, tellUnit } from './reply';
import { mayClose, mayKeep } from './rules';

/** What the outbox and the history call a promise. */
export const PROMISE = 'promise';

/**
 * 约谈纪要, by 县河长办, once the time of the 约谈 has come.
 *
 * @throws Fault `matter.gone`, `press.notYours`, `press.stale`, `press.form`
 */
export async function recordInterview(
  tx: Tx,
  deps: Deps,
  press: DocumentPress & { record: string },
): Promise<void> {
  const document = await documentToPress(tx, press);
  must(mayKeep(press.roles));
  const { at, person, messageId, record } = press;
  if (document.meetAt && document.meetAt > at) throw new Fault('press.form', { what: '约谈的时间还没有到' });
  await advance(tx, document, {
    step: 'record',
    actor: `person:${person.id}`,
    at,
    messageId,
    data: { was: document.record },
    set: { record },
  });
  await tellUnit(tx, deps, document, at);
}

/**
 * 承诺 from a 约谈: a matter of the unit that made it, with its day.
 *
 * @throws Fault `matter.gone`, `press.notYours`, `press.stale`, `press.form`
 */
export async function addPromise(
  tx: Tx,
  deps: Deps,
  press: DocumentPress & { words: string; dueDay: string | null; unitId: number | null },
): Promise<void> {
  const document = await documentToPress(tx, press);
  must(mayKeep(press.roles));
  const { at, person, messageId, words, dueDay } = press;
  if (document.record === null) throw new Fault('press.form', { what: '请先记纪要，再记承诺' });
  if (dueDay === null) throw new Fault('press.form', { what: '请选“哪天办到”' });
  if (dueDay < dayOf(at)) throw new Fault('press.form', { what: '办到的日子不能在今天以前' });
  const unit = await tx.findOne(Unit, { id: press.unitId ?? document.unitId });
  if (!unit || !(isTown(unit.type) || unit.type === '县直部门')) {
    throw new Fault('press.form', { what: '请重新选“谁来办”' });
  }
  const actor = `person:${person.id}`;
  const { firstId: id } = await tx.insert(LadderPromise, {
    documentId: document.id,
    unitId: unit.id,
    words,
    dueDay,
    createdAt: at,
    policyVersion: document.policyVersion,
    version: 1,
  });
  const subject = { subjectType: PROMISE, subjectId: id };
  history(tx, { ...subject, version: 1, at, actor, action: 'promised', state: 'open' });
  audit(tx, { ...subject, at, actor, action: 'promise.made', detail: { documentId: document.id, dueDay } });
  await advance(tx, document, { step: 'promise', actor, at, messageId, data: { promiseId: id } });
  const people = await recipientsOf(tx, deps.policies.current, unit.id, dayOf(at));
  await sendPromise(
    tx,
    id,
    people.map((one) => one.id),
    at,
  );
}

const sendPromise = (tx: Tx, id: number, people: readonly number[], at: Date): Promise<void> =>
  enqueueMany(
    tx,
    people.map((recipientId) => ({
      kind: 'promise',
      subject: { type: PROMISE, id },
      recipientId,
      messageClass: 'task',
      at,
    })),
  );

export interface PromisePress extends Omit<DocumentPress, 'documentId'> {
  promiseId: number;
  words: string;
}

async function promiseToPress(
  tx: Tx,
  { promiseId, version }: Pick<PromisePress, 'promiseId' | 'version'>,
): Promise<LadderPromise> {
  const promise = await tx.findOne(LadderPromise, { id: promiseId });
  if (!promise) throw new Fault('matter.gone');
  if (promise.version !== version || promise.checkedAt !== null) throw new Fault('press.stale');
  return promise;
}

async function step(
  tx: Tx,
  promise: LadderPromise,
  { at, person, messageId, words }: PromisePress,
  { action, state, set }: { action: string; state: string; set: Partial<LadderPromise> },
): Promise<void> {
  const { id, version } = promise;
  const won = await tx.update(LadderPromise, { id, version }, { ...set, version: version + 1 });
  if (won === 0) throw new Fault('press.stale');
  const entry = { at, actor: `person:${person.id}`, subjectType: PROMISE, subjectId: id };
  history(tx, { ...entry, version: version + 1, action, state, reason: words });
  audit(tx, { ...entry, action: `promise.${action}`, detail: { words } });
  await refreshCards(tx, { subject: { type: PROMISE, id }, at, exceptMessageId: messageId });
  await refreshCards(tx, { subject: about({ id: promise.documentId }), at });
}

/** 已办到: 县河长办 looks next. @throws Fault `matter.gone`, `press.notYours`, `press.stale` */
export async function keepPromise(tx: Tx, { policies }: Deps, press: PromisePress): Promise<void> {
  const promise = await promiseToPress(tx, press);
  const { person, roles, at, words } = press;
  must(await actsFor(tx, policies.current, { unitId: promise.unitId, person, roles }));
  if (promise.doneAt !== null) throw new Fault('press.stale');
  await step(tx, promise, press, {
    action: 'kept',
    state: 'kept',
    set: { doneAt: at, doneById: person.id, doneWords: words },
  });
  await sendPromise(
    tx,
    promise.id,
    (await officeHands(tx)).map(({ id }) => id),
    at,
  );
}

/** 认可, or 退回 with a reason; the last one ends its 约谈. @throws Fault as `keepPromise`, `press.form` */
export async function checkPromise(
  tx: Tx,
  deps: Deps,
  press: PromisePress & { accepted: boolean },
): Promise<void> {
  const promise = await promiseToPress(tx, press);
  must(mayKeep(press.roles));
  if (promise.doneAt === null) throw new Fault('press.stale');
  const { at, person, words, accepted } = press;
  if (!accepted && words === '') throw new Fault('press.form', { what: '请写退回的理由' });
  await step(
    tx,
    promise,
    press,
    accepted
      ? {
          action: 'accepted',
          state: 'closed',
          set: { checkedAt: at, checkedById: person.id, checkWords: words || null },
        }
      : {
          action: 'returned',
          state: 'open',
          set: { doneAt: null, doneById: null, doneWords: null, checkWords: words },
        },
  );
  if (!accepted) {
    const people = await recipientsOf(tx, deps.policies.current, promise.unitId, dayOf(at));
    await sendPromise(
      tx,
      promise.id,
      people.map(({ id }) => id),
      at,
    );
    return;
  }
  await endKept(tx, deps, promise.documentId, { at, actor: `person:${person.id}` });
}

/** A 约谈 ends with its last promise. */
async function endKept(
  tx: Tx,
  deps: Deps,
  documentId: number,
  { at, actor }: { at: Date; actor: string },
): Promise<void> {
  const document = await tx.findOne(LadderDocument, { id: documentId });
  const open = await tx.find(LadderPromise, { documentId, checkedAt: null });
  if (document?.state === 'issued' && open.length === 0)
    await closeDocument(tx, deps, document, { at, actor });
}

/**
 * 办结 of a 督查, or of a 约谈 that has its 纪要 and nothing promised is open.
 *
 * @throws Fault `matter.gone`, `press.notYours`, `press.stale`, `press.form`
 */
export async function endDocument(
  tx: Tx,
  deps: Deps,
  press: DocumentPress & { words: string },
): Promise<void> {
  const document = await documentToPress(tx, press);
  must(mayClose(press.roles, document));
  if (document.rung === 2) throw new Fault('press.stale');
  const { at, person, messageId, words } = press;
  if (document.rung === 3) {
    if (document.record === null) throw new Fault('press.form', { what: '请先记纪要，再办结' });
    const open = await tx.find(LadderPromise, { documentId: document.id, checkedAt: null });
    if (open.length > 0) throw new Fault('press.form', { what: `还有${open.length}项承诺没有办到` });
  }
  await closeDocument(tx, deps, document, {
    at,
    actor: `person:${person.id}`,
    messageId,
    reason: words,
    set: document.rung === 4 ? { record: words } : {},
  });
  await tellUnit(tx, deps, document, at);
}
