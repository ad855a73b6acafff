import { Entity, Index } from 'typeorm';
import type { ScoreSubject } from './Assessment';
import { Id, Instant, Int, maybe, Text, Word } from './columns';
import type { Level } from './Reach';

/**
 * What a named person gave under a score sheet: the points of a manual item or a bonus, or that a veto holds. A newer
 * one of the same subject and rule takes the place of an older one, and what was taken back counts nowhere; neither
 * is ever removed, so that every past computation comes out again.
 */
@Entity('assessment_mark')
@Index('assessment_mark_period', ['period', 'subject', 'unitId'])
export class AssessmentMark {
  @Id()
  id: number;

  /** `2026-10`, `2026-Q4` or `2026`: of that period's sheet only. */
  @Word(8)
  period: string;

  @Word(12)
  subject: ScoreSubject;

  /** The town or department; of a chief the unit to which the person belongs. */
  @Int()
  unitId: number;

  /** A chief's post; null of a town or department. */
  @Int(maybe)
  reachId: number | null;

  @Int(maybe)
  personId: number | null;

  @Word(8, maybe)
  level: Level | null;

  /** Key of the item, bonus or veto in the sheet. */
  @Word(48)
  rule: string;

  /** Hundredths of a point; null of a veto. */
  @Int(maybe)
  points: number | null;

  @Text()
  reason: string;

  /** Who gave it. */
  @Int()
  byId: number;

  @Instant()
  at: Date;

  @Instant(maybe)
  withdrawnAt: Date | null;
}
