import type { Database } from '../core/database';
import type { ProblemDeps } from '../problem';

/** What the commands of this domain need; the bot's own dependencies contain it. */
export interface MonitoringDeps extends ProblemDeps {
  db: Database;
}
