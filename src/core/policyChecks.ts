import { bonusFaults, sheetFaults } from './policySheetChecks';
import type { SheetName } from './policySheets';

/*
 * Rules that each look well and together silence or distort: found before they come into force. A check reads the
 * file as it was written and says nothing of a value that is wrong by itself, so that one look shows all faults.
 */

/** The written value at a path; undefined where the file has something else. */
type Written = (...path: string[]) => unknown;
/** A fault: the key's path, and what is wrong. */
type Found = readonly [path: string, sentence: string];
type Check = (written: Written) => Found[];

const TIME = /^([01]\d|2[0-3]):[0-5]\d$/;
const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
const isNumber = (value: unknown): value is number => typeof value === 'number';
const isTime = (value: unknown): value is string => typeof value === 'string' && TIME.test(value);

/** Every entry that was there before, with where it stands. */
const repeated = (list: unknown[]): [n: number, value: unknown][] =>
  [...list.entries()].filter(([n, value]) => list.indexOf(value) < n);

const digestInWakingHours: Check = (written) => {
  const [at, from, to] = [
    written('messages', 'digestAt'),
    written('messages', 'waking', 'from'),
    written('messages', 'waking', 'to'),
  ];
  if (!isTime(at) || !isTime(from) || !isTime(to) || from >= to || (from <= at && at < to)) return [];
  return [
    [
      'messages.digestAt',
      `${at} 不在白天（messages.waking，${from} 到 ${to}）里，待办和滞后提醒一条也发不出去`,
    ],
  ];
};

const workingHoursInOrder: Check = (written) => {
  const spans = listOf(written('messages', 'working')) as ({ from?: unknown; to?: unknown } | null)[];
  return spans.flatMap((span, n): Found[] => {
    const before = n > 0 ? spans[n - 1]?.to : undefined;
    if (!isTime(before) || !isTime(span?.from) || before <= span.from) return [];
    return [[`messages.working.${n}`, '和上一段重叠了，请从早到晚写，互不重叠']];
  });
};

const gradesFall: Check = (written) => {
  const names = ['优秀', '良好', '合格'];
  return names.slice(1).flatMap((name, n): Found[] => {
    const [above, below] = [
      written('assessment', 'grades', names[n] as string),
      written('assessment', 'grades', name),
    ];
    if (!isNumber(above) || !isNumber(below) || below < above) return [];
    return [[`assessment.grades.${name}`, `${below} 分应低于“${names[n]}”的 ${above} 分`]];
  });
};

const sheetIsWhole =
  (sheet: SheetName): Check =>
  (written) =>
    sheetFaults(sheet, written('assessment', sheet));

interface ReachEntry {
  reach?: unknown;
  level?: unknown;
  from?: unknown;
  to?: unknown;
}
const dayText = (value: unknown, otherwise: string): string =>
  typeof value === 'string' ? value : otherwise;
const isForGood = (entry: ReachEntry | null): boolean => entry?.from === undefined && entry?.to === undefined;

/** A reach has one frequency for good and, for a while, one other at a time. */
const reachOnce: Check = (written) => {
  const entries = listOf(written('patrol', 'reaches')) as (ReachEntry | null)[];
  const clash = (a: ReachEntry | null, b: ReachEntry | null): boolean =>
    a?.reach === b?.reach &&
    a?.level === b?.level &&
    isForGood(a) === isForGood(b) &&
    dayText(a?.from, '') <= dayText(b?.to, '9999') &&
    dayText(b?.from, '') <= dayText(a?.to, '9999');
  return [...entries.entries()].flatMap(([n, entry]): Found[] => {
    const path = `patrol.reaches.${n}`;
    if (dayText(entry?.from, '') > dayText(entry?.to, '9999')) {
      return [[path, '结束日期（to）早于开始日期（from）']];
    }
    return entries.slice(0, n).some((before) => clash(before, entry))
      ? [[path, `河段 ${entry?.reach} 的这一级前面已经定过频次，请删掉一个`]]
      : [];
  });
};

const dayOnce: Check = (written) => {
  const [works, rests] = [listOf(written('calendar', 'workdays')), listOf(written('calendar', 'restdays'))];
  return [
    ...repeated(works).map(([n, day]): Found => [`calendar.workdays.${n}`, `${day} 写了两次`]),
    ...repeated(rests).map(([n, day]): Found => [`calendar.restdays.${n}`, `${day} 写了两次`]),
    ...[...rests.entries()]
      .filter(([, day]) => works.includes(day))
      .map(
        ([n, day]): Found => [
          `calendar.restdays.${n}`,
          `${day} 又是上班日（workdays）又是休息日，请删掉一个`,
        ],
      ),
  ];
};

const overdueRises: Check = (written) => {
  const days = listOf(written('reminder', 'overdue'));
  return days.flatMap((day, n): Found[] => {
    const before = days[n - 1];
    if (!isNumber(day) || !isNumber(before) || before < day) return [];
    return [[`reminder.overdue.${n}`, `${day} 应大于前面的 ${before}，请从小到大写`]];
  });
};

const beforeOnce: Check = (written) =>
  repeated(listOf(written('reminder', 'before'))).map(([n, day]) => [
    `reminder.before.${n}`,
    `${day} 写了两次`,
  ]);

const roleOnce =
  (...path: [string, string]): Check =>
  (written) =>
    repeated(listOf(written(...path))).map(([n, role]) => [`${path.join('.')}.${n}`, `“${role}”写了两次`]);

const CHECKS: readonly Check[] = [
  digestInWakingHours,
  workingHoursInOrder,
  gradesFall,
  sheetIsWhole('town'),
  sheetIsWhole('chief'),
  sheetIsWhole('department'),
  (written) => bonusFaults(written('assessment', 'bonus')),
  reachOnce,
  dayOnce,
  overdueRises,
  beforeOnce,
  roleOnce('problem', 'handlerRoles'),
  roleOnce('reminder', 'headRoles'),
  roleOnce('reminder', 'copyRoles'),
];

const at = (value: unknown, key: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, key)
    ? (value as Record<string, unknown>)[key]
    : undefined;

/** @param raw the file as YAML has it, whatever it holds @returns a line for each fault */
export const crossFaults = (raw: unknown): string[] =>
  CHECKS.flatMap((check) => check((...path) => path.reduce(at, raw))).map(
    ([path, sentence]) => `· ${path}：${sentence}`,
  );
