import { Entity, Index } from 'typeorm';
import { Day, Id, Instant, Int, maybe, Text, Word } from './columns';

/** By which means it came up (clause （十三）). */
export const LEAD_SOURCES = ['无人机', '遥感', '管线排查', '走航', '其他'] as const;
export type LeadSource = (typeof LEAD_SOURCES)[number];

/** What is found on site: nothing · an outfall of the ledger · one that the ledger has not · something to enforce. */
export type LeadState = 'open' | 'notFound' | 'known' | 'new' | 'unlawful';

/** 排查线索: a point that a survey brought up, to be confirmed on site. */
@Entity('survey_lead')
@Index('survey_lead_code', ['code'], { unique: true })
@Index('survey_lead_state', ['state', 'townId'])
export class SurveyLead {
  @Id()
  id: number;

  /** 线索编号, as the survey numbers it. */
  @Word(32)
  code: string;

  @Word(8)
  source: LeadSource;

  @Day()
  foundDay: string;

  @Int()
  reachId: number;

  /** The town of the reach. */
  @Int()
  townId: number;

  /** WGS84, millionths of a degree. */
  @Int()
  lonE6: number;

  @Int()
  latE6: number;

  @Word(128, maybe)
  place: string | null;

  @Text()
  words: string;

  /** Where the evidence is kept: the number of a report, the name of a picture. */
  @Word(128, maybe)
  evidence: string | null;

  @Word(10)
  state: LeadState;

  @Day()
  dueDay: string;

  /** Of `known`: which one. */
  @Int(maybe)
  outfallId: number | null;

  /** Of `new` and `unlawful`: what it became. */
  @Int(maybe)
  problemId: number | null;

  @Text(maybe)
  answer: string | null;

  @Int(maybe)
  doneById: number | null;

  @Instant(maybe)
  doneAt: Date | null;

  @Instant()
  recordedAt: Date;

  @Int()
  policyVersion: number;

  @Int({ default: 1 })
  version: number;
}
