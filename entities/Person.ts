import { Entity, Index } from 'typeorm';
import { Id, Instant, Int, maybe, Word } from './columns';

export const ROLES = [
  '县级河长',
  '镇级河长',
  '村级河长',
  '镇党委书记',
  '镇长',
  '镇联络员',
  '部门负责人',
  '部门联络员',
  '县河长办',
  '分局',
  '县政府',
  '责任单位联系人',
] as const;
export type Role = (typeof ROLES)[number];

/** A person who holds a post. The phone number is encrypted; it is found again through its HMAC. */
@Entity('person')
@Index('person_mobile', ['mobileHash'], { unique: true })
@Index('person_open_id', ['openId'], { unique: true })
@Index('person_unit', ['unitId'])
export class Person {
  @Id()
  id: number;

  @Word(64)
  name: string;

  @Word(255)
  mobileCipher: string;

  @Word(64)
  mobileHash: string;

  /** `199****0012`: what may be shown. */
  @Word(16)
  mobileMasked: string;

  @Int()
  unitId: number;

  /** 职务, as shown. */
  @Word(64, maybe)
  title: string | null;

  @Word(64, maybe)
  openId: string | null;

  /** When Feishu was last asked for the open_id; null = never. */
  @Instant(maybe)
  matchedAt: Date | null;

  /** 告知书: when it was put in the outbox, and when the person pressed 知道了. */
  @Instant(maybe)
  privacySentAt: Date | null;

  @Instant(maybe)
  privacyReadAt: Date | null;
}

@Entity('person_role')
@Index('person_role_once', ['personId', 'role'], { unique: true })
@Index('person_role_role', ['role'])
export class PersonRole {
  @Id()
  id: number;

  @Int()
  personId: number;

  @Word(16)
  role: Role;
}
