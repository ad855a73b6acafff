import { Entity, Index } from 'typeorm';
import { Day, Id, Instant, Int, maybe, Text, Word } from './columns';

export const SUSPENSION_REASONS = ['冰冻', '汛情', '施工', '其他'] as const;
export type SuspensionReason = (typeof SUSPENSION_REASONS)[number];

/**
 * 停巡: days on which a stretch of river cannot be walked. What falls due on them is nobody's fault. Where: a reach
 * with those below it, a town, or the whole county when neither is given.
 */
@Entity('patrol_suspension')
@Index('patrol_suspension_to', ['toDay'])
export class PatrolSuspension {
  @Id()
  id: number;

  @Int(maybe)
  reachId: number | null;

  @Int(maybe)
  townId: number | null;

  @Day()
  fromDay: string;

  /** The last day; null until somebody ends it. */
  @Day(maybe)
  toDay: string | null;

  @Word(8)
  reason: SuspensionReason;

  @Text()
  words: string;

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
