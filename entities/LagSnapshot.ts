import { Entity, Index } from 'typeorm';
import { Day, Id, Instant, Int, Json } from './columns';
import type { Seriousness } from './Problem';

export interface OpenOverdue {
  open: number;
  overdue: number;
}

/** What of a unit cannot be known later from the records alone: deadlines move, and findings are as of a day. */
export interface StandingFigures {
  problems: Record<Seriousness, OpenOverdue>;
  complaints: OpenOverdue;
  rectification: { total: number; done: number; due: number; dueDone: number };
  findings: number;
  /** 滞后提醒 and 通报 that wait for an answer, and those whose time for it is over. */
  notices: OpenOverdue;
}

/** The records behind what lags. Lists of ids as the first one and the steps from each to the next (core/packIds.ts). */
export interface StandingRecords {
  /** Overdue, by who has it in hand: 0 where nobody has. */
  problems: Record<number, number[]>;
  complaints: number[];
  outfalls: number[];
  /** 合规, by the rule: the outfalls it is found at, one after the other. */
  findings: Record<string, number[]>;
  /** 滞后提醒 and 通报 whose time for an answer is over. */
  notices: number[];
  documents: number[];
}

/** How a unit stood at the end of each day from `fromDay` to `toDay`: a day that changed nothing adds no row. */
@Entity('lag_snapshot')
@Index('lag_snapshot_once', ['unitId', 'fromDay'], { unique: true })
export class LagSnapshot {
  @Id()
  id: number;

  @Int()
  unitId: number;

  @Day()
  fromDay: string;

  @Day()
  toDay: string;

  @Json()
  figures: StandingFigures;

  @Json()
  records: StandingRecords;

  @Int()
  policyVersion: number;

  @Instant()
  keptAt: Date;
}
