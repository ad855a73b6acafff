import { z } from 'zod';
import type { Db } from './db';

const common = {
  match: z
    .strictObject({
      method: z.string().optional(),
      /** Beginning of the path of an API call. */
      path: z.string().optional(),
      /** Event type; only the two event kinds look at it. */
      event: z.string().optional(),
    })
    .default({}),
  /** How many matching calls or events it meets before it is used up. */
  count: z.int().min(1).default(1),
};

export const faultSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('latency'), ...common, ms: z.int().min(0).max(600_000) }),
  z.strictObject({
    kind: z.literal('status'),
    ...common,
    /** HTTP status. */
    code: z.int().min(200).max(599),
    body: z.unknown().optional(),
    headers: z.record(z.string(), z.string()).default({}),
  }),
  z.strictObject({ kind: z.literal('lose-answer'), ...common }),
  z.strictObject({ kind: z.literal('drop'), ...common }),
  z.strictObject({ kind: z.literal('forget-tokens'), ...common }),
  z.strictObject({
    kind: z.literal('duplicate-event'),
    ...common,
    /** Repeats under another event_id, as one message may arrive as two events. */
    new_event_id: z.boolean().default(false),
  }),
  z.strictObject({ kind: z.literal('reorder-events'), ...common }),
  /** Closes a long connection: one of those there are, or the next to come; with an event type, at that event. */
  z.strictObject({
    kind: z.literal('kick'),
    ...common,
    /** Feishu's own is not known; null = cut without a word. */
    close_code: z.int().min(1000).max(4999).nullable().default(1001),
  }),
  /** A long connection goes dead without being closed. */
  z.strictObject({ kind: z.literal('half-open'), ...common }),
]);

export type Fault = z.infer<typeof faultSchema>;
export type FaultKind = Fault['kind'];
type FaultOf<K extends FaultKind> = Extract<Fault, { kind: K }>;

export interface CallOrEvent {
  method?: string;
  path?: string;
  event?: string;
}

/** The bad days one can order: each meets the next `count` calls or events that match, and is then used up. */
export class Faults {
  constructor(private readonly db: Db) {}

  /** All of them, used-up ones with `remaining: 0`. */
  list(): (Fault & { id: number; remaining: number })[] {
    return this.db
      .all<{ id: number; remaining: number; body: string }>('SELECT * FROM fault ORDER BY id')
      .map(({ id, remaining, body }) => ({ id, remaining, ...(JSON.parse(body) as Fault) }));
  }

  add(fault: Fault): void {
    this.db.run('INSERT INTO fault (remaining, body) VALUES (?, ?)', fault.count, JSON.stringify(fault));
  }

  replace(faults: Fault[]): void {
    this.db.write(() => {
      this.db.run('DELETE FROM fault');
      for (const fault of faults) this.add(fault);
    });
  }

  /** The oldest fault of that kind which matches, with one of its count used; undefined when there is none. */
  take<K extends FaultKind>(kind: K, what: CallOrEvent): FaultOf<K> | undefined {
    const rows = this.db.all<{ id: number; body: string }>(
      'SELECT * FROM fault WHERE remaining > 0 ORDER BY id',
    );
    for (const row of rows) {
      const fault = JSON.parse(row.body) as Fault;
      if (!isOf(kind, fault) || !matches(fault, what)) continue;
      const taken = this.db.run(
        'UPDATE fault SET remaining = remaining - 1 WHERE id = ? AND remaining > 0',
        row.id,
      );
      if (taken) return fault;
    }
    return undefined;
  }
}

function isOf<K extends FaultKind>(kind: K, fault: Fault): fault is FaultOf<K> {
  return fault.kind === kind;
}

function matches({ match }: Fault, what: CallOrEvent): boolean {
  return (
    (!match.method || match.method.toUpperCase() === what.method) &&
    (!match.path || Boolean(what.path?.startsWith(match.path))) &&
    (!match.event || match.event === what.event)
  );
}
