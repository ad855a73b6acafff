import { Entity, Index } from 'typeorm';
import { Day, Id, Instant, Int, maybe, Text, Word } from './columns';
import type { Level } from './Reach';

/** `open` · `done` (recorded in time or late) · `missed` (未完成, terminal) · `void` (nobody held the post). */
export type PatrolTaskState = 'open' | 'done' | 'missed' | 'void';

/** `period` of the calendar; asked for by the county, and in no score: `rain` 雨后巡河 · `urgent` 应急巡河 of one day. */
export type PatrolTaskKind = 'period' | 'rain' | 'urgent';

/** 巡河任务: one per reach, level and calendar period, whoever of the holders walks it. */
@Entity('patrol_task')
@Index('patrol_task_once', ['reachId', 'level', 'periodKey'], { unique: true })
@Index('patrol_task_assignee', ['assigneeId', 'state'])
@Index('patrol_task_state', ['state', 'dueDay'])
export class PatrolTask {
  @Id()
  id: number;

  @Int()
  reachId: number;

  /** The town that owned the reach when the task was made: it answers for it even when the reach moves on. */
  @Int()
  townId: number;

  @Word(8)
  level: Level;

  @Word(8, { default: 'period' })
  kind: PatrolTaskKind;

  /** `2026-Q4`, `2026-11`, `2026-11-A`/`B` (half-months of the flood season), `2026-W48`; `rain-7` by its 雨后巡河; `day-20261125` 应急. */
  @Word(12)
  periodKey: string;

  @Day()
  startDay: string;

  /** Last day of the period; the task counts in this day's month, quarter and year. */
  @Day()
  dueDay: string;

  /** Last day on which a late entry is taken. */
  @Day()
  lateDay: string;

  /** The first holder of the post when the task was made; co-holders get the card too. */
  @Int()
  assigneeId: number;

  @Word(8)
  state: PatrolTaskState;

  /** The 停巡 that makes it `void`: nobody's fault. */
  @Int(maybe)
  suspensionId: number | null;

  /** 顺延: the due day that it had before. */
  @Day(maybe)
  postponedFrom: string | null;

  @Text(maybe)
  postponeReason: string | null;

  @Int()
  policyVersion: number;

  @Instant()
  createdAt: Date;

  @Int({ default: 1 })
  version: number;
}
