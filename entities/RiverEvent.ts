import { Entity, Index } from 'typeorm';
import { Day, Id, Instant, Int, maybe, Text, Word } from './columns';

/** `rain` 雨后巡河 · `emergency` 应急. */
export type RiverEventKind = 'rain' | 'emergency';

/**
 * What makes the county look at a stretch of river beyond its calendar. Where: a reach with those below it, a town,
 * or the whole county when neither is given.
 */
@Entity('river_event')
@Index('river_event_source', ['source'], { unique: true })
@Index('river_event_kind', ['kind', 'endedAt'])
export class RiverEvent {
  @Id()
  id: number;

  @Word(12)
  kind: RiverEventKind;

  @Int(maybe)
  reachId: number | null;

  @Int(maybe)
  townId: number | null;

  @Text()
  words: string;

  /** The name that an import gives it, so that the same rain comes once; null for a press. */
  @Word(64, maybe)
  source: string | null;

  /** Last day for the patrols that it asks for. */
  @Day()
  dueDay: string;

  /** `person:7`, or `cli`. */
  @Word(32)
  startedBy: string;

  @Instant()
  startedAt: Date;

  @Word(32, maybe)
  endedBy: string | null;

  @Instant(maybe)
  endedAt: Date | null;

  @Int({ default: 1 })
  version: number;
}
