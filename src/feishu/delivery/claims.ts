import {
  ChatGroup,
  isGroupKind,
  type MessageClass,
  OutboxMessage,
  Person,
  type SentKind,
} from '../../../entities';
import { machineNow } from '../../core/clock';
import { type Database, instantOf, marks, type Reader, sqlInstant, type Tx } from '../../core/database';
import { newClaimToken } from '../../core/ids';
import type { Recipient } from '../../core/messages';
import { REACHED } from '../../core/outbox';

/**
 * Longer than one send can take (a token, a send, and both again: 4 × 5 s at the very worst), and short enough
 * that what a killed process held goes out soon. Machine time.
 */
export const LEASE_MS = 20_000;

const LOOK_AGAIN_MS = 100;

/** Answers, alerts and notices; what comes after is routine (core/outbox.ts). */
export const MOST_URGENT = 1;
const LEAST_URGENT = 9;

/**
 * No claim and no pause is longer than this; one that is was written before the machine's clock was set back, and
 * waiting for it would hold its message up by as much.
 */
const LONGEST_MS = 15 * 60_000;

/** A request that is ours to send, and to whom. */
export interface Taken {
  row: OutboxMessage;
  recipient: Recipient;
}

/** A claimed request. */
export interface Claimed {
  row: OutboxMessage;
  /** The uuid's hour is over and the message must be said again: it gets this one. */
  freshUuid?: string;
  /** Business time of this try. */
  at: Date;
}

/**
 * Which process sends which request: compare-and-set with a token and a lease. Never SKIP LOCKED, which TiDB
 * parses and does not lock by.
 *
 * A claim is taken for a handful of requests at once and marked for each when it is about to be sent: the mark
 * renews the lease, notes when the uuid's hour began, and fails if the claim ran out and another has it. So a
 * process that dies makes only what was on its way, or next, doubtful.
 */
export class Claims {
  private readonly token = newClaimToken();
  private readonly held = new Set<number>();

  constructor(
    private readonly db: Database,
    private readonly leaseMs = LEASE_MS,
    private readonly machine: () => Date = machineNow,
  ) {}

  /**
   * What is due now and may go now, most urgent first; at most `room`. Null when there is nothing. Whoever is just
   * being told something by another process is left to it, so that what one person gets keeps its order.
   *
   * @param urgentOnly leaves routine messages where they are
   */
  async take(
    at: Date,
    classes: readonly MessageClass[],
    room: number,
    urgentOnly = false,
  ): Promise<Taken[] | null> {
    const now = sqlInstant(this.machine());
    const never = this.never();
    const due = await this.db.read.query<{ id: number; kind: SentKind; recipientId: number }>(
      `SELECT o.id AS id, o.kind AS kind, o.recipientId AS recipientId FROM outbox_message o LEFT JOIN person p ON p.id = o.recipientId
       WHERE o.state = 'pending' AND o.priority <= ? AND o.dueAt <= ?
         AND (o.leaseUntil IS NULL OR o.leaseUntil <= ? OR o.leaseUntil > ?)
         AND (o.mode = 'replace' OR (${REACHED} AND o.messageClass IN (${marks(classes)})))
         AND o.recipientId NOT IN (SELECT s.recipientId FROM outbox_message s
                                   WHERE s.state = 'sending' AND s.leaseUntil > ? AND s.claimToken <> ?)
       ORDER BY o.priority, o.dueAt, o.id LIMIT ${room}`,
      [urgentOnly ? MOST_URGENT : LEAST_URGENT, sqlInstant(at), now, never, ...classes, now, this.token],
    );
    if (due.length === 0) return null;
    const ids = due.map(({ id }) => id);
    const lease = sqlInstant(new Date(this.machine().getTime() + this.leaseMs));
    const taken = await this.db.transaction(async (tx) => {
      const claiming = tx.run(
        `UPDATE outbox_message SET state = 'sending', claimToken = ?, leaseUntil = ?, pendingSlot = NULL
         WHERE id IN (${marks(ids)}) AND state = 'pending'
           AND (leaseUntil IS NULL OR leaseUntil <= ? OR leaseUntil > ?)`,
        [this.token, lease, ...ids, now, never],
      );
      const ours = { id: ids, claimToken: this.token, state: 'sending' as const };
      const order = { priority: 'ASC', dueAt: 'ASC', id: 'ASC' } as const;
      // In one round trip.
      const [, rows, recipientOf] = await Promise.all([
        claiming,
        tx.find(OutboxMessage, ours, { order }),
        recipientsOf(tx, due),
      ]);
      return rows.map((row) => ({ row, recipient: recipientOf(row) }));
    });
    for (const { row } of taken) this.held.add(row.id);
    return taken;
  }

