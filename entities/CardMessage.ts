import { Entity, Index } from 'typeorm';
import { Id, Instant, Int, maybe, Word } from './columns';
import type { SentKind } from './SentKind';

/** A card on somebody's phone: which matter it shows, and whether it is still the one to press. */
@Entity('card_message')
@Index('card_message_id', ['messageId'], { unique: true })
@Index('card_subject', ['subjectType', 'subjectId'])
@Index('card_recipient', ['recipientId', 'kind'])
@Index('card_buzzed', ['buzzedAt'])
export class CardMessage {
  @Id()
  id: number;

  @Word(64)
  messageId: string;

  @Word(64)
  chatId: string;

  @Word(32)
  kind: SentKind;

  @Word(24)
  subjectType: string;

  @Int()
  subjectId: number;

  /** The person; of a kind for groups the `ChatGroup`. */
  @Int()
  recipientId: number;

  @Instant()
  sentAt: Date;

  /** SHA-256 of what it shows: an unchanged card is not sent again. */
  @Word(64, maybe)
  shownHash: string | null;

  /** When Feishu said that it was read; kept only of what may be buzzed, as a hint, never as an answer. */
  @Instant(maybe)
  readAt: Date | null;

  /** When it was asked to be buzzed (加急); once a card. */
  @Instant(maybe)
  buzzedAt: Date | null;

  /** Set when a newer copy took its place. */
  @Instant(maybe)
  retiredAt: Date | null;
}
