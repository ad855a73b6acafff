import { HistoryEntry } from '../../entities';
import { JOB_PATIENCE } from '../core/database';
import { dayOf } from '../core/days';
import { enqueue } from '../core/outbox';
import type { Deps } from './deps';
import { readHands, tellableRoles } from './hands';

interface Imported {
  townId: number;
  day: string;
  count: number;
}

/**
 * 接手时的老账: what was overdue on the day it was imported is summed up once for the town's head (its liaison where there is none),
 * and is then left alone until the county office gives it a new date (domain.md §0). Once a head and import day.
 *
 * @returns how many heads were told
 */
export async function baselineNotices({ db, policies }: Deps, at: Date): Promise<number> {
  const policy = policies.current;
  return db.transaction(async (tx) => {
    const imported = await tx.query<Imported>(
      `SELECT townId, baselineDay AS day, COUNT(*) AS count FROM outfall
        WHERE baselineDay IS NOT NULL AND baselineDay <= ? GROUP BY townId, baselineDay ORDER BY baselineDay, townId`,
      [dayOf(at)],
    );
    const hands = await readHands(tx, policy);
    let told = 0;
    for (const { townId, day, count } of imported) {
      for (const personId of hands.first(townId, tellableRoles(policy))) {
        // The day as the version: the unique history row is what makes it once, whoever else runs this.
        const { affected } = await tx.insert(
          HistoryEntry,
          {
            subjectType: 'baseline',
            subjectId: personId,
            version: Number(day.replaceAll('-', '')),
            at,
            actor: 'job:baseline',
            action: 'told',
            state: 'told',
            reason: null,
            data: { count: Number(count) },
          },
          { ignore: true },
        );
        if (affected === 0) continue;
        told += 1;
        await enqueue(tx, {
          kind: 'baseline',
          subject: { type: 'person', id: personId },
          recipientId: personId,
          messageClass: 'task',
          at,
        });
      }
    }
    return told;
  }, JOB_PATIENCE);
}
