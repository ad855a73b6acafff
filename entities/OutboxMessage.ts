import { Entity, Index } from 'typeorm';
import { Flag, Id, Instant, Int, Json, maybe, Text, Word } from './columns';
import type { SentKind } from './SentKind';

/** When a message may reach a person (docs/architecture.md, "Message classes"). */
export type MessageClass = 'answer' | 'task' | 'digest' | 'notice' | 'alert';

/**
 * `pending` waits for its time · `sending` is claimed by a sender · `sent` was taken by Feishu ·
 * `refused` will never be taken · `unknown` may have arrived and must not be said twice ·
 * `dropped` was overtaken (nothing left to say, or asked for again).
 */
export type OutboxState = 'pending' | 'sending' | 'sent' | 'refused' | 'unknown' | 'dropped';

/** The columns of a request to tell a person something. A request, not a card: it is rendered when sent. */
abstract class OutboxColumns {
  @Word(32)
  kind: SentKind;

  @Word(24)
  subjectType: string;

  @Int()
  subjectId: number;

  /** The person who gets it; of a kind for groups the `ChatGroup`. */
  @Int()
  recipientId: number;

  /** `send` a new message, `replace` the card `cardId` in place, or `buzz` it (加急). */
  @Word(8)
  mode: 'send' | 'replace' | 'buzz';

  /** The card to replace or to buzz. */
  @Int(maybe)
  cardId: number | null;

  @Word(8)
  messageClass: MessageClass;

  /** Smaller overtakes: answers and alerts before notices before the rest. */
  @Int()
  priority: number;

  /** Not before this business instant. */
  @Instant()
  dueAt: Date;

  @Word(8)
  state: OutboxState;

  @Int({ default: 0 })
  attempts: number;

  /** Machine time until which the claim holds. */
  @Instant(maybe)
  leaseUntil: Date | null;

  @Word(36, maybe)
  claimToken: string | null;

  /** Feishu's idempotency key, good for one hour from `firstTriedAt`. */
  @Word(50)
  uuid: string;

  @Instant(maybe)
  firstTriedAt: Date | null;

  /** Said a second time after its uuid's hour: it may be there already, and says so. */
  @Flag({ default: false })
  again: boolean;

  /** A frozen snapshot, for kinds that must say what was true then. */
  @Json(maybe)
  snapshot: unknown;

  @Int(maybe)
  lastErrorCode: number | null;

  @Text(maybe)
  lastError: string | null;

  @Instant()
  createdAt: Date;
}

@Entity('outbox_message')
@Index('outbox_claim', ['state', 'priority', 'dueAt'])
@Index('outbox_slot', ['pendingSlot'], { unique: true })
export class OutboxMessage extends OutboxColumns {
  @Id()
  id: number;

  /** `kind:subject:recipient` while unclaimed, else null: a second request for the same card finds the first. */
  @Word(120, maybe)
  pendingSlot: string | null;
}

/** What became of each request; moved here from the outbox so that the hot table stays small. */
@Entity('delivery')
@Index('delivery_state', ['state', 'finishedAt'])
export class Delivery extends OutboxColumns {
  /** The outbox row's id. */
  @Int({ primary: true })
  id: number;

  @Word(64, maybe)
  messageId: string | null;

  @Instant()
  finishedAt: Date;
}
