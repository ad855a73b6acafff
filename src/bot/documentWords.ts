import { type DocumentRung, LadderDocument, type Person, type Role } from '../../entities';
import type { Reader } from '../core/database';
import { enqueue } from '../core/outbox';
import { ladderOf, type Policy } from '../core/policy';
import { actsFor, dispatchFor, listDocuments, newestDispatch } from '../escalation';
import { OFFICE_ROLES } from '../roster';
import type { Asker } from './openings';

/**
 * Whose documents somebody may have listed: null all of them, `issuers` what their roles sign, `unitId` what their own
 * unit was sent and what they sign for somebody; undefined none.
 */
export async function documentsOf(
  reader: Reader,
  policy: Policy,
  { person, roles }: { person: Pick<Person, 'id' | 'unitId'>; roles: readonly Role[] },
): Promise<{ unitId: number; standInId: number } | { issuers: readonly Role[] } | null | undefined> {
  if (roles.some((role) => OFFICE_ROLES.includes(role))) return null;
  const { circulateBy, interviewBy, superviseBy } = ladderOf(policy);
  const signing: readonly Role[] = [circulateBy.outfall, circulateBy.other, interviewBy, superviseBy];
  const issuers = roles.filter((role) => signing.includes(role));
  if (issuers.length > 0) return { issuers };
  const { id: standInId, unitId } = person;
  if (await actsFor(reader, policy, { unitId, person, roles })) return { unitId, standInId };
  return (await reader.findOne(LadderDocument, { standInId })) ? { unitId: 0, standInId } : undefined;
}

const RUNGS: Record<string, DocumentRung> = { 通报: 2, 约谈: 3, 督查: 4 };

/** The newest 调度通报 that somebody may see. @returns whether there is one */
async function sendDispatch({ tx, person, roles, at, deps }: Asker): Promise<boolean> {
  const newest = await newestDispatch(tx, roles);
  if (!newest || (await dispatchFor(tx, deps, newest, person)) === null) return false;
  const subject = { type: 'dispatch', id: newest.id };
  await enqueue(tx, { kind: 'dispatch', subject, recipientId: person.id, messageClass: 'answer', at });
  return true;
}

/**
 * 通报, 约谈, 督查: the list, from which each opens and its file can be asked for.
 *
 * @returns a sentence to answer with, null when a card is on its way; undefined when it is nothing of this
 */
export async function documentWord(asker: Asker, text: string): Promise<string | null | undefined> {
  const known = text === '通报' || text === '约谈' || text === '督查';
  const rung = known ? RUNGS[text] : undefined;
  if (rung === undefined) return undefined;
  const { tx, person, roles, at, deps } = asker;
  const whose = await documentsOf(tx, deps.policies.current, { person, roles });
  if (whose === undefined) return undefined;
  // 通报 is what all towns are told of every month as well.
  const dispatched = rung === 2 && (await sendDispatch(asker));
  if ((await listDocuments(tx, rung, whose)).total === 0) {
    if (dispatched) return null;
    return whose !== null && 'unitId' in whose ? `没有给你单位的${text}。` : `还没有${text}。`;
  }
  await enqueue(tx, {
    kind: 'documents',
    subject: { type: 'documents', id: rung },
    recipientId: person.id,
    messageClass: 'answer',
    at,
  });
  return null;
}
