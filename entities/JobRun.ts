import { Entity, PrimaryColumn } from 'typeorm';
import { Instant } from './columns';

/** When a job last decided, as of which business instant; a gap since then is caught up, once. */
@Entity('job_run')
export class JobRun {
  @PrimaryColumn({ type: 'varchar', length: 32 })
  name: string;

  @Instant()
  lastAt: Date;
}
