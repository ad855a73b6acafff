import { Entity, Index } from 'typeorm';
import { Day, Id, Instant, Int, maybe, Text, Word } from './columns';

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
export type Category = (typeof CATEGORIES)[number];

export const SERIOUSNESS = ['立行立改', '一般', '较重', '重大'] as const;
export type Seriousness = (typeof SERIOUSNESS)[number];

/**
 * `draft` the form is open on the finder's phone · `assigned` 交办, waits for 签收 · `accepted` 签收, being
 * handled · `answered` 反馈, waits for the verifier · `closed` 销号 · `withdrawn` 撤销 before it was handed on.
 */
export type ProblemState = 'draft' | 'assigned' | 'accepted' | 'answered' | 'closed' | 'withdrawn';

/** 问题: something found on the river, from finding to 销号. The state machine is prose in src/problem/rules.ts. */
@Entity('problem')
@Index('problem_town', ['townId', 'state'])
@Index('problem_reach', ['reachId', 'state'])
@Index('problem_finder', ['finderId', 'state'])
export class Problem {
  @Id()
  id: number;

  @Word(16)
  source: 'patrol';

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

  @Word(16, maybe)
  seriousness: Seriousness | null;

  @Text(maybe)
  words: string | null;

  @Int()
  finderId: number;

  /** The town that owns the reach and handles it. */
  @Int()
  townId: number;

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

  @Instant(maybe)
  closedAt: Date | null;

  @Int()
  policyVersion: number;

  @Int({ default: 1 })
  version: number;
}
