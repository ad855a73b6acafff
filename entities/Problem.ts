import { Entity, Index } from 'typeorm';
import { Day, Id, Instant, Int, Json, maybe, Text, Word } from './columns';

/** 发现问题的八组 (domain.md §1.2); a county may name others in `policy.yaml`, `findings.groups`. */
export const CATEGORIES = [
  '水体',
  '河面',
  '河中',
  '河岸',
  '涉水活动',
  '排污口',
  '河长牌',
  '水工建筑物',
] as const;
export type Category = string;

export const SERIOUSNESS = ['立行立改', '一般', '较重', '重大'] as const;
export type Seriousness = (typeof SERIOUSNESS)[number];

/** What brought it up: 巡河, 投诉, 监测超标, 排查线索, 执法检查, 责任主体自查. One entity and one life for all. */
export const SOURCES = ['patrol', 'complaint', 'exceedance', 'lead', 'enforcement', 'ownCheck'] as const;
export type ProblemSource = (typeof SOURCES)[number];

/** As cards and files say it. */
export const SOURCE_WORDS: Record<ProblemSource, string> = {
  patrol: '巡河',
  complaint: '投诉',
  exceedance: '监测超标',
  lead: '排查线索',
  enforcement: '执法检查',
  ownCheck: '责任主体自查',
};

/**
 * `draft` the form is open on the finder's phone · `registered` 登记, waits for 县河长办 · `assigned` 交办, waits for
 * 签收 · `accepted` 签收, being handled · `answered` 反馈, waits for the verifier · `closed` 销号 · `unfounded` 不属实 ·
 * `merged` 合并 into another · `withdrawn` 撤销 before it was handed on.
 */
export type ProblemState =
  | 'draft'
  | 'registered'
  | 'assigned'
  | 'accepted'
  | 'answered'
  | 'closed'
  | 'unfounded'
  | 'merged'
  | 'withdrawn';

/** Somebody's to handle or verify. */
export const RUNNING: readonly ProblemState[] = ['assigned', 'accepted', 'answered'];
/** Reported and not ended yet, the one that waits for 县河长办 included: known to whoever passes it. */
export const REPORTED: readonly ProblemState[] = ['registered', ...RUNNING];

/** What a handler may ask for: 延期, 转办, 不属实, 合并. */
export const ASKS = ['extend', 'transfer', 'dismiss', 'merge'] as const;
export type AskKind = (typeof ASKS)[number];

/** A request of the handler's that waits for whoever decides it, or the last one that was refused. */
export interface ProblemAsk {
  kind: AskKind;
  reason: string;
  byId: number;
  /** ISO instant. */
  at: string;
  /** 延期 until then. */
  day?: string;
  /** 转办 to that unit. */
  unitId?: number;
  /** 合并 into that problem. */
  problemId?: number;
  /** Null while it waits. */
  refused: { byId: number; at: string; reason: string } | null;
}

/** 问题: something found on the river, from finding to 销号. The state machine is prose in src/problem/lifecycle.ts. */
@Entity('problem')
@Index('problem_merged', ['mergedIntoId'])
@Index('problem_town', ['townId', 'state'])
@Index('problem_reach', ['reachId', 'state'])
@Index('problem_finder', ['finderId', 'state'])
export class Problem {
  @Id()
  id: number;

  @Word(16)
  source: ProblemSource;

  @Int()
  reachId: number;

  /** The task during which it was found. */
  @Int(maybe)
  taskId: number | null;

  @Int(maybe)
  outfallId: number | null;

  /** Where, in words. */
  @Word(255, maybe)
  place: string | null;

  /** Where the finder's messenger says it is: a place of its map, picked and not measured, hence a hint. */
  @Word(255, maybe)
  hintName: string | null;

  /** WGS84, millionths of a degree. */
  @Int(maybe)
  hintLonE6: number | null;

  @Int(maybe)
  hintLatE6: number | null;

  @Word(16, maybe)
  category: Category | null;

  /** What exactly, of the group's kinds (`findings.groups` of the policy). */
  @Word(32, maybe)
  kind: string | null;

  @Word(16, maybe)
  seriousness: Seriousness | null;

  @Text(maybe)
  words: string | null;

  @Int()
  finderId: number;

  /** The town that owns the reach. */
  @Int()
  townId: number;

  /** The unit that handles it; null: the town. */
  @Int(maybe)
  unitId: number | null;

  @Int(maybe)
  handlerId: number | null;

  @Int(maybe)
  verifierId: number | null;

  @Word(12)
  state: ProblemState;

  @Day(maybe)
  dueDay: string | null;

  /** 反馈: what the handler says was done. */
  @Text(maybe)
  answer: string | null;

  @Text(maybe)
  returnReason: string | null;

  @Int({ default: 0 })
  returns: number;

  /** 反弹: how often it was opened again after 销号. */
  @Int({ default: 0 })
  rebounds: number;

  /** How many found it: more than one once others were merged into it. */
  @Int({ default: 1 })
  reports: number;

  @Int(maybe)
  mergedIntoId: number | null;

  /** The handler's request, open or refused. */
  @Json(maybe)
  ask: ProblemAsk | null;

  /** Since when it waits for 县河长办 (分局 for an outfall) to decide something; null when it does not. */
  @Instant(maybe)
  deskAt: Date | null;

  /** 重大: by when the handler says how it goes; renewed with each 报进展. */
  @Day(maybe)
  progressDueDay: string | null;

  /** Where the handler's messenger says they were: a hint, like that of the finder. */
  @Int(maybe)
  afterLonE6: number | null;

  @Int(maybe)
  afterLatE6: number | null;

  /** When it was seen, as the finder's press says. */
  @Instant()
  occurredAt: Date;

  @Instant()
  recordedAt: Date;

  @Instant(maybe)
  assignedAt: Date | null;

  @Instant(maybe)
  acceptedAt: Date | null;

  @Instant(maybe)
  answeredAt: Date | null;

  /** When it ended: 销号, or found to be 不属实. */
  @Instant(maybe)
  closedAt: Date | null;

  @Int()
  policyVersion: number;

  @Int({ default: 1 })
  version: number;
}

/** Whether the complainant is content with how it ended: 没联系上 when nobody could be asked. */
export const CONTENTMENTS = ['满意', '不满意', '没联系上'] as const;
export type Contentment = (typeof CONTENTMENTS)[number];

/** 投诉: what a complaint has beside the problem. Who complained is never named, only how to call back. */
@Entity('complaint')
@Index('complaint_problem', ['problemId'], { unique: true })
@Index('complaint_source', ['sourceNo'], { unique: true })
export class Complaint {
  @Id()
  id: number;

  @Int()
  problemId: number;

  /** 工单编号 of whoever sent it on (12345热线); null when it has none. */
  @Word(64, maybe)
  sourceNo: string | null;

  /** The phone, encrypted like everybody's; null when none was left, or it was forgotten (`forgetPhones.ts`). */
  @Word(255, maybe)
  contactCipher: string | null;

  @Word(16, maybe)
  contactMasked: string | null;

  /** 告知投诉人: what was last said, when, by whom; null before. Each time is in the history. */
  @Text(maybe)
  toldWords: string | null;

  @Instant(maybe)
  toldAt: Date | null;

  @Int(maybe)
  toldById: number | null;

  /** What the complainant said of how it ended, as last told; null while that is not known. */
  @Word(8, maybe)
  content: Contentment | null;

  /** By when the complainant is to be told how it ended, or the new date; null when there is nothing to tell. */
  @Day(maybe)
  tellDueDay: string | null;

  @Instant()
  recordedAt: Date;
}
