import { Entity, PrimaryColumn } from 'typeorm';
import { Instant, Text, Word } from './columns';

/** A version of the county's rules (`policy.yaml`) as it was in force; never changed once stored. */
@Entity('policy_version')
export class PolicyVersion {
  @PrimaryColumn({ type: 'integer' })
  number: number;

  /** SHA-256 of the file's meaning (canonical JSON): comments may change without a new number. */
  @Word(64)
  hash: string;

  @Text()
  content: string;

  @Instant()
  activatedAt: Date;
}
