import type { PatrolSuspension, SuspensionReason } from '../../entities';
import type { Reader } from '../core/database';
import { type Days, within } from './rules';
import { reachesIn, readReaches, type ScopedReach } from './scope';

/** 停巡 as the rules ask after it. */
export interface Suspended extends Days {
  id: number;
  reaches: ReadonlySet<number>;
}

/**
 * The 停巡 that makes a task nobody's fault: one of its reach on its due day. A task that still has a day afterwards
 * is left to be walked then.
 */
export const suspensionOf = (
  { reachId, dueDay }: { reachId: number; dueDay: string },
  suspended: readonly Suspended[],
): Suspended | null => suspended.find((one) => one.reaches.has(reachId) && within(one, dueDay)) ?? null;

type Row = Pick<PatrolSuspension, 'id' | 'reachId' | 'townId' | 'fromDay' | 'toDay'>;

export const suspendedBy = (row: Row, reaches: readonly ScopedReach[]): Suspended => ({
  id: row.id,
  from: row.fromDay,
  to: row.toDay,
  reaches: reachesIn(row, reaches),
});

/** Every 停巡 that has a day on `day` or later. */
export async function suspensionsSince(reader: Reader, day: string): Promise<Suspended[]> {
  const rows = await reader.query<Row>(
    `SELECT id, reachId, townId, fromDay, toDay FROM patrol_suspension
      WHERE toDay IS NULL OR (toDay >= ? AND fromDay <= toDay) ORDER BY id`,
    [day],
  );
  if (rows.length === 0) return [];
  const reaches = await readReaches(reader);
  return rows.map((row) => suspendedBy(row, reaches));
}

/** The reaches that cannot be walked on `day`. */
export async function suspendedReaches(reader: Reader, day: string): Promise<Set<number>> {
  const now = (await suspensionsSince(reader, day)).filter((one) => within(one, day));
  return new Set(now.flatMap(({ reaches }) => [...reaches]));
}

/** 冰冻停巡（封河）: what a card says of a task that it made void; null when there is none. */
export async function suspensionWords(
  reader: Reader,
  taskId: number,
): Promise<{ reason: SuspensionReason; fromDay: string; toDay: string | null } | null> {
  const [row] = await reader.query<{ reason: SuspensionReason; fromDay: string; toDay: string | null }>(
    `SELECT s.reason, s.fromDay, s.toDay FROM patrol_task t JOIN patrol_suspension s ON s.id = t.suspensionId
      WHERE t.id = ?`,
    [taskId],
  );
  return row ?? null;
}
