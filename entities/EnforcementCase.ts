import { Entity, Index } from 'typeorm';
import { Day, Id, Instant, Int, maybe, Text, Word } from './columns';

/** 立案 goes on; the others end it. */
export const OUTCOMES = ['立案', '处罚', '取缔', '不予处罚'] as const;
export type Outcome = (typeof OUTCOMES)[number];

/**
 * 执法 (clause （十）): a problem of which 分局 is told at once, and whose evidence is kept until it has ended and for as
 * long again as places are kept anyway.
 */
@Entity('enforcement_case')
@Index('enforcement_case_problem', ['problemId'], { unique: true })
@Index('enforcement_case_open', ['endedAt'])
export class EnforcementCase {
  @Id()
  id: number;

  @Int()
  problemId: number;

  /** 私设暗管. */
  @Word(32)
  kind: string;

  @Instant()
  openedAt: Date;

  /** By when 分局 decides; of a 立案 by when it ends. */
  @Day()
  dueDay: string;

  @Word(8, maybe)
  outcome: Outcome | null;

  /** On which grounds. */
  @Text(maybe)
  words: string | null;

  @Int(maybe)
  decidedById: number | null;

  @Instant(maybe)
  decidedAt: Date | null;

  @Instant(maybe)
  endedAt: Date | null;

  @Int()
  policyVersion: number;

  @Int({ default: 1 })
  version: number;
}
