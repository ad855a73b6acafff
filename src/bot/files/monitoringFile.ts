import { dayOf } from '../../core/days';
import { exportMonitoring, mayRecord } from '../../monitoring';
import type { File } from './file';

/** 监测结果: everything that was measured, to look through or to go on with. */
export const monitoringFile: File = async (_deps, reader, { roles, at }) =>
  mayRecord(roles) ? { name: `监测结果-${dayOf(at)}.xlsx`, bytes: await exportMonitoring(reader) } : null;
