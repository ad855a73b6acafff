import { dayOf } from '../../core/days';
import { exportProgress, exportRetained } from '../../rectification';
import { mayHaveProgress } from '../mayHave';
import type { File } from './file';

/** 整治进度: the plan's targets and every outfall, as it is when the file is written. */
export const progressFile: File = async ({ policies }, reader, { recipient, roles, at }) =>
  mayHaveProgress(roles)
    ? {
        name: `整治进度-${dayOf(at)}.xlsx`,
        bytes: await exportProgress(reader, { policy: policies.current, at, writtenFor: recipient.name }),
      }
    : null;

/** 保留清单: the outfalls that stay. */
export const retainedFile: File = async ({ policies }, reader, { recipient, roles, at }) =>
  mayHaveProgress(roles)
    ? {
        name: `保留清单-${dayOf(at)}.xlsx`,
        bytes: await exportRetained(reader, { policy: policies.current, at, writtenFor: recipient.name }),
      }
    : null;
