import { Entity, Index } from 'typeorm';
import { Day, Id, Instant, Int, maybe, Word } from './columns';
import { SubjectColumns } from './SubjectColumns';

/** What one scorer (a role or a unit of the score sheet) has to give for one period: the points of its manual items. */
@Entity('mark_sheet')
@Index('mark_sheet_once', ['period', 'scorer'], { unique: true })
export class MarkSheet {
  @Id()
  id: number;

  /** `2026-10`, `2026-Q4`: of that period's sheet only. */
  @Word(8)
  period: string;

  /** As the policy names it: 县河长办, 分局, the name of a unit. */
  @Word(64)
  scorer: string;

  /** `open`: some have no points yet · `done` · `closed`: the freeze has come. */
  @Word(8)
  state: 'open' | 'done' | 'closed';

  @Day()
  dueDay: string;

  @Instant()
  at: Date;

  @Int({ default: 1 })
  version: number;
}

/** 加分 or 否决 that somebody of 县河长办 entered: it counts once a second person has confirmed it, as a mark. */
@Entity('mark_proposal')
@Index('mark_proposal_period', ['period', 'state'])
export class MarkProposal extends SubjectColumns {
  @Id()
  id: number;

  @Word(8)
  period: string;

  /** `bonus.commended`, `veto.pollution`, `veto.section`. */
  @Word(48)
  rule: string;

  /** Hundredths of a point; null of a veto. */
  @Int(maybe)
  points: number | null;

  /** The document that it rests on. */
  @Word(200)
  document: string;

  @Word(500)
  words: string;

  @Int()
  byId: number;

  @Instant()
  at: Date;

  @Day()
  dueDay: string;

  @Word(12)
  state: 'open' | 'confirmed' | 'refused' | 'withdrawn';

  /** Who confirmed, refused or took it back last. */
  @Int(maybe)
  decidedById: number | null;

  @Instant(maybe)
  decidedAt: Date | null;

  @Word(500, maybe)
  reason: string | null;

  /** The mark that it became. */
  @Int(maybe)
  markId: number | null;

  @Int({ default: 1 })
  version: number;
}
