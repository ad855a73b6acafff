import { Entity, Index } from 'typeorm';
import { Day, Id, Instant, Int, maybe, Text, Word } from './columns';

export const EMERGENCY_KINDS = ['汛情', '污染', '其他'] as const;
export type EmergencyKind = (typeof EMERGENCY_KINDS)[number];

/**
 * 应急: for as long as it lasts a stretch of river is walked day by day, beside the calendar's tasks. Where: a reach
 * with those below it, a town, or the whole county when neither is given.
 */
@Entity('emergency')
@Index('emergency_ended', ['endedAt'])
export class Emergency {
  @Id()
  id: number;

  @Int(maybe)
  reachId: number | null;

  @Int(maybe)
  townId: number | null;

  @Word(8)
  kind: EmergencyKind;

  @Text()
  words: string;

  @Day()
  fromDay: string;

  @Instant()
  startedAt: Date;

  /** `person:7`, or `cli`. */
  @Word(32)
  startedBy: string;

  /** Null while it lasts. */
  @Instant(maybe)
  endedAt: Date | null;

  @Word(32, maybe)
  endedBy: string | null;

  /** What came of it. */
  @Text(maybe)
  endWords: string | null;

  @Int({ default: 1 })
  version: number;
}
