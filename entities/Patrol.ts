import { Entity, Index } from 'typeorm';
import { Flag, Id, Instant, Int, maybe, Word } from './columns';
import type { Level } from './Reach';

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
