import { Entity, Index } from 'typeorm';
import { Day, Flag, Id, Int, maybe, Text, Word } from './columns';

/**
 * 入河排污口, in the columns of the county's ledger (台账). Enumerated columns keep the ledger's own Chinese
 * words; an optional cell that was empty is null (待补). The county's five types are derived, not stored.
 */
@Entity('outfall')
@Index('outfall_name', ['name'], { unique: true })
@Index('outfall_internal', ['internalCode'], { unique: true })
@Index('outfall_national', ['nationalCode'], { unique: true })
@Index('outfall_reach', ['reachId'])
@Index('outfall_town', ['townId'])
export class Outfall {
  @Id()
  id: number;

  /** 内部编号 `XJ-<town 3>-<serial 4>`; minted by us when the ledger has none. */
  @Word(16)
  internalCode: string;

  @Word(128)
  name: string;

  /** 国家编码: never minted by us. */
  @Word(32, maybe)
  nationalCode: string | null;

  @Word(32, maybe)
  localCode: string | null;

  @Int()
  townId: number;

  @Word(64, maybe)
  village: string | null;

  /** 地址: where it is in words, as the sign or the survey says. */
  @Word(255, maybe)
  address: string | null;

  @Word(32)
  river: string;

  @Int()
  reachId: number;

  @Word(8, maybe)
  bank: string | null;

  /** WGS84, millionths of a degree. */
  @Int()
  lonE6: number;

  @Int()
  latE6: number;

  /** The coordinate system the ledger gave; stored values are always WGS84. */
  @Word(16, maybe)
  sourceCrs: string | null;

  @Word(32)
  class1: string;

  @Word(32)
  class2: string;

  @Word(32, maybe)
  class3: string | null;

  @Word(32, maybe)
  mouthForm: string | null;

  @Word(32, maybe)
  flowTrait: string | null;

  /** 异常情况: what is strange about its mouth or its water. */
  @Text(maybe)
  abnormal: string | null;

  @Word(128, maybe)
  dischargeTo: string | null;

  /** 水功能区, its 水质目标 (Ⅲ类) and the 控制断面 below. */
  @Word(128, maybe)
  waterZone: string | null;

  @Word(16, maybe)
  waterTarget: string | null;

  @Word(128, maybe)
  controlSection: string | null;

  /** 日排水量, litres. */
  @Int(maybe)
  dailyVolumeL: number | null;

  /** 年排水量, cubic metres: a year of litres would not fit an integer. */
  @Int(maybe)
  yearlyVolumeM3: number | null;

  @Word(64, maybe)
  sewageKind: string | null;

  @Word(255, maybe)
  pollutants: string | null;

  /** 含有毒有害物质. */
  @Flag(maybe)
  toxic: boolean | null;

  /** 规模以上. */
  @Flag(maybe)
  aboveScale: boolean | null;

  @Flag(maybe)
  inZone: boolean | null;

  @Word(128, maybe)
  owner: string | null;

  @Word(255, maybe)
  ownerAddress: string | null;

  @Word(16)
  ownerType: string;

  @Word(32, maybe)
  creditCode: string | null;

  @Word(64, maybe)
  permitNo: string | null;

  @Word(255, maybe)
  sharedWith: string | null;

  @Word(64, maybe)
  leadDepartment: string | null;

  @Word(16, maybe)
  approval: string | null;

  @Flag(maybe)
  isKey: boolean | null;

  @Word(32, maybe)
  monitorFrequency: string | null;

  @Word(128, maybe)
  standard: string | null;

  @Word(8, maybe)
  video: string | null;

  @Word(8, maybe)
  gate: string | null;

  @Flag(maybe)
  gateFiled: boolean | null;

  @Flag(maybe)
  isPlantOverflow: boolean | null;

  @Flag(maybe)
  sewerCovered: boolean | null;

  @Word(8, maybe)
  samplingPoint: string | null;

  @Word(8, maybe)
  archive: string | null;

  @Flag(maybe)
  retained: boolean | null;

  @Word(8, maybe)
  sign: string | null;

  @Word(16)
  tracing: string;

  /** 镇兜底: untraceable, so its town answers for it (plan, clause （二）). */
  @Flag(maybe)
  townBackstop: boolean | null;

  @Text(maybe)
  remedyProblem: string | null;

  @Word(16, maybe)
  remedyType: string | null;

  @Text(maybe)
  remedyRequirement: string | null;

  @Text(maybe)
  remedyMeasure: string | null;

  @Day(maybe)
  remedyDueDay: string | null;

  @Word(16, maybe)
  remedyStage: string | null;

  @Text(maybe)
  remedyOutcome: string | null;

  /** 完成判定条件: by what it is known that the 整治 is complete. */
  @Text(maybe)
  remedyCriterion: string | null;

  /** 年度方案: the year of the 整治方案 that it stands in. */
  @Int(maybe)
  planYear: number | null;

  @Text(maybe)
  note: string | null;

  /** 基线: it was overdue already on the day it was imported; outside reminders until given a new date. */
  @Day(maybe)
  baselineDay: string | null;

  @Int({ default: 1 })
  version: number;
}
