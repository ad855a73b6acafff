import type { PatrolLeave } from '../../entities';
import type { Reader } from '../core/database';

/** 请假 as the rules ask after it. */
export type Leave = Pick<PatrolLeave, 'chiefId' | 'reachId' | 'fromDay' | 'toDay'>;

/** Every 请假 there ever was. One that was ended on its first day has no day and is left out. */
export const leavesEver = (reader: Reader): Promise<Leave[]> =>
  reader.query<Leave>(
    'SELECT chiefId, reachId, fromDay, toDay FROM patrol_leave WHERE fromDay <= toDay ORDER BY id',
  );
