import type { Calendar } from '../core/calendar';
import type { Database } from '../core/database';
import type { Policies } from '../core/policy';

/** What the commands and jobs of this domain need; the bot's own dependencies contain it. */
export interface PatrolDeps {
  db: Database;
  policies: Policies;
  calendar: Calendar;
}

/** Another process did part of the same work meanwhile: its transaction is rolled back and the rest looked at anew. */
export class Overtaken extends Error {}
