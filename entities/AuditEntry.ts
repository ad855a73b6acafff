import { Entity, Index } from 'typeorm';
import { Id, Instant, Int, Json, maybe, Word } from './columns';

/**
 * Who did what. Written in the transaction of the deed, sealed later into a hash chain by the sealer job
 * (a chain head inside the transaction would serialise all writers).
 */
@Entity('audit_entry')
@Index('audit_subject', ['subjectType', 'subjectId'])
@Index('audit_seq', ['seq'], { unique: true })
export class AuditEntry {
  @Id()
  id: number;

  @Instant()
  at: Date;

  /** `person:12`, `job:digest` or `cli`. */
  @Word(64)
  actor: string;

  @Word(48)
  action: string;

  @Word(24)
  subjectType: string;

  @Int(maybe)
  subjectId: number | null;

  @Json(maybe)
  detail: unknown;

  /** Place in the chain; null while unsealed. */
  @Int(maybe)
  seq: number | null;

  /** SHA-256 over the previous hash and this row; null while unsealed. */
  @Word(64, maybe)
  hash: string | null;
}
