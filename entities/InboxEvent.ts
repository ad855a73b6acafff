import { Entity, Index } from 'typeorm';
import { Id, Instant, Int, Json, maybe, Text, Word } from './columns';

/** An event or press from Feishu, taken in once by its key and kept at least 24 hours against repeats. */
@Entity('inbox_event')
@Index('inbox_key', ['key'], { unique: true })
@Index('inbox_state', ['state', 'nextAt'])
export class InboxEvent {
  @Id()
  id: number;

  /** `message:<message_id>`, `event:<event_id>` or `press:<event_id>`. */
  @Word(128)
  key: string;

  @Word(64)
  type: string;

  @Json(maybe)
  payload: unknown;

  @Instant()
  receivedAt: Date;

  /** `new` waits · `done` · `parked` failed too often and is shown. */
  @Word(8)
  state: 'new' | 'done' | 'parked';

  @Int({ default: 0 })
  attempts: number;

  /** Machine time of the next try. */
  @Instant()
  nextAt: Date;

  @Text(maybe)
  lastError: string | null;
}
