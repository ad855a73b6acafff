import { Entity, Index } from 'typeorm';
import { Day, Id, Instant, Int, maybe, Word } from './columns';

export type StandInReason = '请假' | '出差' | '生病' | '其他';

/** `asked` waits for the deputy · `accepted` · `declined` by the deputy · `ended` early, or taken back. */
export type StandInState = 'asked' | 'accepted' | 'declined' | 'ended';

/** 代巡: a chief lets somebody else walk for some days. What the deputy walks is never counted as the chief's own. */
@Entity('stand_in')
@Index('stand_in_chief', ['chiefId', 'state'])
@Index('stand_in_deputy', ['deputyId', 'state'])
export class StandIn {
  @Id()
  id: number;

  /** 授权人. */
  @Int()
  chiefId: number;

  @Int()
  deputyId: number;

  /** One reach of the chief's; null is all of them. */
  @Int(maybe)
  reachId: number | null;

  @Day()
  fromDay: string;

  /** The last day. */
  @Day()
  toDay: string;

  @Word(8)
  reason: StandInReason;

  @Word(12)
  state: StandInState;

  @Instant()
  askedAt: Date;

  @Instant(maybe)
  answeredAt: Date | null;

  @Instant(maybe)
  endedAt: Date | null;

  @Int({ default: 1 })
  version: number;
}
