import { Entity, Index } from 'typeorm';
import { Id, Instant, Int, maybe, Text, Word } from './columns';
import { SubjectColumns } from './SubjectColumns';

/**
 * What a named person gave under a score sheet: the points of a manual item or a bonus, or that a veto holds. A newer
 * one of the same subject and rule takes the place of an older one, and what was taken back counts nowhere; neither
 * is ever removed, so that every past computation comes out again.
 */
@Entity('assessment_mark')
@Index('assessment_mark_period', ['period', 'subject', 'unitId'])
export class AssessmentMark extends SubjectColumns {
  @Id()
  id: number;

  /** `2026-10`, `2026-Q4` or `2026`: of that period's sheet only. */
  @Word(8)
  period: string;

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
