import { Entity, Index } from 'typeorm';
import { Day, Id, Instant, Int, Json, maybe, Text, Word } from './columns';
import type { MatterRef } from './Reminder';

/** 提示 · 提醒 · 通报 · 约谈 · 督查: the machine climbs to 1 by itself, 2 to 4 are drafts until a person signs. */
export const RUNGS = ['提示', '提醒', '通报', '约谈', '督查'] as const;
export type Rung = 0 | 1 | 2 | 3 | 4;
export type DocumentRung = 2 | 3 | 4;

/**
 * What a unit may lag by: an open matter with a due day, and what is only seen over several: a post that misses period
 * after period (`missedPatrols`, by the post), a town behind its plan at the end of months (`behindPlan`, by the unit);
 * a 待核 that was found 弄虚作假 (`suspicion`).
 */
export type LadderMatterType = MatterRef['type'];

/**
 * One matter of one unit on the ladder, from its first day of lag until its cause is cleared. Judged throughout by the
 * policy under which it began. How it went stands in its history (`history_entry`, subject `ladder`). Prose:
 * src/escalation/ladder/lifecycle.ts.
 */
@Entity('ladder_case')
@Index('ladder_case_once', ['unitId', 'matterType', 'matterId', 'round'], { unique: true })
@Index('ladder_case_next', ['state', 'nextDay'])
export class LadderCase {
  @Id()
  id: number;

  /** The town, 开发区 or department whose lag it is. */
  @Int()
  unitId: number;

  @Word(24)
  matterType: LadderMatterType;

  @Int()
  matterId: number;

  /** Counts how often this matter of this unit began to lag: clearing the cause starts it from the bottom. */
  @Int({ default: 1 })
  round: number;

  /** As it was called when it began, so that a case is readable after its matter was renamed or is gone. */
  @Text()
  title: string;

  /** The highest rung that was reached: a 通报 counts once it was issued, not as a draft. */
  @Int()
  rung: Rung;

  /** `running` · `stopped` its clock stands still · `cleared` its cause is gone. */
  @Word(8)
  state: 'running' | 'stopped' | 'cleared';

  /** The first day of the lag: the day after the matter was due. */
  @Day()
  sinceDay: string;

  /** The day on which the next step comes; null while it waits for a person, or is cleared. */
  @Day(maybe)
  nextDay: string | null;

  /**
   * Whom it waits for while `nextDay` is null: the issuer or signer of a draft, who decides about a reply; `office`
   * 县河长办, after a 约谈 or 督查, or where nobody of the unit can be told.
   */
  @Word(16, maybe)
  waitsFor: 'issuer' | 'signer' | 'decider' | 'office' | null;

  /** Why the clock stands: an approved extension or explanation, another department's turn, ice or flood, grace. */
  @Word(16, maybe)
  stoppedFor: 'extension' | 'explained' | 'department' | 'suspension' | 'grace' | null;

  @Day(maybe)
  stoppedUntil: string | null;

  @Int()
  policyVersion: number;

  @Instant()
  beganAt: Date;

  @Instant(maybe)
  clearedAt: Date | null;

  @Int({ default: 1 })
  version: number;
}

/** 说明情况 or 申请延期: what a unit answers to a 提醒 or a 通报. Only an approved one stops the clock. */
@Entity('ladder_reply')
@Index('ladder_reply_unit', ['unitId', 'state'])
@Index('ladder_reply_document', ['documentId'])
export class LadderReply {
  @Id()
  id: number;

  @Int()
  unitId: number;

  /** The 通报 or 督查 that it answers; null when it answers a 提醒. */
  @Int(maybe)
  documentId: number | null;

  /** The cases that it speaks of. */
  @Json()
  caseIds: number[];

  @Word(8)
  kind: '说明情况' | '申请延期' | '整改报告';

  @Text()
  words: string;

  /** 申请延期: the day that is asked for. */
  @Day(maybe)
  untilDay: string | null;

  @Word(8)
  state: 'waiting' | 'approved' | 'refused';

  @Int()
  byId: number;

  @Instant()
  createdAt: Date;

  @Int(maybe)
  decidedById: number | null;

  @Instant(maybe)
  decidedAt: Date | null;

  @Text(maybe)
  reason: string | null;

  @Int()
  policyVersion: number;

  @Int({ default: 1 })
  version: number;
}

