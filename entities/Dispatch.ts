import { Entity, Index } from 'typeorm';
import { Day, Id, Instant, Int, Json, maybe, Text, Word } from './columns';

/** How one town stands on the day of a 调度通报. Percents are whole, rounded down. */
export interface DispatchRow {
  unitId: number;
  name: string;
  /** 整治: to be done, done, planned up to the day, done of those, late. */
  total: number;
  done: number;
  due: number;
  dueDone: number;
  late: number;
  /** 问题 that were open at the end, those overdue, and those overdue by 较重 and 重大. */
  open: number;
  overdue: number;
  serious: number;
  /** 巡河 of the period: due and done. */
  patrolsDue: number;
  patrolsDone: number;
  /** Put right in the period: outfalls closed out, problems closed. */
  closedOut: number;
  solved: number;
}

/**
 * 调度通报: how all towns stand at the end of a week or month, good news included (clause （九）). Drafted by the
 * machine, sent when 县河长办 has approved it; its figures are those of the day it was drafted.
 */
@Entity('ladder_dispatch')
@Index('ladder_dispatch_once', ['period'], { unique: true })
export class LadderDispatch {
  @Id()
  id: number;

  /** 2026-11 or 2026-W48. */
  @Word(16)
  period: string;

  /** First and last day of the period. */
  @Day()
  fromDay: string;

  @Day()
  toDay: string;

  @Word(8)
  state: 'draft' | 'issued' | 'refused';

  @Text()
  words: string;

  @Int(maybe)
  editedById: number | null;

  @Json()
  towns: DispatchRow[];

  @Int(maybe)
  signedById: number | null;

  @Instant(maybe)
  signedAt: Date | null;

  @Text(maybe)
  reason: string | null;

  @Int()
  policyVersion: number;

  @Instant()
  createdAt: Date;

  @Int({ default: 1 })
  version: number;
}
