import type { Deadline } from '../../cards/kit';
import type { Calendar } from '../core/calendar';
import { dayInWords, dayOf, timeOf } from '../core/days';

/** 11月23日9时10分 */
export function momentInWords(at: Date): string {
  const [hour, minute] = timeOf(at).split(':').map(Number);
  return `${dayInWords(dayOf(at))}${hour}时${minute}分`;
}

/** A due day as cards need it: how many working days are left, and whether the day stands. */
export const deadlineOf = (calendar: Calendar, today: string, dueDay: string): Deadline => ({
  today,
  due: calendar.due(dueDay),
  workingDaysLeft: Math.max(0, calendar.workdaysBetween(today, dueDay)),
});
