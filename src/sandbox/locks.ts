import type { Db } from './db';
import { ids } from './ids';

/** A lock outlives the 3 s of a callback by a little, so that one left by a killed process ends by itself. */
const LOCK_FOR = 4_000;

/** Locks a card while a press waits for its answer; several presses may wait at once. Answers the lock's id. */
export function lockCard(db: Db, messageId: string, machineNow: number): string {
  const id = ids.lock();
  db.run('DELETE FROM card_lock WHERE until_machine < ?', machineNow);
  db.run('INSERT INTO card_lock VALUES (?, ?, ?)', id, messageId, machineNow + LOCK_FOR);
  return id;
}

export function unlockCard(db: Db, id: string): void {
  db.run('DELETE FROM card_lock WHERE id = ?', id);
}

/** While true, a PATCH is refused with 11310 "card action is lock". */
export function isLocked(db: Db, messageId: string, machineNow: number): boolean {
  return Boolean(
    db.one('SELECT id FROM card_lock WHERE message_id = ? AND until_machine >= ?', messageId, machineNow),
  );
}
