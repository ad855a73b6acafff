import type { Calendar } from '../core/calendar';
import type { Database } from '../core/database';
import { dayOf, instantAt } from '../core/days';
import { ladderOf, type Policies } from '../core/policy';

export interface Deps {
  db: Database;
  policies: Policies;
  calendar: Calendar;
}

/** A 滞后提醒 sent before this instant should have been answered by now: policy.yaml, `ladder.remindReplyWorkdays`. */
export const remindedBy = ({ policies, calendar }: Pick<Deps, 'policies' | 'calendar'>, at: Date): Date =>
  instantAt(calendar.addWorkdays(dayOf(at), -ladderOf(policies.current).remindReplyWorkdays), '00:00');
