import { Entity, Index } from 'typeorm';
import { Day, Id, Instant, Int, Json, maybe, Word } from './columns';

/**
 * 豁免: 分局 lets a finding of a plan's rule stand until a day, because the plan says 原则上. Never removed: what was
 * waived, by whom and why stays to be seen after its end.
 */
@Entity('rule_waiver')
@Index('rule_waiver_rule', ['rule', 'untilDay'])
export class RuleWaiver {
  @Id()
  id: number;

  /** `Rule.id` in src/ledger/compliance. */
  @Word(32)
  rule: string;

  /** Ids of the outfalls that the finding rested on; with a further one it is another finding. */
  @Json()
  outfallIds: number[];

  @Word(255)
  reason: string;

  /** Its last day. */
  @Day()
  untilDay: string;

  @Int()
  grantedById: number;

  @Instant()
  grantedAt: Date;

  @Int(maybe)
  withdrawnById: number | null;

  @Instant(maybe)
  withdrawnAt: Date | null;
}
