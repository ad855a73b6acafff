import type { Calendar } from '../core/calendar';
import type { Policies } from '../core/policy';

/** What the commands of this domain need; the bot's own dependencies contain it. */
export interface EnforcementDeps {
  policies: Policies;
  calendar: Calendar;
}
