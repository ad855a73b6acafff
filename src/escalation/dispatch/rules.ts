import type { DispatchRow } from '../../../entities';
import type { Calendar } from '../../core/calendar';
import { addDays, dayInWords } from '../../core/days';
import { middle } from '../../core/middle';
import type { LadderRules } from '../../core/policyLadder';
import { periodOf } from '../../patrol';
import { percentOf } from '../../rectification';

/*
 * 调度通报: for which span, and what its figures come to. Pure.
 *
 * The span is the week or month before; it is drafted on the first working day after it, and no later than some working
 * days on, since its figures are those of the day. What everybody reads names only what went well; each town has its
 * own figures and the county's middle one beside (experience.md, rule 6).
 */

/** Working days after its span in which a 调度通报 is still worth drafting. */
const WORTH_WORKDAYS = 5;

export interface Span {
  /** 2026-11, 2026-W48. */
  period: string;
  fromDay: string;
  toDay: string;
}

/** The span that is drafted on `today`; null when none is. */
export function spanFor(
  today: string,
  every: Required<LadderRules>['dispatch'],
  calendar: Calendar,
): Span | null {
  const running = periodOf({ every }, today);
  const before = running && periodOf({ every }, addDays(running.startDay, -1));
  if (!before) return null;
  const { key, startDay, dueDay } = before;
  const passed = calendar.workdaysBetween(dueDay, today);
  return passed >= 1 && passed <= WORTH_WORKDAYS ? { period: key, fromDay: startDay, toDay: dueDay } : null;
}

/** 2026年11月, 2026年第48周. */
export function spanName(period: string): string {
  const [year, part = ''] = period.split('-');
  return part.startsWith('W') ? `${year}年第${Number(part.slice(1))}周` : `${year}年${Number(part)}月`;
}

/** Percent of outfalls done, and what the plan has for the end of the span; null of a town that has none to do. */
export const rateOf = ({ total, done }: Pick<DispatchRow, 'total' | 'done'>): number | null =>
  total === 0 ? null : percentOf(done, total);
export const expectedOf = ({ total, due }: Pick<DispatchRow, 'total' | 'due'>): number | null =>
  total === 0 ? null : percentOf(due, total);
export const patrolRateOf = ({
  patrolsDue,
  patrolsDone,
}: Pick<DispatchRow, 'patrolsDue' | 'patrolsDone'>): number | null =>
  patrolsDue === 0 ? null : percentOf(patrolsDone, patrolsDue);

/** The middle one of those that have a figure, the lower of two; null without any. */
export const middleOf = (figures: readonly (number | null)[]): number | null =>
  middle(figures.filter((one) => one !== null));

/** The county's middle figures, beside a town's own. */
export const mediansOf = (rows: readonly DispatchRow[]) => ({
  rate: middleOf(rows.map(rateOf)),
  overdue: middleOf(rows.map(({ overdue }) => overdue)),
  patrols: middleOf(rows.map(patrolRateOf)),
});
export type Medians = ReturnType<typeof mediansOf>;

/** All towns together. */
export const sumRows = (rows: readonly DispatchRow[]): Omit<DispatchRow, 'unitId' | 'name'> =>
  rows.reduce(
    (sum, row) => ({
      total: sum.total + row.total,
      done: sum.done + row.done,
      due: sum.due + row.due,
      dueDone: sum.dueDone + row.dueDone,
      late: sum.late + row.late,
      open: sum.open + row.open,
      overdue: sum.overdue + row.overdue,
      serious: sum.serious + row.serious,
      patrolsDue: sum.patrolsDue + row.patrolsDue,
      patrolsDone: sum.patrolsDone + row.patrolsDone,
      closedOut: sum.closedOut + row.closedOut,
      solved: sum.solved + row.solved,
    }),
    {
      total: 0,
      done: 0,
      due: 0,
      dueDone: 0,
      late: 0,
      open: 0,
      overdue: 0,
      serious: 0,
      patrolsDue: 0,
      patrolsDone: 0,
      closedOut: 0,
      solved: 0,
    },
  );

/** Up to date in everything: what is planned is done, nothing is overdue, every patrol was walked. */
const isUpToDate = (row: DispatchRow): boolean =>
  row.late === 0 &&
  row.overdue === 0 &&
  row.dueDone >= row.due &&
  row.patrolsDone >= row.patrolsDue &&
  row.total + row.patrolsDue > 0;

/** As many towns as a sentence names. */
const MOST_NAMED = 8;

/** What everybody may read: the county's figures, and what went well, in the order of the roster. */
export function dispatchWords(
  { period, toDay }: Pick<Span, 'period' | 'toDay'>,
  rows: readonly DispatchRow[],
): string {
  const sum = sumRows(rows);
  const end = dayInWords(toDay);
  const good = rows.filter(isUpToDate).map(({ name }) => name);
  const busy = rows.filter(({ closedOut, solved }) => closedOut + solved > 0);
  const done = busy.map(({ name, closedOut, solved }) => {
    const parts = [closedOut > 0 ? `销号${closedOut}个` : '', solved > 0 ? `办结问题${solved}件` : ''];
    return `${name}${parts.filter((part) => part !== '').join('、')}`;
  });
  const list = (names: readonly string[], between: string): string =>
    `${names.slice(0, MOST_NAMED).join(between)}${names.length > MOST_NAMED ? '等' : ''}`;
  return [
    `截至${end}，全县应整治入河排污口${sum.total}个，已销号${sum.done}个，完成率${rateOf(sum) ?? 100}%，按计划应达${expectedOf(sum) ?? 100}%。`,
    `${spanName(period)}，销号${sum.closedOut}个，办结问题${sum.solved}件，没有办结的问题${sum.open}件，其中逾期${sum.overdue}件；应巡河${sum.patrolsDue}次，已巡${sum.patrolsDone}次。`,
    ...(done.length > 0 ? [`这一期有进展的：${list(done, '；')}。`] : []),
    ...(good.length > 0 ? [`各项都按期的：${list(good, '、')}。`] : []),
    '请各单位对照自己的数，把逾期的先办完。',
  ].join('\n');
}
