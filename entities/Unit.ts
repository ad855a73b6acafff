import { Entity, Index } from 'typeorm';
import { Id, maybe, Word } from './columns';

export const UNIT_TYPES = ['镇', '管委会', '县直部门', '县政府', '村', '企业'] as const;
export type UnitType = (typeof UNIT_TYPES)[number];

/** 单位: a town, the 开发区, a county department, a village, an enterprise. */
@Entity('unit')
@Index('unit_code', ['code'], { unique: true })
export class Unit {
  @Id()
  id: number;

  @Word(32)
  code: string;

  @Word(64)
  name: string;

  @Word(16)
  type: UnitType;

  /** 区划代码, 6, 9 or 12 digits. */
  @Word(12, maybe)
  divisionCode: string | null;
}
