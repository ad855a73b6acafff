import { Entity, Index } from 'typeorm';
import { Day, Flag, Id, Instant, Int, maybe, Word } from './columns';

/** 快检 only ever raises a suspicion; 实验室 and 在线 confirm. */
export const MONITOR_METHODS = ['快检', '实验室', '在线'] as const;
export type MonitorMethod = (typeof MONITOR_METHODS)[number];

/** `over` 超标 · `suspected` 疑似: only 快检 says so · `unjudged` nobody knows a limit for it. */
export type Verdict = 'pass' | 'over' | 'suspected' | 'unjudged';

/** 限值 of one outfall, typed from its permit or 登记表. */
@Entity('outfall_limit')
@Index('outfall_limit_item', ['outfallId', 'item'], { unique: true })
export class OutfallLimit {
  @Id()
  id: number;

  @Int()
  outfallId: number;

  @Word(16)
  item: string;

  /** Ten-thousandths of the item's unit; so are all values here. */
  @Int(maybe)
  lowE4: number | null;

  @Int(maybe)
  highE4: number | null;

  /** Where it stands: 排污许可证. */
  @Word(64, maybe)
  source: string | null;
}

/** 监测结果: one item of one sample, with the limit by which it was judged then. */
@Entity('measurement')
@Index('measurement_once', ['outfallId', 'sampledDay', 'sampledTime', 'method', 'item'], { unique: true })
@Index('measurement_exceedance', ['exceedanceId'])
export class Measurement {
  @Id()
  id: number;

  @Int()
  outfallId: number;

  @Day()
  sampledDay: string;

  /** `HH:mm`; empty when nobody said. */
  @Word(5)
  sampledTime: string;

  @Word(8)
  method: MonitorMethod;

  @Word(16)
  item: string;

  @Int()
  valueE4: number;

  /** Below what the method can tell, which `valueE4` is; 0 is 未检出. */
  @Flag()
  below: boolean;

  @Word(64, maybe)
  lab: string | null;

  @Word(32, maybe)
  sampler: string | null;

  @Word(64, maybe)
  reportNo: string | null;

  @Int(maybe)
  lowE4: number | null;

  @Int(maybe)
  highE4: number | null;

  @Word(64, maybe)
  limitSource: string | null;

  @Word(10)
  verdict: Verdict;

  /** The 超标告知 that says it. */
  @Int(maybe)
  exceedanceId: number | null;

  @Instant()
  recordedAt: Date;

  /** As in the audit: `person:12`, `cli`. */
  @Word(32)
  recordedBy: string;

  @Int()
  policyVersion: number;
}

/** 超标告知: of one sample, to the responsible party and 分局; a 疑似 one to 分局 alone. */
@Entity('exceedance')
@Index('exceedance_once', ['outfallId', 'sampledDay', 'sampledTime', 'method'], { unique: true })
@Index('exceedance_problem', ['problemId'])
export class Exceedance {
  @Id()
  id: number;

  @Int()
  outfallId: number;

  @Day()
  sampledDay: string;

  @Word(5)
  sampledTime: string;

  @Word(8)
  method: MonitorMethod;

  @Flag()
  confirmed: boolean;

  /** What it became: 整改 goes the way of every problem. Null of a 疑似 one. */
  @Int(maybe)
  problemId: number | null;

  @Instant()
  createdAt: Date;
}