  /** @returns for each whether the claim is still ours */
  async markAll(tx: Tx, claimed: readonly Claimed[]): Promise<boolean[]> {
    const [first] = claimed;
    if (!first) return [];
    const leaseUntil = new Date(this.machine().getTime() + this.leaseMs);
    const ids = claimed.map(({ row }) => row.id);
    for (const { row, freshUuid } of claimed) {
      if (!freshUuid) continue;
      const ours = { id: row.id, claimToken: this.token };
      await tx.update(OutboxMessage, ours, { uuid: freshUuid, firstTriedAt: null, again: true });
    }
    const { affected } = await tx.run(
      `UPDATE outbox_message
       SET leaseUntil = ?, attempts = attempts + 1, firstTriedAt = COALESCE(firstTriedAt, ?)
       WHERE state = 'sending' AND claimToken = ? AND id IN (${marks(ids)})`,
      [sqlInstant(leaseUntil), sqlInstant(first.at), this.token, ...ids],
    );
    if (affected === ids.length) return ids.map(() => true);
    const ours = await tx.find(OutboxMessage, { id: ids, claimToken: this.token });
    const known = new Set(ours.map(({ id }) => id));
    return ids.map((id) => known.has(id));
  }

  /** Done with it, whatever became of it. */
  letGo(id: number): void {
    this.held.delete(id);
  }

  get tokenNow(): string {
    return this.token;
  }

  /** When the next due request can be tried, in machine time; null when nothing due is left to do. */
  async nextTry(at: Date, classes: readonly MessageClass[]): Promise<Date | null> {
    const rows = await this.db.read.query<{ state: string; leaseUntil: unknown }>(
      `SELECT o.state AS state, o.leaseUntil AS leaseUntil FROM outbox_message o LEFT JOIN person p ON p.id = o.recipientId
       WHERE o.state IN ('pending', 'sending') AND o.dueAt <= ?
         AND (o.state = 'sending' OR o.mode = 'replace'
              OR (${REACHED} AND o.messageClass IN (${marks(classes)})))
       ORDER BY o.state DESC, o.leaseUntil LIMIT 1`,
      [sqlInstant(at), ...classes],
    );
    const [first] = rows;
    if (!first) return null;
    // Another process has it, and will soon be done.
    if (first.state === 'sending') return new Date(this.machine().getTime() + LOOK_AGAIN_MS);
    const tryAt = first.leaseUntil ? instantOf(first.leaseUntil) : this.machine();
    return sqlInstant(tryAt) > this.never() ? this.machine() : tryAt;
  }

  /** The first business instant after `after` at which a waiting request is due. */
  async nextDue(after: Date): Promise<Date | null> {
    const [first] = await this.db.read.query<{ dueAt: unknown }>(
      `SELECT MIN(o.dueAt) AS dueAt FROM outbox_message o LEFT JOIN person p ON p.id = o.recipientId
       WHERE o.state = 'pending' AND o.dueAt > ? AND (o.mode = 'replace' OR ${REACHED})`,
      [sqlInstant(after)],
    );
    return first?.dueAt ? instantOf(first.dueAt) : null;
  }

  private never(): string {
    return sqlInstant(new Date(this.machine().getTime() + LONGEST_MS));
  }

  /** What a dead process held is due again; what this one holds but is slow with is not taken from itself. */
  async freeExpired(): Promise<void> {
    const [now, never] = [sqlInstant(this.machine()), this.never()];
    const expired = await this.db.read.query<{ id: number }>(
      `SELECT id FROM outbox_message WHERE state = 'sending' AND (leaseUntil <= ? OR leaseUntil > ?) LIMIT 500`,
      [now, never],
    );
    const ids = expired.map(({ id }) => id).filter((id) => !this.held.has(id));
    if (ids.length === 0) return;
    await this.db.transaction((tx) =>
      tx.run(
        `UPDATE outbox_message SET state = 'pending', claimToken = NULL, leaseUntil = NULL
         WHERE state = 'sending' AND (leaseUntil <= ? OR leaseUntil > ?) AND id IN (${marks(ids)})`,
        [now, never, ...ids],
      ),
    );
  }
}

type To = Pick<OutboxMessage, 'kind' | 'recipientId'>;

/** Who they are for, all read together. A person and a group may have the same id: the kind says which it is. */
async function recipientsOf(reader: Reader, asked: readonly To[]): Promise<(to: To) => Recipient> {
  const idsOf = (group: boolean) => [
    ...new Set(asked.filter(({ kind }) => isGroupKind(kind) === group).map(({ recipientId }) => recipientId)),
  ];
  const [toPeople, toGroups] = [idsOf(false), idsOf(true)];
  const [people, groups] = await Promise.all([
    reader.find(Person, { id: toPeople }),
    toGroups.length > 0 ? reader.find(ChatGroup, { id: toGroups }) : [],
  ]);
  const byId = [people, groups].map(
    (list: readonly Recipient[]) => new Map(list.map((one) => [one.id, one])),
  );
  return ({ kind, recipientId }) => byId[isGroupKind(kind) ? 1 : 0]?.get(recipientId) as Recipient;
}
