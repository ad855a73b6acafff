import { Entity, Index } from 'typeorm';
import { Id, Instant, Int, maybe, Word } from './columns';

/**
 * A place that a person sent in the chat, and the problem it is a hint to. Kept so that the next problem form of the
 * day finds it, and so that its sender can say which problem it is of; the problem carries the hint itself.
 */
@Entity('sent_place')
@Index('sent_place_message', ['messageId'], { unique: true })
@Index('sent_place_subject', ['subjectType', 'subjectId'])
@Index('sent_place_person', ['personId'])
@Index('sent_place_recorded', ['recordedAt'])
export class SentPlace {
  @Id()
  id: number;

  @Word(64)
  messageId: string;

  @Int()
  personId: number;

  /** As the messenger's map calls it. */
  @Word(255, maybe)
  name: string | null;

  /** WGS84, millionths of a degree. */
  @Int()
  lonE6: number;

  @Int()
  latE6: number;

  /** Null: kept for the next problem form. */
  @Word(24, maybe)
  subjectType: string | null;

  @Int(maybe)
  subjectId: number | null;

  /** Where it was found, or where it was handled. */
  @Word(8, maybe)
  side: 'before' | 'after' | null;

  /** When the sender's message says it was sent. */
  @Instant()
  occurredAt: Date;

  @Instant()
  recordedAt: Date;
}
