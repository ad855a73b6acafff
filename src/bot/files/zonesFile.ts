import { dayOf } from '../../core/days';
import { exportZones } from '../../zones';
import { mayHaveSettings } from '../mayHave';
import type { File } from './file';

/** 区划, to look through or to go on with. */
export const zonesFile: File = async (_deps, reader, { roles, at }) =>
  mayHaveSettings(roles) ? { name: `区划-${dayOf(at)}.xlsx`, bytes: await exportZones(reader) } : null;
