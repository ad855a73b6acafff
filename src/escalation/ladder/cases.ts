import { LadderCase } from '../../../entities';
import { marks, type Reader, type Tx } from '../../core/database';
import { groupBy } from '../../core/groupBy';
import { type HistoryRow, historyMany } from '../../core/history';
import { eventOf, type LadderEvent, lifeOf, rowOf } from './lifecycle';
import { columnsOf, type Next } from './rules';

/** A case with all that happened to it. */
export interface Case {
  row: LadderCase;
  events: LadderEvent[];
}

/** What the history calls a case. */
export const LADDER = 'ladder';
/** Whoever writes cases waits for its turn, so that no two write the same version. */
export const LADDER_TURN = 'ladder';

/** As many ids as one statement asks for. */
const CHUNK = 5_000;

interface EventRow {
  subjectId: number;
  action: string;
  data: string | null;
}

/** The same cases with their events, in the order in which they happened. */
export async function withEvents(reader: Reader, rows: readonly LadderCase[]): Promise<Case[]> {
  const found: EventRow[] = [];
  for (let at = 0; at < rows.length; at += CHUNK) {
    const ids = rows.slice(at, at + CHUNK).map(({ id }) => id);
    found.push(
      ...(await reader.query<EventRow>(
        `SELECT subjectId, action, data FROM history_entry
          WHERE subjectType = 'ladder' AND subjectId IN (${marks(ids)}) ORDER BY subjectId, version`,
        ids,
      )),
    );
  }
  const byCase = groupBy(found, ({ subjectId }) => subjectId);
  return rows.map((row) => ({
    row,
    events: (byCase.get(row.id) ?? []).map(({ action, data }) =>
      eventOf({ action, data: data === null ? null : JSON.parse(data) }),
    ),
  }));
}

/** One thing that is written down of a case. */
export interface Note {
  event: LadderEvent;
  actor: string;
  reason?: string | null;
}

export interface Change {
  row: LadderCase;
  /** All its events, those of `notes` included. */
  events: readonly LadderEvent[];
  notes: readonly Note[];
  next: Next;
}

/**
 * Writes down what happened and what comes next: rows of the history, and the columns of the cases in one statement for
 * each way they change. A case that nothing happened to and that waits as before is left alone. Whoever calls it has the
 * turn (`takeTurn`, `LADDER_TURN`) since before it read the cases.
 *
 * @returns how many cases changed
 */
export async function writeDown(tx: Tx, changes: readonly Change[], at: Date): Promise<number> {
  const changed = changes.flatMap((change) => {
    const set = columnsAfter(change, at);
    const same = KEPT.every((name) => change.row[name] === set[name]);
    return same && change.notes.length === 0 ? [] : [{ ...change, set }];
  });
  const ways = groupBy(changed, ({ row, set }) => `${row.version} ${JSON.stringify(set)}`);
  const parts = [...ways.values()].flatMap((alike) => inParts(alike));
  for (const part of parts) {
    const { row, set } = part[0] as (typeof part)[number];
    const where = { id: part.map((one) => one.row.id), version: row.version };
    const rows = part.flatMap((one) => rowsOf(one, at));
    // Given together, so that the texts of one are made while the database carries out the other.
    await Promise.all([historyMany(tx, rows), tx.update(LadderCase, where, set)]);
  }
  return changed.length;
}

function inParts<T>(all: readonly T[]): T[][] {
  const parts: T[][] = [];
  for (let n = 0; n < all.length; n += CHUNK) parts.push(all.slice(n, n + CHUNK));
  return parts;
}

type Written = Change & { set: ReturnType<typeof columnsAfter> };

const rowsOf = ({ row, notes, set }: Written, at: Date): HistoryRow[] =>
  notes.map(({ event, actor, reason = null }, n) => ({
    subjectType: LADDER,
    subjectId: row.id,
    version: row.version + 1 + n,
    at,
    actor,
    state: set.state,
    reason,
    ...rowOf(event),
  }));

const KEPT = ['rung', 'state', 'nextDay', 'waitsFor', 'stoppedFor', 'stoppedUntil'] as const;

function columnsAfter({ row, events, notes, next }: Change, at: Date) {
  const columns = columnsOf(next);
  return {
    ...columns,
    rung: lifeOf(events).rung,
    clearedAt: columns.state === 'cleared' ? (row.clearedAt ?? at) : null,
    version: row.version + notes.length,
  };
}
