import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { Calendar } from '../core/calendar';
import { calendarOutlook } from '../core/calendarOutlook';
import { machineNow } from '../core/clock';
import { dayOf } from '../core/days';
import { Fault } from '../core/errors';
import { longestWorkdaysOf, type Policy, readPolicy } from '../core/policy';
import { bad, type Check, good } from './check';

const DATA = ['data-dir', '数据文件夹'] as const;
const POLICY = ['policy', '规则文件'] as const;
const CALENDAR = ['calendar', '放假日历'] as const;

export function lookAtFolder(dataDir: string): Check {
  try {
    const there = existsSync(dataDir);
    mustBeWritable(there ? dataDir : nearest(resolve(dataDir)));
    return good(DATA, there ? `${dataDir} 能写` : `${dataDir} 还没有，启动时会建`);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return bad(
      DATA,
      `${dataDir} 写不进去（${code}）`,
      '把文件夹交给运行机器人的用户：chown，或把 DATA_DIR 换成能写的',
    );
  }
}

/** What is there of the way to a folder that is not. */
const nearest = (path: string): string => (existsSync(path) ? path : nearest(dirname(path)));

/** @throws what the system says, with its code */
function mustBeWritable(folder: string): void {
  if (!statSync(folder).isDirectory()) throw Object.assign(new Error(folder), { code: 'ENOTDIR' });
  accessSync(folder, constants.W_OK | constants.X_OK);
}

export function lookAtPolicy(file: string): { check: Check; policy: Policy | null } {
  try {
    const policy = readPolicy(file);
    return { check: good(POLICY, `${policy.county.name}，第 ${policy.version} 版`), policy };
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    return {
      check: bad(POLICY, `${file} 有问题`, String(error.params.faults ?? error.message)),
      policy: null,
    };
  }
}

/** A year is announced in the autumn before it: what is 暂定 until then is said, and is no fault of anybody's. */
export function lookAtCalendar(policy: Policy, today = dayOf(machineNow())): Check {
  const { current, found, mend } = calendarOutlook(
    new Calendar(policy.calendar),
    today,
    longestWorkdaysOf(policy),
  );
  return current ? { ...good(CALENDAR, found), mend } : bad(CALENDAR, found, mend);
}
