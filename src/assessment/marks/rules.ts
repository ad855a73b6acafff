import { type AssessmentMark, type AssessmentScore, type Person, ROLES, type Role } from '../../../entities';
import type { Calendar } from '../../core/calendar';
import { markRulesOf, type Policy, roundsOf } from '../../core/policy';
import { SHEETS, type SheetName } from '../../core/policySheets';
import { dayAfter, monthBefore, type Period } from '../period';
import { inPoints } from '../points';
import { roundPeriod } from '../rounds/rules';
import { type Item, itemsOf } from '../sheet';

/*
 * 人工评分: which items a person scores, who that is, what may be given and until when. Pure.
 *
 * Nobody scores their own unit or themselves. What is suggested (the points of the period before, else the maximum)
 * counts only once the scorer has submitted it.
 */

type Sheet = Policy['assessment'];

/** An item that a person scores, on one of the sheets. */
export interface ManualItem extends Pick<Item, 'key' | 'name' | 'max'> {
  of: SheetName;
  scorer: string;
}

/** `town:publicity`: two sheets may have an item of one key. */
export const itemCode = ({ of, key }: Pick<ManualItem, 'of' | 'key'>): string => `${of}:${key}`;

/** The manual items that are worth anything, in the order of the sheets. */
export const manualItems = (sheet: Sheet): ManualItem[] =>
  SHEETS.flatMap((of) =>
    itemsOf(sheet, of).flatMap((item) =>
      item.kind === 'manual' && item.max > 0
        ? [{ of, key: item.key, name: item.name, max: item.max, scorer: item.scorer }]
        : [],
    ),
  );

/** The last day on which a period's marks are due; null where no item is scored by a person. */
export const markDay = ({ toDay }: Period, sheet: Sheet, calendar: Calendar): string | null =>
  manualItems(sheet).length === 0 ? null : calendar.addWorkdays(toDay, markRulesOf(sheet).workdays);

/** The first day on which a period's marks can be given: the first working day after it. */
export const markOpens = (period: Period, calendar: Calendar): string =>
  calendar.nextWorkday(dayAfter(period));

/** What ended last before that day and is marked: a month, and a quarter where formal rounds are of quarters. */
export function endedPeriods(policy: Policy, today: string): Period[] {
  const { every } = roundsOf(policy);
  const quarter = every === 'quarter' ? roundPeriod(every, today) : null;
  return [monthBefore(today), ...(quarter ? [quarter] : [])];
}

/** A role, or null where the policy names a unit. */
export const roleOf = (scorer: string): Role | null => ROLES.find((role) => role === scorer) ?? null;

/** Who gives a unit's marks, in order of preference. */
export const UNIT_SCORERS: readonly Role[] = [
  '部门负责人',
  '分局',
  '镇党委书记',
  '镇长',
  '部门联络员',
  '镇联络员',
];

/** Whose score it is. */
export type Whose = Pick<AssessmentScore, 'unitId' | 'personId'>;

/** Nobody scores the unit they belong to, nor themselves. */
export const isFreeToMark = ({ unitId, personId }: Whose, person: Pick<Person, 'id' | 'unitId'>): boolean =>
  personId === null ? unitId !== person.unitId : personId !== person.id && unitId !== person.unitId;

/** What a form opens with. */
export interface Suggestion {
  points: number;
  reason: string;
  /** It is what was given for the period before. */
  before: boolean;
}

/** The points and words of the period before, as far as the item allows them now; else the maximum. */
export function suggestionOf(
  { max }: Pick<ManualItem, 'max'>,
  before: Pick<AssessmentMark, 'points' | 'reason'> | undefined,
): Suggestion {
  if (before?.points == null) return { points: max, reason: '', before: false };
  const points = Math.min(max, before.points);
  return { points, reason: points < max ? before.reason : '', before: true };
}

/** Why these points cannot be given, as a sentence; null when they can. Less than the maximum needs a reason. */
export function whyNoMark(
  { name, max }: Pick<ManualItem, 'name' | 'max'>,
  { who, points, reason }: { who: string; points: number; reason: string },
): string | null {
  if (points < 0 || points > max) return `“${name}”${who}的分数应在 0 到 ${inPoints(max)} 之间`;
  return points < max && reason === '' ? `“${name}”${who}不是满分，请写一句理由` : null;
}

/** Of each subject and rule the newest that was not taken back. */
export function inForce<M extends Pick<AssessmentMark, 'id' | 'withdrawnAt'>>(
  marks: readonly M[],
  keyOf: (mark: M) => string,
): Map<string, M> {
  const newest = new Map<string, M>();
  for (const mark of marks) {
    const known = newest.get(keyOf(mark));
    if (mark.withdrawnAt === null && (!known || known.id < mark.id)) newest.set(keyOf(mark), mark);
  }
  return newest;
}
