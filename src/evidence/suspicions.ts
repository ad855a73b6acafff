import {
  type Role,
  Suspicion,
  type SuspicionKind,
  type SuspicionState,
  type SuspicionVerdict,
} from '../../entities';
import { audit } from '../core/audit';
import type { Calendar } from '../core/calendar';
import type { Tx } from '../core/database';
import { dayOf } from '../core/days';
import { Fault } from '../core/errors';
import { history } from '../core/history';
import { enqueue, enqueueMany, refreshCards } from '../core/outbox';
import { honestyOf, type Policy } from '../core/policy';
import { OFFICE_ROLES, officeHands } from '../roster';

/*
 * The life of a 待核.
 *
 * asked      the person, and nobody else, was told what was noticed. Out: 说明; or the day by which they might, has
 *            passed.
 * toSettle   县河长办 sees it with the reply, or that there is none. Out: 成立, 不成立, 存疑 or 弄虚作假, with the reason;
 *            never by the person themself.
 * settled    the person is told. The end; only 成立 and 弄虚作假 (成立, and proven to be a lie) may ever count.
 */

export interface NewSuspicion {
  kind: SuspicionKind;
  /** `photo:12`: the same is asked once. */
  about: string;
  personId: number;
  words: string;
  photoIds: readonly number[];
  at: Date;
}

export interface SuspicionRules {
  policy: Policy;
  calendar: Calendar;
}

const subjectOf = (id: number) => ({ type: 'suspicion', id });

/** Asks a person to explain something. @returns whether it was not asked before */
export async function raiseSuspicion(
  tx: Tx,
  { policy, calendar }: SuspicionRules,
  { photoIds, ...given }: NewSuspicion,
): Promise<boolean> {
  const { at, personId } = given;
  const replyDueDay = calendar.addWorkdays(dayOf(at), honestyOf(policy).replyWorkdays);
  const row = { ...given, photoIds: [...photoIds], state: 'asked' as const, replyDueDay, version: 1 };
  const { affected, firstId: id } = await tx.insert(Suspicion, row, { ignore: true });
  if (affected === 0) return false;
  const step = { at, actor: 'job:suspicions', subjectType: 'suspicion', subjectId: id };
  history(tx, { ...step, version: 1, action: 'asked', state: 'asked' });
  audit(tx, { ...step, action: 'suspicion.ask', detail: { kind: given.kind, about: given.about } });
  const card = { kind: 'suspicion', subject: subjectOf(id), recipientId: personId } as const;
  await enqueue(tx, { ...card, messageClass: 'task', at });
  return true;
}

interface Pressed {
  suspicionId: number;
  /** The version that the card was drawn from. */
  version: number;
  person: { id: number; roles: readonly Role[] };
  at: Date;
  messageId?: string | null;
}

/** 说明: by its person, once. @throws Fault `matter.gone`, `press.notYours`, `press.stale` */
export async function explainSuspicion(
  tx: Tx,
  rules: SuspicionRules,
  { words, ...pressed }: Pressed & { words: string },
): Promise<void> {
  const { suspicionId: id, person, at } = pressed;
  const found = await tx.findOne(Suspicion, { id });
  if (!found) throw new Fault('matter.gone');
  if (found.personId !== person.id) throw new Fault('press.notYours');
  if (found.version !== pressed.version) throw new Fault('press.stale');
  const reply = { reply: words, repliedAt: at };
  const step = { actor: `person:${person.id}`, at, messageId: pressed.messageId };
  if (!(await handToOffice(tx, rules, found, { ...step, action: 'explained', set: reply }))) {
    throw new Fault('press.stale');
  }
}

interface Step {
  actor: string;
  at: Date;
  action: string;
  set?: Partial<Suspicion>;
  messageId?: string | null;
}

/** @returns false when it was not `asked` any more */
export async function handToOffice(
  tx: Tx,
  { policy, calendar }: SuspicionRules,
  { id, version, personId }: Suspicion,
  { actor, at, action, set, messageId }: Step,
): Promise<boolean> {
  const next = version + 1;
  const state: SuspicionState = 'toSettle';
  const settleDueDay = calendar.addWorkdays(dayOf(at), honestyOf(policy).settleWorkdays);
  const won = await tx.update(
    Suspicion,
    { id, version, state: 'asked' },
    { ...set, state, settleDueDay, version: next },
  );
  if (won === 0) return false;
  const step = { at, actor, subjectType: 'suspicion', subjectId: id };
  history(tx, { ...step, version: next, action, state });
  audit(tx, { ...step, action: `suspicion.${action}` });
  await refreshCards(tx, { subject: subjectOf(id), at, exceptMessageId: messageId });
  const office = (await officeHands(tx)).filter((hand) => hand.id !== personId);
  await enqueueMany(
    tx,
    office.map((hand) => ({
      kind: 'suspicion' as const,
      subject: subjectOf(id),
      recipientId: hand.id,
      messageClass: 'task' as const,
      at,
    })),
  );
  return true;
}

/** 县河长办, or 县政府 for it; nobody about themself. */
export const maySettle = (person: Pressed['person'], suspicion: Suspicion): boolean =>
  person.id !== suspicion.personId && person.roles.some((role) => OFFICE_ROLES.includes(role));

/** 认定, with the reason. @throws Fault `matter.gone`, `press.notYours`, `press.stale` when somebody else was first */
export async function settleSuspicion(
  tx: Tx,
  { verdict, reason, ...pressed }: Pressed & { verdict: SuspicionVerdict; reason: string },
): Promise<void> {
  const { suspicionId: id, person, version, at } = pressed;
  const found = await tx.findOne(Suspicion, { id });
  if (!found) throw new Fault('matter.gone');
  if (!maySettle(person, found)) throw new Fault('press.notYours');
  const next = version + 1;
  const won = await tx.update(
    Suspicion,
    { id, version, state: 'toSettle' },
    { state: 'settled', verdict, reason, settledById: person.id, settledAt: at, version: next },
  );
  if (won === 0) throw new Fault('press.stale');
  const step = { at, actor: `person:${person.id}`, subjectType: 'suspicion', subjectId: id };
  history(tx, { ...step, version: next, action: 'settled', state: 'settled', reason, data: { verdict } });
  audit(tx, { ...step, action: 'suspicion.settle', detail: { verdict } });
  await refreshCards(tx, { subject: subjectOf(id), at, exceptMessageId: pressed.messageId });
  const card = { kind: 'suspicion', subject: subjectOf(id), recipientId: found.personId } as const;
  await enqueue(tx, { ...card, messageClass: 'task', at });
}
