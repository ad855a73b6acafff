import type { Calendar } from '../core/calendar';
import type { Database } from '../core/database';
import type { Policies } from '../core/policy';

/** What the commands and jobs of this domain need; the bot's own dependencies contain it. */
export interface Deps {
  db: Database;
  policies: Policies;
  calendar: Calendar;
}
