import { dayOf } from '../../core/days';
import { exportRoster } from '../../roster';
import { mayHaveRoster } from '../mayHave';
import type { File } from './file';

/** 花名册, phone numbers included. */
export const rosterFile: File = async ({ secrets }, reader, { roles, at }) =>
  mayHaveRoster(roles)
    ? { name: `花名册-${dayOf(at)}.xlsx`, bytes: await exportRoster(reader, secrets) }
    : null;
