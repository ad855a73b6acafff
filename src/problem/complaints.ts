import { Complaint, Problem, type Role } from '../../entities';
import type { Tx } from '../core/database';
import { dayOf } from '../core/days';
import { Fault } from '../core/errors';
import { enqueue, enqueueMany, refreshCards } from '../core/outbox';
import { complaintOf } from '../core/policy';
import { maskMobile, type Secrets } from '../core/secrets';
import { OFFICE_ROLES, officeHands } from '../roster';
import { advance } from './advance';
import type { Pressing, ProblemDeps } from './deps';
import { touch } from './focus';
import { insertDraft } from './openDraft';

/*
 * 投诉: a problem with a source, its own time (`complaint.dueWorkdays`), and somebody outside who is told. 县河长办
 * takes it in and tells; the handler never sees who complained.
 */

/** A phone in what somebody wrote: a mobile, or a landline with its area. */
export const PHONE = /(?<!\d)(?:1\d{10}|0\d{2,3}-?\d{7,8})(?!\d)/;

export interface NewComplaint extends Pressing {
  reachId: number;
  outfallId: number | null;
  /** What the public said, without any phone number. */
  words: string;
  /** How to call back; null when none was left. */
  phone: string | null;
}

/** Opens the form of a complaint for whoever takes it in. @returns the draft's id */
export async function openComplaint(
  tx: Tx,
  { policies, secrets }: Pick<ProblemDeps, 'policies'> & { secrets: Secrets },
  { reachId, outfallId, words, phone, personId, at }: NewComplaint,
): Promise<number> {
  const category = outfallId === null ? null : '排污口';
  const draft = await insertDraft(tx, policies.current.version, {
    source: 'complaint',
    reachId,
    personId,
    at,
    first: { outfallId, words, category },
  });
  await keepComplaint(tx, secrets, { problemId: draft.id, sourceNo: null, phone, at });
  const subject = { type: 'problem', id: draft.id };
  await touch(tx, personId, subject, at);
  await enqueue(tx, { kind: 'problemForm', subject, recipientId: personId, messageClass: 'answer', at });
  return draft.id;
}

/** What a complaint has beside its problem; the phone is encrypted here and nowhere else. */
export const keepComplaint = (
  tx: Tx,
  secrets: Secrets,
  {
    problemId,
    sourceNo,
    phone,
    at,
  }: { problemId: number; sourceNo: string | null; phone: string | null; at: Date },
): Promise<unknown> =>
  tx.insert(Complaint, {
    problemId,
    sourceNo,
    contactCipher: phone === null ? null : secrets.encrypt(phone),
    contactMasked: phone === null ? null : maskMobile(phone),
    toldWords: null,
    toldAt: null,
    toldById: null,
    tellDueDay: null,
    recordedAt: at,
  });

/**
 * The complainants of a problem, and of those that were merged into it, are to be told: how it ended, or that it takes
 * longer. 县河长办 gets the card.
 */
export async function mustTell(
  tx: Tx,
  { policies, calendar }: ProblemDeps,
  problem: Problem,
  at: Date,
): Promise<void> {
  if (problem.source !== 'complaint' && problem.reports === 1) return;
  const merged = problem.reports > 1 ? await tx.find(Problem, { mergedIntoId: problem.id }) : [];
  const ids = [problem, ...merged].map(({ id }) => id);
  const complaints = await tx.find(Complaint, { problemId: ids });
  if (complaints.length === 0) return;
  const policy = await policies.at(problem.policyVersion);
  const tellDueDay = calendar.addWorkdays(dayOf(at), complaintOf(policy).tellWorkdays);
  await tx.update(Complaint, { id: complaints.map(({ id }) => id) }, { tellDueDay });
  const office = await officeHands(tx);
  await enqueueMany(
    tx,
    complaints.flatMap(({ id }) =>
      office.map((person) => ({
        kind: 'complaint',
        subject: { type: 'complaint', id },
        recipientId: person.id,
        messageClass: 'task',
        at,
      })),
    ),
  );
}

/** 县河长办, or 县政府 for it. */
export const mayTell = (roles: readonly Role[]): boolean => roles.some((role) => OFFICE_ROLES.includes(role));

export interface Telling {
  complaintId: number;
  /** The version of the complaint's problem that the card was drawn from. */
  version: number;
  person: { id: number; roles: readonly Role[] };
  /** What the complainant was told. */
  words: string;
  at: Date;
  messageId?: string | null;
}

/**
 * 告知投诉人: what was told, when and by whom; every time is kept in the problem's history.
 *
 * @throws Fault `matter.gone`, `press.notYours`, `press.stale`
 */
export async function tellComplainant(tx: Tx, telling: Telling): Promise<void> {
  const { complaintId: id, person, words, at, messageId } = telling;
  if (!mayTell(person.roles)) throw new Fault('press.notYours');
  const complaint = await tx.findOne(Complaint, { id });
  const problem = complaint && (await tx.findOne(Problem, { id: complaint.problemId }));
  if (!problem) throw new Fault('matter.gone');
  if (problem.version !== telling.version || complaint.tellDueDay === null) throw new Fault('press.stale');
  await advance(tx, problem, { personId: person.id, at, messageId, step: 'tell', reason: words });
  const told = { toldWords: words, toldAt: at, toldById: person.id, tellDueDay: null };
  await tx.update(Complaint, { id }, told);
  await refreshCards(tx, { subject: { type: 'complaint', id }, at, exceptMessageId: messageId });
}
