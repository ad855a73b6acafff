import { Entity, Index } from 'typeorm';
import { Flag, Id, Instant, Int, maybe, Text, Word } from './columns';
import type { Level } from './Reach';

/** 徒步 · 现场处置 · 会议协调 · 无人机. */
export const PATROL_KINDS = ['walk', 'onsite', 'meeting', 'drone'] as const;
export type PatrolKind = (typeof PATROL_KINDS)[number];

/** 巡河: one walk along a reach, by whichever channel it was recorded. */
@Entity('patrol')
@Index('patrol_task_id', ['taskId'], { unique: true })
@Index('patrol_reach', ['reachId', 'occurredAt'])
export class Patrol {
  @Id()
  id: number;

  /** The task that it ended: one patrol a task. */
  @Int(maybe)
  taskId: number | null;

  @Int()
  reachId: number;

  @Word(8)
  level: Level;

  /** Who walked. */
  @Int()
  personId: number;

  @Word(8)
  result: 'normal' | 'problem';

  /** `card`, `paper` or `import`. */
  @Word(8)
  channel: 'card' | 'paper' | 'import';

  @Word(8, { default: 'walk' })
  kind: PatrolKind;

  /** 代巡: the chief who authorised whoever walked; never that chief's own patrol. */
  @Int(maybe)
  standInFor: number | null;

  /** When it began, where the walker said so; a claim like `occurredAt`. */
  @Instant(maybe)
  startedAt: Date | null;

  /** What was settled, on the spot or at a meeting. */
  @Text(maybe)
  words: string | null;

  /** Who entered it for whom walked: 镇代办, or from paper; null when the walker did, or the command line. */
  @Int(maybe)
  enteredById: number | null;

  @Instant()
  occurredAt: Date;

  @Instant()
  recordedAt: Date;
}

export type FlowState = 'dry' | 'flowing' | 'abnormal';

/** What was seen at one key outfall: 无水 / 有水 / 异常. */
@Entity('observation')
@Index('observation_patrol', ['patrolId'])
@Index('observation_outfall', ['outfallId', 'occurredAt'])
export class Observation {
  @Id()
  id: number;

  @Int()
  patrolId: number;

  @Int()
  outfallId: number;

  @Word(8)
  flow: FlowState;

  /** True when the form's prefilled answer was left as it was: never evidence for or against anyone. */
  @Flag()
  unchanged: boolean;

  @Instant()
  occurredAt: Date;

  @Instant()
  recordedAt: Date;
}

export type OldProblemAnswer = 'gone' | 'still' | 'unclear';

/** What was said of an earlier problem while passing it: 已解决 / 还在 / 看不清. */
@Entity('problem_look')
@Index('problem_look_problem', ['problemId'])
export class ProblemLook {
  @Id()
  id: number;

  @Int()
  patrolId: number;

  @Int()
  problemId: number;

  @Word(8)
  answer: OldProblemAnswer;

  @Instant()
  occurredAt: Date;

  @Instant()
  recordedAt: Date;
}
