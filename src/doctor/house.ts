import { existsSync } from 'node:fs';
import { Calendar } from '../core/calendar';
import { machineNow } from '../core/clock';
import { dayOf } from '../core/days';
import { Fault } from '../core/errors';
import { makeFolder } from '../core/folders';
import { type Policy, readPolicy } from '../core/policy';
import { bad, type Check, good } from './check';

const DATA = ['data-dir', '数据文件夹'] as const;
const POLICY = ['policy', '规则文件'] as const;
const CALENDAR = ['calendar', '放假日历'] as const;

export function lookAtFolder(dataDir: string): Check {
  try {
    if (existsSync(dataDir)) makeFolder(dataDir);
    return good(DATA, existsSync(dataDir) ? `${dataDir} 能写` : `${dataDir} 还没有，启动时会建`);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return bad(
      DATA,
      `${dataDir} 写不进去（${code}）`,
      '把文件夹交给运行机器人的用户：chown，或把 DATA_DIR 换成能写的',
    );
  }
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

/** Towards the end of a year the next one matters: deadlines reach into it. */
export function lookAtCalendar(policy: Policy): Check {
  const calendar = new Calendar(policy.calendar);
  const today = dayOf(machineNow());
  const { from, to } = calendar.coverage();
  const found = `有 ${from}–${to} 年的放假安排`;
  if (calendar.covers(today)) return good(CALENDAR, found);
  return bad(
    CALENDAR,
    `${found}，没有今年的，期限都写“暂定”`,
    '升级程序；或按国务院放假通知把今年写进 policy.yaml 的 calendar（workdays、restdays、years），version 加一',
  );
}
