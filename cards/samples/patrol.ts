import type { PatrolMoreView } from '../patrolMore';
import type { PatrolTaskView } from '../patrolTask';
import { HOSTILE, LONG_POST, LONG_REACH, LONG_RIVER, samplesOf, sure, TODAY, unsure } from './sample';

const task = {
  id: 42,
  version: 3,
  river: '汾河',
  reach: '古交镇第一村段',
  period: '本周',
  lengthKm: 2.5,
  today: TODAY,
  due: sure('2026-11-29'),
  workingDaysLeft: 4,
};
const open: PatrolTaskView = {
  ...task,
  state: 'open',
  lateUntil: sure('2026-12-06'),
  outfalls: [{ id: 17, name: '桥西雨洪排口', last: 'dry', lastSeen: '2026-11-20' }],
  oldProblems: [{ id: 83, title: '南岸建筑垃圾', foundOn: '2026-11-21', progress: '正在处理' }],
  photos: 0,
  standInFor: null,
};
const many = (count: number, name: string) =>
  Array.from({ length: count }, (_, i) => ({
    id: 100 + i,
    name: `${name}${i + 1}`,
    last: (['dry', 'flowing', 'abnormal', null] as const)[i % 4] ?? null,
    lastSeen: i % 4 === 3 ? null : '2026-11-16',
  }));

export const patrolTaskSamples = samplesOf('patrolTask', {
  open,
  'nothing-to-look-at': { ...open, outfalls: [], oldProblems: [], lengthKm: null },
  emergency: {
    ...open,
    due: sure(TODAY),
    workingDaysLeft: 0,
    period: '应急11月23日',
    emergency: { kind: '汛情', words: '上游来水，汾河水位一夜涨了一米二' },
  },
  'acting-for': { ...open, actingFor: '古交镇第一村河长' },
  'due-soon': { ...open, due: sure('2026-11-24'), workingDaysLeft: 1, photos: 2 },
  'due-today': { ...open, due: sure(TODAY), workingDaysLeft: 0 },
  overdue: {
    ...open,
    due: sure('2026-11-22'),
    lateUntil: sure('2026-11-29'),
    workingDaysLeft: 0,
    period: '上周',
  },
  'late-entry-last-day': {
    ...open,
    due: sure('2026-11-16'),
    lateUntil: sure(TODAY),
    workingDaysLeft: 0,
    period: '上周',
  },
  // The week that ends in a year whose holidays are not announced yet.
  provisional: {
    ...open,
    today: '2026-12-29',
    due: unsure('2027-01-03'),
    lateUntil: unsure('2027-01-10'),
    workingDaysLeft: 2,
  },
  'twelve-outfalls': {
    ...open,
    reach: '县城段',
    period: '四季度',
    due: sure('2026-12-31'),
    workingDaysLeft: 28,
    outfalls: many(12, '城关雨洪排口'),
    oldProblems: Array.from({ length: 6 }, (_, i) => ({
      id: 80 + i,
      title: `第${i + 1}处河岸垃圾`,
      foundOn: '2026-11-09',
      progress: '等古交镇签收',
    })),
  },
  worst: {
    ...open,
    river: LONG_RIVER,
    reach: LONG_REACH,
    due: sure('2026-11-20'),
    workingDaysLeft: 0,
    outfalls: many(30, HOSTILE),
    oldProblems: Array.from({ length: 12 }, (_, i) => ({
      id: 80 + i,
      title: HOSTILE,
      foundOn: '2025-11-09',
      progress: HOSTILE,
    })),
    photos: 12,
  },
  'done-from-paper': {
    ...task,
    state: 'done',
    by: '古交镇第一村河长',
    standInFor: null,
    walkedOn: '2026-11-21',
    late: true,
    mayReport: true,
    how: '纸质记录',
    seen: [],
    problems: [],
    photos: 0,
  },
  'done-normal': {
    ...task,
    state: 'done',
    by: '古交镇第一村河长',
    standInFor: null,
    walkedOn: TODAY,
    late: false,
    mayReport: true,
    seen: [{ name: '桥西雨洪排口', flow: 'dry', changed: false }],
    problems: [],
    photos: 0,
  },
  'done-problem': {
    ...task,
    state: 'done',
    by: '古交镇第一村河长',
    standInFor: null,
    walkedOn: TODAY,
    late: true,
    mayReport: true,
    seen: [
      { name: '桥西雨洪排口', flow: 'abnormal', changed: true },
      { name: '村北农田退水口', flow: 'dry', changed: false },
    ],
    problems: [
      { title: '桥西雨洪排口晴天排水', progress: '已交古交镇，等签收', closed: false },
      { title: '南岸建筑垃圾', progress: '已销号', closed: true },
    ],
    photos: 3,
  },
  'done-worst': {
    ...task,
    river: LONG_RIVER,
    reach: LONG_REACH,
    state: 'done',
    by: LONG_POST,
    standInFor: LONG_POST,
    walkedOn: TODAY,
    late: true,
    mayReport: true,
    seen: many(30, HOSTILE).map(({ name }) => ({ name, flow: 'abnormal', changed: true })),
    problems: Array.from({ length: 30 }, () => ({ title: HOSTILE, progress: HOSTILE, closed: false })),
    photos: 30,
  },
  'stand-in': { ...open, standInFor: '古交镇第一村河长' },
  'done-stand-in': {
    ...task,
    state: 'done',
    by: '古交镇第一村党支部副书记',
    standInFor: '古交镇第一村河长',
    walkedOn: TODAY,
    late: false,
    mayReport: true,
    seen: [],
    problems: [],
    photos: 0,
  },
  suspended: { ...task, state: 'suspended', reason: '冰冻', from: '2026-11-20', until: null },
  'suspended-until': { ...task, state: 'suspended', reason: '其他', from: '2026-11-20', until: '2026-12-05' },
  missed: { ...task, state: 'missed' },
  cancelled: { ...task, state: 'cancelled' },
  'not-yours': { ...task, state: 'notYours' },
});

