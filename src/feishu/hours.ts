import type { MessageClass } from '../../entities';
import type { Calendar } from '../core/calendar';
import { addDays, dayOf, instantAt } from '../core/days';
import type { Policy } from '../core/policy';

export const MESSAGE_CLASSES = [
  'answer',
  'alert',
  'notice',
  'digest',
  'task',
] as const satisfies MessageClass[];

/** A span of a working day, `HH:MM` in Shanghai, the end excluded. */
export interface Hours {
  from: string;
  to: string;
}

/** No calendar rests longer than this; a policy without any hours is found out instead of looping. */
const LOOK_AHEAD_DAYS = 60;

/** The hours of a working day in which a class may reach people; null = at any time of any day. */
export function hoursOf(messageClass: MessageClass, messages: Policy['messages']): Hours[] | null {
  const { waking, working, digestAt } = messages;
  switch (messageClass) {
    case 'answer':
    case 'alert':
      return null;
    case 'task':
      return [waking];
    case 'notice':
      return working;
    case 'digest':
      return [{ from: [digestAt, waking.from].sort()[1] as string, to: waking.to }];
  }
}

/**
 * The first instant, not before `at`, at which a message of this class may reach a person (experience.md, rule 4).
 *
 * @throws Error when the policy leaves the class no hours at all
 */
export function earliest(
  messageClass: MessageClass,
  at: Date,
  messages: Policy['messages'],
  calendar: Pick<Calendar, 'isWorkday'>,
): Date {
  const hours = hoursOf(messageClass, messages);
  if (!hours) return at;
  const today = dayOf(at);
  for (let n = 0, day = today; n <= LOOK_AHEAD_DAYS; n += 1, day = addDays(today, n)) {
    if (!calendar.isWorkday(day)) continue;
    for (const { from, to } of hours) {
      const start = instantAt(day, from);
      if (from < to && at < instantAt(day, to)) return at > start ? at : start;
    }
  }
  throw new Error(`the policy leaves ${messageClass} messages no hours`);
}
