import { Entity, Index } from 'typeorm';
import { Day, Id, Instant, Int, maybe, Text, Word } from './columns';

/**
 * 雨后巡河: the county has a stretch of river walked after heavy rain. Where: a reach with those below it, a town, or
 * the whole county when neither is given.
 */
@Entity('rain_check')
@Index('rain_check_source', ['source'], { unique: true })
export class RainCheck {
  @Id()
  id: number;

  @Int(maybe)
  reachId: number | null;

  @Int(maybe)
  townId: number | null;

  @Text()
  words: string;

  /** The name that whoever reports rain gives it, so that the same rain comes once; null for a press. */
  @Word(64, maybe)
  source: string | null;

  @Day()
  dueDay: string;

  /** `person:7`, or `cli`. */
  @Word(32)
  startedBy: string;

  @Instant()
  startedAt: Date;
}
