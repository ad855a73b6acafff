import { Entity, PrimaryColumn } from 'typeorm';
import { Int, Word } from './columns';

/** Which process takes messages to Feishu: at most one row. */
@Entity('sender_lease')
export class SenderLease {
  @PrimaryColumn({ type: 'varchar', length: 16 })
  role: string;

  /** For people, `pid@machine`. */
  @Word(128)
  holder: string;

  /** Of the holder's start: a restart on the same machine is another holder. */
  @Word(32)
  token: string;

  /** Counts renewals: a row that stands still has lost its holder. */
  @Int()
  renewal: number;
}