const row = (i: number) => ({
  type: 'patrolTask' as const,
  id: 42 + i,
  version: 1,
  reach: `汾河 · 古交镇第${i + 1}村段`,
  level: '村级',
  period: '本周',
  due: sure('2026-11-29'),
  lateUntil: sure('2026-12-06'),
});
const overdueRow = (i: number) => ({
  ...row(i),
  id: 90 + i,
  period: '上周',
  due: sure('2026-11-22'),
  lateUntil: sure('2026-11-29'),
});
export const newTasksSamples = samplesOf('newTasks', {
  two: {
    today: TODAY,
    tasks: [row(0), { ...row(1), level: '镇级', period: '11月', due: sure('2026-11-30') }],
  },
  twelve: { today: TODAY, tasks: Array.from({ length: 12 }, (_, i) => row(i)) },
  overdue: { today: TODAY, tasks: [overdueRow(0), overdueRow(1), row(0), row(1), row(2)] },
  'only-overdue': { today: TODAY, tasks: [overdueRow(0), overdueRow(1)] },
  worst: {
    today: TODAY,
    tasks: Array.from({ length: 60 }, (_, i) => ({
      ...(i < 20 ? overdueRow(i) : row(i)),
      reach: HOSTILE,
      due: unsure(i < 20 ? '2025-01-02' : '2027-01-10'),
    })),
  },
});

const more: PatrolMoreView = {
  state: 'task',
  today: TODAY,
  kinds: ['walk', 'drone'],
  id: 42,
  version: 3,
  river: '汾河',
  reach: '古交镇第一村段',
  period: '本周',
  postponeDays: 7,
  own: true,
  dueDay: '2026-11-29',
};
const free: PatrolMoreView = {
  state: 'free',
  today: TODAY,
  kinds: ['walk', 'drone'],
  person: 7,
  version: 1,
  posts: [{ reachId: 3, level: 'village', river: '汾河', name: '古交镇第一村段' }],
};
export const patrolMoreSamples = samplesOf('patrolMore', {
  task: more,
  'task-town': {
    ...more,
    kinds: ['walk', 'onsite', 'meeting', 'drone'],
    reach: '古交镇段',
    period: '11月',
    dueDay: '2026-11-30',
    postponeDays: 14,
  },
  'no-postponing': { ...more, own: false, postponeDays: 0, kinds: ['walk'] },
  free,
  'free-worst': {
    ...free,
    kinds: ['walk', 'onsite', 'meeting', 'drone'],
    posts: Array.from({ length: 60 }, (_, reachId) => ({
      reachId,
      level: 'village' as const,
      river: LONG_RIVER,
      name: HOSTILE,
    })),
  },
  over: { state: 'over', today: TODAY, kinds: [] },
});
