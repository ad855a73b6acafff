import { EnforcementCase } from '../../entities';
import type { Reader } from '../core/database';

/** The cases that have not ended, the most pressing first. */
export const openCases = (reader: Reader, limit?: number): Promise<EnforcementCase[]> =>
  reader.find(EnforcementCase, { endedAt: null }, { order: { dueDay: 'ASC', id: 'ASC' }, limit });
