import { dayOf } from '../../core/days';
import { exportSettings } from '../../setting';
import { mayHaveSettings } from '../mayHave';
import type { File } from './file';

/** 设置申请台账: every application, its dates and what was decided. */
export const settingsFile: File = async ({ policies }, reader, { recipient, roles, at }) =>
  mayHaveSettings(roles)
    ? {
        name: `设置申请-${dayOf(at)}.xlsx`,
        bytes: await exportSettings(reader, { policy: policies.current, at, writtenFor: recipient.name }),
      }
    : null;
