import { Entity, Index } from 'typeorm';
import { Day, Flag, Id, Instant, Int, Json, maybe, Text, Word } from './columns';

/** 设置 is all three of them (部令第35号). */
export const SETTING_KINDS = ['新设', '改设', '扩大'] as const;
export type SettingKind = (typeof SETTING_KINDS)[number];

/** By the class of the outfall (部令第35号). */
export const SETTING_MODES = ['审批', '登记'] as const;
export type SettingMode = (typeof SETTING_MODES)[number];

/** Who decides: 分局 itself, the city's 生态环境局, the province's 生态环境厅. */
export const SETTING_AUTHORITIES = ['分局', '市', '省'] as const;
export type SettingAuthority = (typeof SETTING_AUTHORITIES)[number];

/** Its life is told in `src/setting/lifecycle.ts`. */
export const SETTING_STATES = [
  'submitted',
  'asked',
  'accepted',
  'forwarded',
  'granted',
  'registered',
  'denied',
  'declined',
  'withdrawn',
] as const;
export type SettingState = (typeof SETTING_STATES)[number];

/** 入河排污口设置申请 (plan, clause （八）): to set a new outfall, to change one or to enlarge it. */
@Entity('setting_application')
@Index('setting_state', ['state'])
@Index('setting_outfall', ['outfallId'])
export class SettingApplication {
  @Id()
  id: number;

  @Word(8)
  kind: SettingKind;

  @Word(8)
  mode: SettingMode;

  /** Of one that is there already; a 新设 gets its own when it was agreed to. */
  @Int(maybe)
  outfallId: number | null;

  @Int()
  townId: number;

  @Int()
  reachId: number;

  @Word(128)
  name: string;

  @Word(32)
  class2: string;

  /** WGS84, millionths of a degree: where it is to be. */
  @Int()
  lonE6: number;

  @Int()
  latE6: number;

  /** 日排水量, cubic metres: what may flow out of it once it is agreed to. */
  @Int()
  dailyVolumeM3: number;

  /** 责任主体: in whose name it is applied for. */
  @Word(128)
  owner: string;

  @Word(16)
  ownerType: string;

  /** What water, and why there. */
  @Text()
  words: string;

  @Int()
  applicantId: number;

  /** 镇代办: a town handed it in for a responsible party of its own. */
  @Flag()
  actedFor: boolean;

  @Word(12)
  state: SettingState;

  @Day()
  receivedDay: string;

  /** By when whoever has the next step takes it. */
  @Day()
  dueDay: string;

  /** 一次性告知: what was missing; it is said once. */
  @Text(maybe)
  missing: string | null;

  @Day(maybe)
  askedDay: string | null;

  /** 补正: what was handed in afterwards. */
  @Text(maybe)
  supplied: string | null;

  @Day(maybe)
  suppliedDay: string | null;

  @Day(maybe)
  acceptedDay: string | null;

  /** Nothing was said in time, so that it counts as accepted from the day it came (行政许可法第三十二条). */
  @Flag()
  deemed: boolean;

  /** Why it was accepted in a zone that limits outfalls. */
  @Text(maybe)
  acceptWords: string | null;

  /** The zones it lay in when it was accepted, each with its clause. */
  @Json(maybe)
  zones: string[] | null;

  @Word(4)
  authority: SettingAuthority;

  @Day(maybe)
  forwardedDay: string | null;

  /** 转报文号. */
  @Word(64, maybe)
  forwardNo: string | null;

  @Day(maybe)
  resultDay: string | null;

  /** 批文号、登记号. */
  @Word(64, maybe)
  resultNo: string | null;

  /** On which grounds it was decided, declined or withdrawn. */
  @Text(maybe)
  endWords: string | null;

  @Instant(maybe)
  endedAt: Date | null;

  @Instant()
  recordedAt: Date;

  @Int()
  policyVersion: number;

  @Int({ default: 1 })
  version: number;
}
