import { Outfall } from '../../entities';
import { type Reader, sqlInstant } from '../core/database';
import { addDays, instantAt } from '../core/days';

const DONE: ReadonlySet<unknown> = new Set(['已溯源', '无法溯源']);

interface Row {
  outfallId: number;
  data: unknown;
}

/** What 溯源状态 was before a step of the ledger's history that changed it; undefined when it did not. */
function tracingBefore(data: unknown): unknown {
  const step = (typeof data === 'string' ? JSON.parse(data) : data) as {
    was?: Record<string, unknown>;
    now?: Record<string, unknown>;
  } | null;
  return step?.now && Object.hasOwn(step.now, 'tracing') ? step.was?.tracing : undefined;
}

/**
 * By how many fewer (or more) outfalls 溯源 was through at the end of a day than it is now: the history says which
 * have changed since. What came into the ledger as traced counts as traced at any day. The steps are read first, and
 * then the outfalls that they are of: joined, MariaDB walks the outfalls and looks each one's history up.
 */
export async function tracedSince(
  reader: Reader,
  day: string,
  townId: number | null = null,
): Promise<number> {
  const steps = await reader.query<Row>(
    `SELECT subjectId AS outfallId, data FROM history_entry
      WHERE subjectType = 'outfall' AND at >= ? AND data LIKE '%"tracing"%' ORDER BY id`,
    [sqlInstant(instantAt(addDays(day, 1), '00:00'))],
  );
  // Of several changes the first says how it stood that day.
  const before = new Map<number, unknown>();
  for (const { outfallId, data } of steps) {
    const was = tracingBefore(data);
    if (was !== undefined && !before.has(outfallId)) before.set(outfallId, was);
  }
  if (before.size === 0) return 0;
  const among = { id: [...before.keys()], ...(townId !== null && { townId }) };
  const outfalls = await reader.find(Outfall, among, { columns: ['id', 'tracing'] });
  return outfalls.reduce(
    (fewer, { id, tracing }) => fewer + Number(DONE.has(tracing)) - Number(DONE.has(before.get(id))),
    0,
  );
}
