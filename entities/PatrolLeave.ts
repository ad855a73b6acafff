import { Entity, Index } from 'typeorm';
import { Day, Id, Instant, Int, maybe, Word } from './columns';
import type { StandInReason } from './StandIn';

/**
 * 请假 of a chief for whom nobody walks: for these days they are told of nothing, and what falls due on them is held
 * against nobody. Ended early it stops the day before; then it may have no day at all.
 */
@Entity('patrol_leave')
@Index('patrol_leave_chief', ['chiefId'])
@Index('patrol_leave_to', ['toDay'])
export class PatrolLeave {
  @Id()
  id: number;

  @Int()
  chiefId: number;

  /** One reach of the chief's; null is all of them. */
  @Int(maybe)
  reachId: number | null;

  @Day()
  fromDay: string;

  /** The last day. */
  @Day()
  toDay: string;

  /** Shown to the chief alone: why somebody is away is nobody else's business. */
  @Word(8)
  reason: StandInReason;

  @Instant()
  takenAt: Date;

  /** `person:7`: the chief, or 县河长办. */
  @Word(32, maybe)
  endedBy: string | null;

  @Instant(maybe)
  endedAt: Date | null;

  @Int({ default: 1 })
  version: number;
}
