import type { Role, SettingApplication, SettingAuthority, SettingMode } from '../../entities';
import type { Policy, settingOf } from '../core/policy';
import { townRoles } from '../core/policy';

type Rules = ReturnType<typeof settingOf>;

/** Clause （八）: 分局 alone takes them in, hands them on and enters what was decided. */
export const mayReview = (roles: readonly Role[]): boolean => roles.includes('分局');

const DEPARTMENT: readonly Role[] = ['部门负责人', '部门联络员'];

/** Who hands one in: the responsible party, its town for it (镇代办), a department (各部门, clause （八）), 分局 from paper. */
export type Applicant = 'county' | 'town' | 'enterprise';
export function applicantOf(roles: readonly Role[], policy: Policy): Applicant | null {
  if (mayReview(roles) || roles.some((role) => DEPARTMENT.includes(role))) return 'county';
  if (roles.some((role) => townRoles(policy).includes(role))) return 'town';
  return roles.includes('责任单位联系人') ? 'enterprise' : null;
}

/** Who decides about it, by the policy. */
export function authorityOf(
  { mode, class2 }: Pick<SettingApplication, 'mode' | 'class2'>,
  { approve, register, province }: Pick<Rules, 'approve' | 'register' | 'province'>,
): SettingAuthority {
  if (province.includes(class2)) return '省';
  return mode === '审批' ? approve : register;
}

/** How an authority is called. */
export const authorityName = (
  authority: SettingAuthority,
  { city, provincial }: Pick<Rules, 'city' | 'provincial'>,
  branch: string,
): string => ({ 分局: branch, 市: city, 省: provincial })[authority];

/** What an application of this mode consists of. */
export const papersOf = (mode: SettingMode, { approvePapers, registerPapers }: Rules): readonly string[] =>
  mode === '审批' ? approvePapers : registerPapers;

type Timed = Pick<SettingApplication, 'receivedDay' | 'suppliedDay' | 'askedDay' | 'dueDay'>;

/** 一次性告知: once, and in time (行政许可法 art. 32). */
export const mayAsk = ({ askedDay, dueDay }: Timed, today: string): boolean =>
  askedDay === null && today <= dueDay;

/**
 * From which day it counts as accepted: nothing was said in time, so from the day it came, or was complete
 * (行政许可法 art. 32).
 */
export function acceptedOn(
  { receivedDay, suppliedDay, dueDay }: Timed,
  today: string,
): { acceptedDay: string; deemed: boolean } {
  if (today <= dueDay) return { acceptedDay: today, deemed: false };
  return { acceptedDay: suppliedDay ?? receivedDay, deemed: true };
}

/**
 * 分局 may turn away what it looks at in time, and what was not completed in time. What counts as accepted it may not,
 * but where a zone refuses outfalls (clause （七）): there nothing is accepted.
 */
export const mayDecline = (
  { state, dueDay }: Pick<SettingApplication, 'state' | 'dueDay'>,
  { today, forbidden }: { today: string; forbidden: boolean },
): boolean => {
  const late = today > dueDay;
  return state === 'asked' ? late : state === 'submitted' && (!late || forbidden);
};
