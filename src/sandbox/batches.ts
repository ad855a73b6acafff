import type { Db } from './db';
import { ids } from './ids';
import type { SandboxClock } from './types';

export interface Batch {
  batch_id: string;
  /** How many people were named that exist, those out of reach included. */
  valid: number;
  recalled: number;
  at: number;
}

/** Messages sent to many at once; each person gets one of their own. */
export class Batches {
  constructor(
    private readonly db: Db,
    private readonly clock: SandboxClock,
  ) {}

  byId(batchId: string): Batch | undefined {
    return this.db.one<Batch>('SELECT * FROM batch WHERE batch_id = ?', batchId);
  }

  add(valid: number, messageIds: string[]): string {
    const batchId = ids.batch();
    this.db.run('INSERT INTO batch VALUES (?, ?, 0, ?)', batchId, valid, this.clock.now().getTime());
    for (const id of messageIds) this.db.run('INSERT INTO batch_message VALUES (?, ?)', id, batchId);
    return batchId;
  }

  /** How many messages went out, were read and were taken back. */
  counts(batchId: string): { sent: number; read: number; recalled: number } {
    const row = this.db.one<{ sent: number; read: number; recalled: number }>(
      `SELECT COUNT(*) AS sent, COUNT(read_time) AS "read", COALESCE(SUM(recalled), 0) AS recalled
       FROM batch_message JOIN message USING (message_id) WHERE batch_id = ?`,
      batchId,
    );
    return row ?? { sent: 0, read: 0, recalled: 0 };
  }

  recall(batchId: string): void {
    this.db.write(() => {
      this.db.run('UPDATE batch SET recalled = 1 WHERE batch_id = ?', batchId);
      this.db.run(
        'UPDATE message SET recalled = 1 WHERE message_id IN (SELECT message_id FROM batch_message WHERE batch_id = ?)',
        batchId,
      );
    });
  }
}
