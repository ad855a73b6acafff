import type { DocumentRung, LadderDocument, LadderIssuer, Person, Role } from '../../../entities';
import type { Calendar } from '../../core/calendar';
import type { LadderRules } from '../../core/policyLadder';

/*
 * Who may do what with a document, and by when. Pure.
 *
 * Issuing is for the role that the policy names; a person is meant by their post on the day of signing, so a draft
 * outlives its signer. Whoever holds it may ask somebody of their own unit to sign one draft for them (代签); only the
 * holders of the role appoint such a person, and what follows after the signature is theirs again. 县河长办 keeps 约谈 and 督查 (mends what came back, writes the 纪要, ends them), and sees them all;
 * 县政府 sees what it signs and what lies below.
 */

export type Rules = Required<LadderRules>;
type About = Pick<LadderDocument, 'rung' | 'issuer' | 'state' | 'standInId'>;
/** Whoever presses or looks. */
export interface Who {
  person: Pick<Person, 'id'>;
  roles: readonly Role[];
}

const OFFICE = '县河长办' satisfies Role;

/** The answer to a reply, and who signs for them: those who hold the role. */
export const mayIssue = (roles: readonly Role[], { issuer }: Pick<About, 'issuer'>): boolean =>
  roles.includes(issuer);

/** 批准, 签发, 退回, 不采取 of a draft. */
export const maySign = (
  { person, roles }: Who,
  document: Pick<About, 'issuer' | 'state' | 'standInId'>,
): boolean => mayIssue(roles, document) || (document.state === 'draft' && document.standInId === person.id);

/** 修改: whoever has it on the desk. */
export const mayEdit = (who: Who, document: About): boolean =>
  document.state === 'returned' ? who.roles.includes(OFFICE) : maySign(who, document);

/** 再报, 不采取 of what came back; 纪要, 承诺 and whether one was kept. */
export const mayKeep = (roles: readonly Role[]): boolean => roles.includes(OFFICE);

/** 办结 of a 督查 or a 约谈: the signer's role, or 县河长办. */
export const mayClose = (roles: readonly Role[], document: Pick<About, 'issuer'>): boolean =>
  mayIssue(roles, document) || mayKeep(roles);

/** Who may see the document itself, besides the unit it is about. */
export const mayWatch = ({ person, roles }: Who, document: Pick<About, 'issuer' | 'standInId'>): boolean =>
  mayIssue(roles, document) || mayKeep(roles) || roles.includes('县政府') || document.standInId === person.id;

/** Who signs a rung, by the policy: of a 通报 it depends on what it is about. */
export const issuerOf = (
  rung: DocumentRung,
  { circulateBy, interviewBy, superviseBy }: Pick<Rules, 'circulateBy' | 'interviewBy' | 'superviseBy'>,
  about: 'outfall' | 'other',
): LadderIssuer => (rung === 2 ? circulateBy[about] : rung === 3 ? interviewBy : superviseBy);

interface When {
  rules: Rules;
  calendar: Calendar;
}

/** By when a draft is signed, a reply decided, a 纪要 written. */
export const signDueDay = (since: string, { rules, calendar }: When): string =>
  calendar.addWorkdays(since, rules.signWorkdays);

/** By when the unit reports on a 通报 that was issued on `day`. */
export const replyDueDay = (day: string, { rules, calendar }: When): string =>
  calendar.addWorkdays(day, rules.circulateReplyWorkdays);
