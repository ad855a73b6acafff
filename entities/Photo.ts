import { Entity, Index } from 'typeorm';
import { Id, Instant, Int, maybe, Text, Word } from './columns';

/** The bytes of a picture, stored once by their SHA-256 under DATA_DIR/media. */
@Entity('media_file')
@Index('media_sha', ['sha256'], { unique: true })
export class MediaFile {
  @Id()
  id: number;

  @Word(64)
  sha256: string;

  @Word(64)
  mime: string;

  @Int()
  bytes: number;

  @Instant()
  storedAt: Date;

  /** The key under which Feishu lets our cards show it; another message's key cannot be reused. */
  @Word(128, maybe)
  imageKey: string | null;
}

/** A photo that a person sent, and the matter it is evidence for. */
@Entity('photo')
@Index('photo_source', ['messageId', 'sourceKey'], { unique: true })
@Index('photo_subject', ['subjectType', 'subjectId'])
@Index('photo_person', ['personId', 'state'])
export class Photo {
  @Id()
  id: number;

  @Word(64)
  messageId: string;

  /** Feishu's key of the picture inside that message. */
  @Word(128)
  sourceKey: string;

  @Int()
  personId: number;

  @Int(maybe)
  mediaId: number | null;

  /**
   * `waiting` for download (`error` says why it takes long) · `stored` · `lost` (Feishu no longer gives it; `error`
   * says why).
   */
  @Word(8)
  state: 'waiting' | 'stored' | 'lost';

  @Word(24, maybe)
  subjectType: string | null;

  @Int(maybe)
  subjectId: number | null;

  /** Which side of the pair: as found, or after handling. */
  @Word(8, maybe)
  side: 'before' | 'after' | null;

  /** When the sender's message says it was sent. */
  @Instant()
  occurredAt: Date;

  /** When we had it. */
  @Instant()
  recordedAt: Date;

  @Text(maybe)
  error: string | null;

  /** What the sender wrote beside it, where nothing else of the matter took it up. */
  @Text(maybe)
  words: string | null;
}
