import type { Calendar } from './calendar';

/** How far the table of holidays reaches, seen from a day; `/readyz` and `doctor` say it alike. */
export interface CalendarOutlook {
  /** This year's working days are known. */
  current: boolean;
  /** So are those of every deadline that begins today. */
  ok: boolean;
  found: string;
  /** What to do; empty when there is nothing to do. */
  mend: string;
}

const UPGRADE =
  '升级程序，或按国务院放假通知把那年写进 policy.yaml 的 calendar（workdays、restdays、years），version 加一';

/**
 * Said before a deadline reaches into a year whose holidays nobody knows: there is time then to enter them.
 *
 * @param longestWorkdays the longest deadline that may begin today, in working days
 */
export function calendarOutlook(calendar: Calendar, today: string, longestWorkdays: number): CalendarOutlook {
  const { from, to } = calendar.coverage();
  const covered = `覆盖 ${from}–${to} 年`;
  if (!calendar.covers(today)) {
    return { current: false, ok: false, found: `只${covered}，今年的期限都是暂定`, mend: UPGRADE };
  }
  const last = calendar.addWorkdays(today, longestWorkdays);
  if (calendar.covers(last)) return { current: true, ok: true, found: covered, mend: '' };
  const found = `${covered}，现在起算的期限会到 ${last.slice(0, 4)} 年，是暂定`;
  return { current: true, ok: false, found, mend: UPGRADE };
}
