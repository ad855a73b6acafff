import { Entity, Index } from 'typeorm';
import type { PackedEvidence } from './Assessment';
import { Day, Flag, Id, Instant, Int, Json, maybe, Word } from './columns';
import { SubjectColumns } from './SubjectColumns';

export type RoundState = 'draft' | 'notice' | 'final';

/** 正式考核: one period's scores on their way from draft to 定稿 (src/assessment/rounds/lifecycle.ts). */
@Entity('assessment_round')
@Index('assessment_round_period', ['period'], { unique: true })
export class AssessmentRound {
  @Id()
  id: number;

  /** `2026`, `2026-Q4` or `2026-10`. */
  @Word(8)
  period: string;

  /** The computation that it is about. */
  @Int()
  runId: number;

  @Word(8)
  state: RoundState;

  /** What was recorded after it does not count; corrections do. */
  @Instant()
  frozenAt: Date;

  /** The rules of the round itself: its deadlines, who reviews. */
  @Int()
  policyVersion: number;

  /** Who confirmed 否决 and 扣分, on whose word they hold. */
  @Int(maybe)
  confirmedById: number | null;

  @Instant(maybe)
  confirmedAt: Date | null;

  @Int(maybe)
  publishedById: number | null;

  @Instant(maybe)
  publishedAt: Date | null;

  /** The last day of 公示, on which 申诉 is still taken. */
  @Day(maybe)
  noticeUntil: string | null;

  @Int(maybe)
  finalById: number | null;

  @Instant(maybe)
  finalAt: Date | null;

  /** A correction is written and the scores are not computed anew yet. */
  @Flag()
  stale: boolean;

  @Int({ default: 1 })
  version: number;
}

/** 申诉 on one line of somebody's score, and what came of it. */
@Entity('assessment_appeal')
@Index('assessment_appeal_once', ['scoreId', 'period', 'rule'], { unique: true })
@Index('assessment_appeal_round', ['roundId', 'state'])
export class AssessmentAppeal {
  @Id()
  id: number;

  @Int()
  roundId: number;

  /** The round's own score; of a year the line is one of `period`, a month. */
  @Int()
  scoreId: number;

  @Word(8)
  period: string;

  @Word(48)
  rule: string;

  /** Hundredths, as the line said when it was contested. */
  @Int()
  was: number;

  @Int()
  max: number;

  @Word(1000)
  words: string;

  @Int()
  byId: number;

  @Instant()
  at: Date;

  @Day()
  dueDay: string;

  /** `open` · `upheld` 维持 · `corrected` 更正. */
  @Word(12)
  state: 'open' | 'upheld' | 'corrected';

  /** Hundredths; null unless it was corrected. */
  @Int(maybe)
  points: number | null;

  @Word(1000, maybe)
  reason: string | null;

  @Int(maybe)
  decidedById: number | null;

  @Instant(maybe)
  decidedAt: Date | null;

  @Int({ default: 1 })
  version: number;
}

/** What a person decided one line comes to; the newest of a line holds. Never changed. */
@Entity('assessment_correction')
@Index('assessment_correction_period', ['period'])
export class AssessmentCorrection extends SubjectColumns {
  @Id()
  id: number;

  @Int()
  roundId: number;

  /** The period of the line: a month, where the round is a year's. */
  @Word(8)
  period: string;

  @Word(48)
  rule: string;

  /** Hundredths. */
  @Int()
  points: number;

  @Word(500)
  reason: string;

  @Int()
  byId: number;

  @Instant()
  at: Date;

  @Int(maybe)
  appealId: number | null;
}

/** 定稿: what a round came to, copied whole; a later correction makes the next one beside it. */
@Entity('assessment_version')
@Index('assessment_version_once', ['roundId', 'number'], { unique: true })
export class AssessmentVersion {
  @Id()
  id: number;

  @Int()
  roundId: number;

  /** 1, 2 … */
  @Int()
  number: number;

  /** The computation's SHA-256. */
  @Word(64)
  hash: string;

  /** Why it was made; null of the first. */
  @Word(500, maybe)
  reason: string | null;

  @Int()
  byId: number;

  @Instant()
  at: Date;
}

/** A score of a version, of the round's period and, of a year, of each month. */
@Entity('assessment_version_score')
@Index('assessment_version_score_version', ['versionId', 'scoreId'])
export class AssessmentVersionScore extends SubjectColumns {
  @Id()
  id: number;

  @Int()
  versionId: number;

  @Int()
  scoreId: number;

  @Word(8)
  period: string;

  @Int(maybe)
  score: number | null;

  @Word(8)
  grade: string;
}

@Entity('assessment_version_line')
@Index('assessment_version_line_score', ['versionId', 'scoreId'])
export class AssessmentVersionLine {
  @Id()
  id: number;

  @Int()
  versionId: number;

  @Int()
  scoreId: number;

  @Word(48)
  rule: string;

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
