import { Entity, PrimaryColumn } from 'typeorm';
import { Text } from './columns';

/** One remembered value of the program itself: the sandbox clock's offset, the last tick. */
@Entity('app_state')
export class AppState {
  @PrimaryColumn({ type: 'varchar', length: 64 })
  name: string;

  @Text()
  value: string;
}
