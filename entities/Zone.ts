import { Entity, Index } from 'typeorm';
import { Day, Id, Int, maybe, Text, Word } from './columns';

/** 区划 that says where outfalls may be (plan, clause （七）). */
export const ZONE_KINDS = [
  '饮用水水源一级保护区',
  '饮用水水源二级保护区',
  '禁止设置河段',
  '限制设置河段',
  '水功能区',
] as const;
export type ZoneKind = (typeof ZONE_KINDS)[number];

/** What it says of a new, changed or enlarged outfall: refused · warned · nothing. */
export const ZONE_CONTROLS = ['禁止', '限制', '不限'] as const;
export type ZoneControl = (typeof ZONE_CONTROLS)[number];

/** A zone of the county, by the reaches it covers, by its boundary, or both. */
@Entity('zone')
@Index('zone_code', ['code'], { unique: true })
export class Zone {
  @Id()
  id: number;

  /** 区划编号, as the county numbers it. */
  @Word(32)
  code: string;

  @Word(128)
  name: string;

  @Word(16)
  kind: ZoneKind;

  @Word(4)
  control: ZoneControl;

  /** 依据: the clause that says so. */
  @Word(255)
  basis: string;

  /** 失效日期: from this day on it says nothing any more. */
  @Day(maybe)
  endDay: string | null;

  /** JSON of the reaches' ids, ascending; those below a reach are covered with it. */
  @Text(maybe)
  reachIds: string | null;

  /** JSON of the coordinates of a GeoJSON MultiPolygon: WGS84, degrees with six decimals. */
  @Text(maybe)
  boundary: string | null;

  @Int({ default: 1 })
  version: number;
}
