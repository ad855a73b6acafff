import { Entity, Index } from 'typeorm';
import { Day, Id, Instant, Int, Json, maybe, Text, Word } from './columns';

/** 销号 as it is signed, in the order of domain.md §4.4; `rectification.chain` of the policy may leave some out. */
export const CLOSE_OUT_STEPS = ['责任主体', '镇', '牵头部门', '分局', '县河长办'] as const;
export type CloseOutStep = (typeof CLOSE_OUT_STEPS)[number];

/** `working` 整治 · `applied` 销号 is asked for and being signed · `closed` 销号 · `settled` 回头看 found nothing. */
export type RectificationState = 'working' | 'applied' | 'closed' | 'settled';

/** One step of the chain as it went. */
export interface CloseOutSign {
  step: CloseOutStep;
  /** `did`: somebody signed · `merged`: the unit had acted in this round already · `absent`: it has nobody to sign. */
  how: 'did' | 'merged' | 'absent';
  /** Null unless somebody signed. */
  personId: number | null;
  unitId: number | null;
  /** ISO instant. */
  at: string;
  words: string;
}

/** 延期: asked for, and refused or still waiting. */
export interface ExtensionAsk {
  day: string;
  reason: string;
  byId: number;
  /** ISO instant. */
  at: string;
  /** Null while it waits. */
  refused: { byId: number; at: string; reason: string } | null;
}

/** 销号清单: what was said of each item. */
export interface CheckedItem {
  key: string;
  done: boolean;
}

/**
 * 整治: how far the way of one outfall from plan to 销号 is. What is to be done, by whom and by when, and whether it is
 * done, stands in the outfall's own columns (docs/decisions/0007). Prose: src/rectification/lifecycle.ts.
 */
@Entity('rectification')
@Index('rectification_outfall', ['outfallId'], { unique: true })
@Index('rectification_state', ['state', 'lookBackDay'])
export class Rectification {
  @Id()
  id: number;

  @Int()
  outfallId: number;

  /** 年度: of the plan that it is in. */
  @Int(maybe)
  planYear: number | null;

  /** The deadline as planned: what progress is measured by, whatever was extended since. */
  @Day(maybe)
  plannedDay: string | null;

  @Word(8)
  state: RectificationState;

  /** When the measure was begun: a photo of its end is not older. */
  @Day(maybe)
  startedDay: string | null;

  /** Photos that came earlier belong to what was closed before. */
  @Instant(maybe)
  roundAt: Date | null;

  /** 进展, as last reported. */
  @Text(maybe)
  progress: string | null;

  @Instant(maybe)
  progressAt: Date | null;

  @Int(maybe)
  progressById: number | null;

  /** The chain as it was when 销号 was asked for. */
  @Json(maybe)
  chain: CloseOutStep[] | null;

  @Json(maybe)
  signs: CloseOutSign[] | null;

  /** Whose turn it is. */
  @Word(8, maybe)
  step: CloseOutStep | null;

  @Day(maybe)
  stepDay: string | null;

  @Json(maybe)
  checks: CheckedItem[] | null;

  @Text(maybe)
  returnReason: string | null;

  @Int(maybe)
  returnedById: number | null;

  @Int({ default: 0 })
  returns: number;

  /** 复排: how often it was opened again. */
  @Int({ default: 0 })
  recurrences: number;

  @Json(maybe)
  ask: ExtensionAsk | null;

  @Instant(maybe)
  closedAt: Date | null;

  /** 回头看: from that day on. */
  @Day(maybe)
  lookBackDay: string | null;

  @Int({ default: 1 })
  version: number;
}

/** 排查: a reach that was walked from end to end for outfalls, clause （一）. */
@Entity('reach_survey')
@Index('reach_survey_reach', ['reachId'], { unique: true })
export class ReachSurvey {
  @Id()
  id: number;

  @Int()
  reachId: number;

  @Day()
  surveyedDay: string;

  @Instant()
  recordedAt: Date;
}
