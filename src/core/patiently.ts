import { setTimeout as pause } from 'node:timers/promises';
import { isBusy } from './databaseErrors';

/** How long a start waits for another process that is making the tables. */
export const MIGRATING_MS = 60_000;

/**
 * Tries again, ever more slowly, while another process has the SQLite file.
 *
 * @param giveUpAt as `performance.now()` counts
 */
export async function patiently<T>(work: () => Promise<T>, giveUpAt: number): Promise<T> {
  for (let wait = 10; ; wait = Math.min(wait * 2, 200)) {
    try {
      return await work();
    } catch (error) {
      if (!isBusy(error) || performance.now() + wait > giveUpAt) throw error;
    }
    await pause(wait);
  }
}
