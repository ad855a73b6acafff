import { AppState, Person } from '../../entities';
import type { Tx } from './database';

/**
 * Makes jobs of one name wait for each other until the transaction ends: a row lock where many processes write
 * at once (MySQL, MariaDB); SQLite's writers take turns anyway. What is read after it is what the one before
 * left, so that a doubled job finds its work done.
 */
export async function takeTurn(tx: Tx, job: string, at: Date): Promise<void> {
  const name = `turn.${job}`;
  const value = at.toISOString();
  const found = await tx.update(AppState, { name }, { value });
  if (found > 0) return;
  await tx.insert(AppState, { name, value }, { ignore: true });
  await tx.update(AppState, { name }, { value });
}

/** The same for what one person asks for, twice at once: the second sees what the first left. */
export async function takeTurnOf(tx: Tx, personId: number): Promise<void> {
  await tx.update(Person, { id: personId }, { id: personId });
}
