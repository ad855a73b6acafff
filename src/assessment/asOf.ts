import { dayOf, instantAt } from '../core/days';
import { dayAfter, type Period } from './period';

/*
 * Up to when records count. Pure.
 *
 * Everything is read as it stood at the period's end; while the period runs, as it stands now. One exception: a patrol
 * that was due in the period may be entered late until the freeze. The freeze is when nothing that was due can be
 * entered any more, or earlier when a formal round is drafted; after it nothing alters a score but a review.
 */

export interface AsOf {
  /** Records of before this instant exist: the period's end, or now. */
  until: Date;
  /** Patrols entered before this instant count: the freeze, or now. */
  entered: Date;
  /** The day on which it is asked what can still be entered late. */
  today: string;
}

export const endOf = (period: Period): Date => instantAt(dayAfter(period), '00:00');

const earlier = (a: Date, b: Date): Date => (a < b ? a : b);

/** @param freeze null: not reached, or not known yet */
export function asOf(period: Period, at: Date, freeze: Date | null): AsOf {
  // What is recorded in the very instant counts.
  const now = new Date(at.getTime() + 1);
  const entered = freeze ? earlier(freeze, now) : now;
  return {
    until: earlier(endOf(period), entered),
    entered,
    today: dayOf(freeze ? earlier(freeze, at) : at),
  };
}

/** The earlier one of two instants, where there are any. */
export const earliest = (a: Date | null = null, b: Date | null = null): Date | null =>
  a && b ? (a < b ? a : b) : (a ?? b);

/** The later one of two days, where there are any. */
export const laterDay = (a: string | null, b: string | null): string | null =>
  a === null || (b !== null && b > a) ? b : a;

/** When nothing can be entered or marked any more, by the last day of either; null: nothing was due. */
export const freezeOf = (period: Period, lastDay: string | null): Date =>
  lastDay !== null && lastDay > period.toDay
    ? instantAt(dayAfter({ toDay: lastDay }), '00:00')
    : endOf(period);
