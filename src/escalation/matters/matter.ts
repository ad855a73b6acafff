import type { MatterRef, SentKind } from '../../../entities';
import { marks, type Reader, type SqlValue } from '../../core/database';
import type { Subject } from '../../core/outbox';
import type { Deps } from '../deps';
import type { Hands } from '../hands';

/**
 * What has to be done next: walk the reach, hand on or decide about a problem, handle it, verify it, register what was
 * complained of, tell who complained, rectify an outfall, sign its 销号, decide about its 延期, look back at it, attend to
 * one (开闸、关闸、自行监测), look into a new one, answer a suggestion, settle a 待核, say what came of a case, confirm a
 * 线索 on site, take the next step of a 设置申请; walk again after missed periods, catch up with the plan; decide about what
 * was answered to a 提醒; of a 通报, 约谈 or 督查: sign it, mend it, report on it, decide about a report, come to the 约谈,
 * write its 纪要, keep a promise, check one; of a 正式考核: publish it, end it, decide about an 申诉; give marks, confirm 加分 or 否决.
 */
export const DUTIES_OF = {
  assessmentAppeal: ['review'],
  assessmentRound: ['announce', 'finalise'],
  markProposal: ['confirmMark'],
  markSheet: ['mark'],
  task: ['patrol'],
  problem: ['decide', 'handle', 'verify', 'register'],
  complaint: ['tell'],
  outfall: ['rectify', 'sign', 'extend', 'lookBack'],
  outfallTask: ['attend'],
  foundOutfall: ['enter'],
  suggestion: ['answer'],
  suspicion: ['settle'],
  enforcement: ['enforce'],
  lead: ['confirm'],
  missedPatrols: ['walkAgain'],
  behindPlan: ['catchUp'],
  ladderDocument: ['issue', 'mend', 'report', 'judge', 'appear', 'minute'],
  promise: ['keep', 'check'],
  ladderReply: ['grant'],
  setting: ['setting'],
} as const satisfies Record<MatterRef['type'], readonly string[]>;

type Type = MatterRef['type'];
export type Duty = (typeof DUTIES_OF)[Type][number];
/** What may be asked of each type; the card of a duty (`../cardOf.ts`) is about a matter of its type. */
type Asked = { [T in Type]: { type: T; duty: (typeof DUTIES_OF)[T][number] } }[Type];

/** An open matter with a due day, whatever it is: the one shape that reminders know. */
export type Matter = Asked & {
  id: number;
  version: number;
  title: string;
  /** The town, 开发区 or department whose lag it is; null when it is none's (a county-level chief, the county office). */
  unitId: number | null;
  dueDay: string;
  /** Day since which it waits for these people; null when it always did. */
  since: string | null;
  /** Who must act; the first is who it is said of. Empty when nobody can. */
  responsible: number[];
  /** 镇代办: the town's liaison acts, since the responsible party has nobody here. */
  actedFor: boolean;
  /** 基线: overdue already at import; listed, never reminded of, never lagging. */
  baseline: boolean;
  /** What clears it. */
  clears: string;
  /** Who it is said of where nobody is called upon to act (`responsible` is empty): a post, a unit. */
  who?: string;
  /** 重大. */
  major?: boolean;
  /** The last day on which a new holder is not charged with it. */
  graceUntil?: string;
  /** `missedPatrols`: periods missed one after the other, and the last day on which the one that runs can be entered. */
  missed?: { periods: number; nextLateDay: string | null };
  /** `behindPlan`: points behind the expected line at the end of months, the newest first. */
  gaps?: readonly number[];
  /** The card that lists it with others of the same person's; a fresh one is card enough. */
  list?: { kind: SentKind; subject: Subject };
};

/** Which matters are asked for: all as of a day, or those of `only` that are still open. */
export interface Scope {
  today: string;
  only?: readonly MatterRef[];
  /** What is due on `today` or later may be left out, where that spares reading it. */
  overdue?: boolean;
}

/** What the kinds of matter are read with. */
export interface Look extends Pick<Deps, 'policies' | 'calendar'> {
  reader: Reader;
  hands: Hands;
  scope: Scope;
}

/** The ids of one kind; undefined when everything is asked for. */
export const idsOf = (
  only: readonly MatterRef[] | undefined,
  type: MatterRef['type'],
): number[] | undefined => only?.filter((ref) => ref.type === type).map(({ id }) => id);

/** ` AND column IN (?, ?)`; nothing when there is no limit. */
export function within(
  column: string,
  ids: readonly number[] | undefined,
): { sql: string; params: SqlValue[] } {
  if (!ids) return { sql: '', params: [] };
  return { sql: ` AND ${column} IN (${marks(ids)})`, params: [...ids] };
}
