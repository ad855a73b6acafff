import { Entity, Index } from 'typeorm';
import { Flag, Id, Instant, Int, Json, maybe, Word } from './columns';
import { SubjectColumns } from './SubjectColumns';

export interface EvidenceRef {
  kind:
    | 'appeal'
    | 'correction'
    | 'document'
    | 'mark'
    | 'measurement'
    | 'observation'
    | 'outfall'
    | 'patrol'
    | 'problem'
    | 'suspicion'
    | 'task';
  id: number;
}

/**
 * Evidence as it is stored: per kind the first id and then the steps to each next one, in rising order. A town's
 * year may cite ten thousand tasks, and MySQL's text ends at 64 KB.
 */
export type PackedEvidence = Partial<Record<EvidenceRef['kind'], number[]>>;

/** One computation of a period's scores; a later one for the same period takes its place. */
@Entity('assessment_run')
@Index('assessment_period', ['period'], { unique: true })
export class AssessmentRun {
  @Id()
  id: number;

  /** `2026-10`, `2026-Q4` or `2026`. */
  @Word(8)
  period: string;

  @Int()
  policyVersion: number;

  /** SHA-256 of the scores: an unchanged re-run changes nothing. */
  @Word(64)
  hash: string;

  @Instant()
  computedAt: Date;

  /** The freeze: what is recorded from this instant on alters nothing; null until then. */
  @Instant(maybe)
  frozenAt: Date | null;

  /** When the county office's card was asked for; null while it is computed only. */
  @Instant(maybe)
  toldAt: Date | null;
}

@Entity('assessment_score')
@Index('assessment_score_run', ['runId', 'subject'])
export class AssessmentScore extends SubjectColumns {
  @Id()
  id: number;

  @Int()
  runId: number;

  /** Hundredths of a point; null when nothing was applicable. */
  @Int(maybe)
  score: number | null;

  /** 优秀/良好/合格/不合格, or 不适用. */
  @Word(8)
  grade: string;

  /** When the card of whoever it is about was asked for; kept when the score is computed again. */
  @Instant(maybe)
  toldAt: Date | null;
}

@Entity('assessment_line')
@Index('assessment_line_score', ['scoreId'])
export class AssessmentLine {
  @Id()
  id: number;

  @Int()
  scoreId: number;

  @Word(48)
  rule: string;

  /** Hundredths of a point. */
  @Int()
  points: number;

  @Int()
  max: number;

  @Flag()
  applicable: boolean;

  @Word(500)
  reason: string;

  @Json()
  evidence: PackedEvidence;
}