/** What was known of a case when it was drafted. */
export interface LadderEvidence {
  caseId: number;
  matterType: LadderMatterType;
  matterId: number;
  title: string;
  /** Posts of those who must act, never names. */
  who: string;
  sinceDay: string;
  overdueWorkdays: number;
  /** The rung it stands on, and when each earlier step was. */
  rung: Rung;
  steps: { rung: Rung; day: string }[];
  /** Figures that belong to it: { label: 整治完成率, value: '41%', expected: '65%' }. */
  figures: { label: string; value: string; expected?: string }[];
  /** What clears it. */
  clears: string;
}

/** Who signs a document: a role, held by whoever holds it on the day of signing. */
export type LadderIssuer = '分局' | '县河长办' | '县政府';

/**
 * `draft` waits for its issuer · `returned` waits for 县河长办 to mend it · `issued` · `refused` with a reason ·
 * `withdrawn` its causes were cleared before it was signed · `closed`.
 */
export type DocumentState = 'draft' | 'returned' | 'issued' | 'refused' | 'withdrawn' | 'closed';

/**
 * 通报, 约谈 or 督查 of one unit: what is due on one rung, for one unit and one day is one document. Drafted by the
 * machine, and nothing at all until the issuer (2) or a named signer (3, 4) has signed it. Prose:
 * src/escalation/documents/lifecycle.ts.
 */
@Entity('ladder_document')
@Index('ladder_document_once', ['rung', 'unitId', 'day', 'issuer'], { unique: true })
@Index('ladder_document_state', ['state', 'rung'])
export class LadderDocument {
  @Id()
  id: number;

  @Int()
  rung: DocumentRung;

  @Int()
  unitId: number;

  /** The day it was drafted. */
  @Day()
  day: string;

  /** The role that signs it. */
  @Word(16)
  issuer: LadderIssuer;

  @Word(12)
  state: DocumentState;

  /** As it stands in the draft; what a person changed is in the history. */
  @Text()
  words: string;

  /** Who changed the words last; null while they are the machine's, which then follow the evidence. */
  @Int(maybe)
  editedById: number | null;

  /** 代签: who may sign it besides those who hold the role, and which of them asked for it. */
  @Int(maybe)
  standInId: number | null;

  @Int(maybe)
  standInForId: number | null;

  @Int(maybe)
  signedById: number | null;

  @Instant(maybe)
  signedAt: Date | null;

  /** Why it was refused, or sent back to be mended. */
  @Text(maybe)
  reason: string | null;

  /** Since when it waits for whoever has to do something about it now. */
  @Instant()
  deskAt: Date;

  /** 通报: to report by this day. 督查: to be done by this day. */
  @Day(maybe)
  replyDueDay: string | null;

  /** 约谈: when and where. */
  @Instant(maybe)
  meetAt: Date | null;

  @Word(128, maybe)
  meetPlace: string | null;

  /** 约谈纪要, or what came of a 督查. */
  @Text(maybe)
  record: string | null;

  @Instant(maybe)
  closedAt: Date | null;

  @Int(maybe)
  closedById: number | null;

  @Int()
  policyVersion: number;

  @Instant()
  createdAt: Date;

  @Int({ default: 1 })
  version: number;
}

/** One line of a document: a case, and what was known of it. A row each, since a town may lag by hundreds. */
@Entity('ladder_document_case')
@Index('ladder_document_case_once', ['documentId', 'caseId'], { unique: true })
@Index('ladder_document_case_case', ['caseId'])
export class LadderDocumentCase {
  @Id()
  id: number;

  @Int()
  documentId: number;

  @Int()
  caseId: number;

  @Json()
  evidence: LadderEvidence;

  /** Its cause was cleared before anybody signed: it is no part of the document any more. */
  @Instant(maybe)
  droppedAt: Date | null;
}

/**
 * 承诺 of a 约谈: what the unit said it would do, and by when; a matter of its own. Open until the unit says it is
 * done (`doneAt`), then until 县河长办 has looked (`checkedAt`), who may send it back.
 */
@Entity('ladder_promise')
@Index('ladder_promise_open', ['unitId', 'doneAt'])
@Index('ladder_promise_document', ['documentId'])
export class LadderPromise {
  @Id()
  id: number;

  @Int()
  documentId: number;

  @Int()
  unitId: number;

  @Text()
  words: string;

  @Day()
  dueDay: string;

  @Instant(maybe)
  doneAt: Date | null;

  @Int(maybe)
  doneById: number | null;

  @Text(maybe)
  doneWords: string | null;

  @Instant(maybe)
  checkedAt: Date | null;

  @Int(maybe)
  checkedById: number | null;

  /** What 县河长办 said last: with 认可, or why it was sent back. */
  @Text(maybe)
  checkWords: string | null;

  @Instant()
  createdAt: Date;

  @Int()
  policyVersion: number;

  @Int({ default: 1 })
  version: number;
}
