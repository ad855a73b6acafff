import { Entity, Index } from 'typeorm';
import { Day, Id, Instant, Int, maybe, Word } from './columns';

/** 汛期开闸 · 汛后关闸 · 旱天查雨水口 (clause （五）) · 自行监测 (clause （九）) · 巡查排污管道 (clause （十）). */
export const OUTFALL_TASK_KINDS = ['gateOpen', 'gateClose', 'monitor', 'dryCheck', 'pipeCheck'] as const;
export type OutfallTaskKind = (typeof OUTFALL_TASK_KINDS)[number];

/** One occasion on which something is asked for at many outfalls: a season's edge, a quarter, a dry spell. */
@Entity('outfall_round')
@Index('outfall_round_once', ['kind', 'periodKey'], { unique: true })
export class OutfallRound {
  @Id()
  id: number;

  @Word(12)
  kind: OutfallTaskKind;

  /** `2026` of a season's edge, `2026-Q4` of a quarter, `2026-11-27-1` of what the county ordered that day. */
  @Word(12)
  periodKey: string;

  @Day()
  startDay: string;

  @Day()
  dueDay: string;

  /** Last day on which it can still be entered. */
  @Day()
  lateDay: string;

  @Instant()
  startedAt: Date;
}

/** `dry` 无水 · `flowing` 有水 · `sound` 没有异常 · `found` something, which became a problem. */
export type Sight = 'dry' | 'flowing' | 'sound' | 'found';

/** `open` · `done` (in time or late) · `missed` (未完成, terminal) · `void` (nobody was there to do it). */
export type OutfallTaskState = 'open' | 'done' | 'missed' | 'void';

/**
 * 排污口任务: what is asked for at one outfall now and then. No `PatrolTask`: that belongs to a reach and a level and is
 * walked by whoever holds the post; this belongs to an outfall and is done by its responsible party, or its town.
 */
@Entity('outfall_task')
@Index('outfall_task_once', ['roundId', 'outfallId'], { unique: true })
@Index('outfall_task_state', ['state', 'lateDay'])
@Index('outfall_task_outfall', ['outfallId'])
export class OutfallTask {
  @Id()
  id: number;

  @Int()
  roundId: number;

  @Word(12)
  kind: OutfallTaskKind;

  @Word(12)
  periodKey: string;

  @Int()
  outfallId: number;

  /** The outfall's town when the task was made. */
  @Int()
  townId: number;

  @Day()
  startDay: string;

  @Day()
  dueDay: string;

  @Day()
  lateDay: string;

  @Word(8)
  state: OutfallTaskState;

  /** What was seen: of 旱天查雨水口 whether water flows, of 巡查排污管道 whether something is wrong. */
  @Word(8, maybe)
  flow: Sight | null;

  @Int(maybe)
  doneById: number | null;

  @Instant(maybe)
  doneAt: Date | null;

  @Int()
  policyVersion: number;

  @Instant()
  createdAt: Date;

  @Int({ default: 1 })
  version: number;
}
