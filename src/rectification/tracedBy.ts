import type { Reader, SqlValue } from '../core/database';
import { sqlInstant } from '../core/database';
import { addDays, instantAt } from '../core/days';

const DONE: ReadonlySet<unknown> = new Set(['已溯源', '无法溯源']);

interface Row {
  outfallId: number;
  tracing: string;
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
 * have changed since. What came into the ledger as traced counts as traced at any day.
 */
export async function tracedSince(
  reader: Reader,
  day: string,
  townId: number | null = null,
): Promise<number> {
  const params: SqlValue[] = [sqlInstant(instantAt(addDays(day, 1), '00:00'))];
  if (townId !== null) params.push(townId);
  const rows = await reader.query<Row>(
    `SELECT o.id AS outfallId, o.tracing, h.data FROM history_entry h JOIN outfall o ON o.id = h.subjectId
      WHERE h.subjectType = 'outfall' AND h.at >= ? AND h.data LIKE '%"tracing"%'
        ${townId === null ? '' : 'AND o.townId = ?'} ORDER BY h.id`,
    params,
  );
  // Of several changes the first says how it stood that day.
  const then = new Map<number, { was: unknown; is: string }>();
  for (const { outfallId, tracing, data } of rows) {
    const was = tracingBefore(data);
    if (was !== undefined && !then.has(outfallId)) then.set(outfallId, { was, is: tracing });
  }
  return [...then.values()].reduce(
    (fewer, { was, is }) => fewer + Number(DONE.has(is)) - Number(DONE.has(was)),
    0,
  );
}
