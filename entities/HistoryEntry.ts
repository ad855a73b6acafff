import { Entity, Index } from 'typeorm';
import { Id, Instant, Int, Json, maybe, Text, Word } from './columns';

/** One step in the life of a matter (task, problem, outfall…): append-only, one row per version. */
@Entity('history_entry')
@Index('history_version', ['subjectType', 'subjectId', 'version'], { unique: true })
export class HistoryEntry {
  @Id()
  id: number;

  @Word(24)
  subjectType: string;

  @Int()
  subjectId: number;

  @Int()
  version: number;

  @Instant()
  at: Date;

  @Word(64)
  actor: string;

  /** What was done: `accepted`, `answered`, `closed`… */
  @Word(32)
  action: string;

  /** The state after it. */
  @Word(24)
  state: string;

  @Text(maybe)
  reason: string | null;

  @Json(maybe)
  data: unknown;
}
