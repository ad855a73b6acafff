import { Entity, Index } from 'typeorm';
import { Day, Id, Instant, Int, Json, maybe, Word } from './columns';

/** What a row of a digest points at. */
export interface MatterRef {
  type:
    | 'assessmentAppeal'
    | 'assessmentRound'
    | 'markProposal'
    | 'markSheet'
    | 'task'
    | 'problem'
    | 'complaint'
    | 'outfall'
    | 'outfallTask'
    | 'foundOutfall'
    | 'suggestion'
    | 'suspicion'
    | 'enforcement'
    | 'lead'
    | 'missedPatrols'
    | 'behindPlan'
    | 'ladderDocument'
    | 'promise'
    | 'ladderReply'
    | 'setting';
  id: number;
}

/** 今日待办: the one digest a person had on a working day, and which matters it named. */
@Entity('digest')
@Index('digest_once', ['personId', 'day'], { unique: true })
export class Digest {
  @Id()
  id: number;

  @Int()
  personId: number;

  @Day()
  day: string;

  @Json()
  matters: MatterRef[];

  @Instant()
  createdAt: Date;
}

/** 滞后提醒: what a town's head was told of its lagging matters; one a head and unit at a time, renewed in place. */
@Entity('lag_notice')
@Index('lag_open', ['unitId', 'recipientId', 'state'])
export class LagNotice {
  @Id()
  id: number;

  @Int()
  unitId: number;

  @Int()
  recipientId: number;

  /** `open` while one of its matters lags · `cleared`. */
  @Word(8)
  state: 'open' | 'cleared';

  @Json()
  matters: MatterRef[];

  @Day()
  sinceDay: string;

  /** 已知悉: records only that it was read. */
  @Instant(maybe)
  readAt: Date | null;

  @Instant()
  createdAt: Date;

  @Instant(maybe)
  clearedAt: Date | null;

  @Int({ default: 1 })
  version: number;
}

/** 催办: a head asks for one matter; becomes a line in the next digest of whoever must act. */
@Entity('urge')
@Index('urge_once', ['matterType', 'matterId', 'byId', 'day'], { unique: true })
@Index('urge_to', ['toId', 'day'])
export class Urge {
  @Id()
  id: number;

  @Int()
  byId: number;

  @Int()
  toId: number;

  @Word(24)
  matterType: MatterRef['type'];

  @Int()
  matterId: number;

  @Day()
  day: string;

  @Instant()
  at: Date;
}
