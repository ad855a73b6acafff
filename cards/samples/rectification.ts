import type { RectificationTodo, RectificationView } from '../rectification';
import type { RectificationsView } from '../rectifications';
import { HOSTILE, LONG_POST, LONG_WORDS, PHOTO_KEYS, samplesOf, sure, TODAY } from './sample';

const none = { count: 0, keys: [] };
const one = (n: number) => ({ count: 1, keys: PHOTO_KEYS.slice(n, n + 1) });

const work: Extract<RectificationTodo, { kind: 'work' }> = {
  kind: 'work',
  open: [
    { key: 'approved', words: '已审批或登记' },
    { key: 'sign', words: '立标识牌' },
    { key: 'sampling', words: '有采样点' },
    { key: 'monitored', words: '达标监测一次' },
  ],
  known: ['责任主体明确', '建好档案'],
  needsPhotos: true,
  canTurn: false,
  mayAsk: true,
};
const begun: RectificationView = {
  id: 7,
  version: 0,
  today: TODAY,
  outfall: '古交镇永丰焦化厂雨洪排口',
  town: '古交镇',
  type: '规范整治',
  measure: '立标识牌，建采样点，装闸阀并备案',
  lead: '县工信局',
  stage: 'working',
  deadline: { today: TODAY, due: sure('2026-12-31'), workingDaysLeft: 28 },
  progress: null,
  photos: { before: none, after: none },
  returned: null,
  ask: null,
  signs: [],
  waiting: null,
  checks: [],
  flags: [],
  actingFor: null,
  todo: work,
};
const ready: RectificationView = {
  ...begun,
  version: 2,
  progress: { by: '古交镇联络员', on: '2026-11-09', words: '采样点挖好了，标识牌下周立' },
  photos: { before: one(0), after: one(1) },
};
const applied: RectificationView = {
  ...ready,
  version: 3,
  stage: 'applied',
  deadline: { today: TODAY, due: sure('2026-11-27'), workingDaysLeft: 4 },
  checks: [
    { words: '已审批或登记', done: true },
    { words: '立标识牌', done: true },
    { words: '有采样点', done: true },
    { words: '达标监测一次', done: false },
  ],
  signs: [
    {
      step: '责任主体',
      how: 'did',
      who: '古交镇联络员',
      on: '2026-11-18',
      words: '都做好了，这个口没有水，测不了',
    },
    { step: '镇', how: 'merged', who: '古交镇', on: '2026-11-18', words: '' },
    { step: '牵头部门', how: 'did', who: '县工信局联络员', on: '2026-11-20', words: '现场看过' },
  ],
  waiting: { step: '分局', who: '分局科长' },
  todo: { kind: 'sign', step: '分局' },
};
const closed: RectificationView = {
  ...applied,
  stage: 'closed',
  deadline: { today: TODAY, due: sure('2026-12-04'), workingDaysLeft: 9 },
  waiting: null,
  signs: [
    ...applied.signs.map((sign) => ({ ...sign, on: '2026-08-18' })),
    { step: '分局', how: 'did', who: '分局科长', on: '2026-08-20', words: '' },
    { step: '县河长办', how: 'did', who: '县河长办主任', on: '2026-08-22', words: '同意销号' },
  ],
  todo: { kind: 'lookBack' },
};
const ask = {
  by: '古交镇联络员',
  on: '2026-11-20',
  words: '管材没到，下月才能接',
  until: '2027-03-31',
  refused: null,
};

export const rectificationSamples = samplesOf('rectification', {
  begun,
  'acting-for': {
    ...begun,
    actingFor: '永丰焦化厂',
    photos: { before: one(0), after: none },
    todo: { ...work, canTurn: true },
  },
  ready,
  late: { ...begun, deadline: { today: TODAY, due: sure('2026-10-31'), workingDaysLeft: 0 } },
  returned: {
    ...ready,
    returned: { why: '退回', by: '分局科长', on: '2026-11-20', words: '标识牌上没有编号' },
  },
  recurred: {
    ...begun,
    returned: { why: '复排', by: '分局科长', on: '2026-11-20', words: '雨停两天了还在流，有异味' },
  },
  asked: { ...begun, ask, todo: { ...work, mayAsk: false } },
  'to-decide': { ...begun, ask, todo: { kind: 'decide' } },
  refused: {
    ...begun,
    ask: { ...ask, refused: { by: '分局科长', on: '2026-11-23', words: '年底前能做完' } },
  },
  'to-sign': applied,
  'to-sign-flags': {
    ...applied,
    flags: [
      '整治后的照片，相机记的是2026年8月1日拍的，比开始整治的2026年11月2日还早。相机的时间可能不准，请核实。',
      '签过字的县工信局联络员已经不在岗，请核实。',
    ],
  },
  waiting: { ...applied, deadline: null, todo: { kind: 'watch' } },
  'not-needed': {
    ...begun,
    type: '无需整治',
    measure: null,
    deadline: null,
    todo: {
      ...work,
      open: [{ key: 'archive', words: '建好档案' }],
      known: [],
      needsPhotos: false,
      mayAsk: false,
    },
  },
  'look-back': closed,
  closed: { ...closed, deadline: null, todo: { kind: 'watch' } },
  'not-yours': { ...begun, todo: { kind: 'notYours' } },
  worst: {
    ...applied,
    outfall: HOSTILE,
    type: HOSTILE,
    measure: HOSTILE,
    lead: HOSTILE,
    progress: { by: LONG_POST, on: TODAY, words: LONG_WORDS },
    photos: { before: { count: 99, keys: PHOTO_KEYS }, after: { count: 99, keys: PHOTO_KEYS } },
    signs: applied.signs.map((sign) => ({ ...sign, who: LONG_POST, words: HOSTILE.slice(0, 300) })),
    checks: applied.checks.map((check) => ({ ...check, words: HOSTILE })),
    flags: [HOSTILE, LONG_WORDS],
  },
});

const figures = {
  total: 86,
  done: 61,
  due: 70,
  dueDone: 58,
  late: 12,
  applied: 5,
  notNeeded: 9,
  untyped: 2,
};
const row = (id: number, title: string, due: string, left: number) => ({
  ref: { type: 'rectification' as const, id, version: 1 },
  title,
  deadline: { today: TODAY, due: sure(due), workingDaysLeft: left },
});
const town = (name: string, total: number, done: number, late: number) => ({
  name,
  total,
  done,
  late,
  due: done + late,
  dueDone: done,
});
const county: RectificationsView = {
  person: 3,
  today: TODAY,
  place: '全县',
  rows: [row(1, '销号：古交镇永丰焦化厂雨洪排口', '2026-11-27', 4)],
  figures,
  traced: { done: 93, total: 97 },
  surveyed: { done: 40, total: 44 },
  milestones: [
    {
      day: '2023-12-31',
      percent: 35,
      done: 33,
      total: 86,
      traced: { done: 84, total: 86 },
      surveyed: { done: 38, total: 44 },
    },
    { day: '2024-10-31', percent: 100, done: 55, total: 86, traced: null, surveyed: null },
    { day: '2026-12-31', percent: 100, done: 10, total: 14, traced: null, surveyed: null },
  ],
  towns: [
    town('龙兴镇', 20, 16, 1),
    town('三泉镇', 9, 9, 0),
    town('泽掌镇', 12, 7, 4),
    town('北张镇', 8, 5, 1),
    town('古交镇', 14, 9, 3),
    town('万安镇', 11, 8, 2),
    town('横桥镇', 12, 7, 1),
  ],
  median: null,
  files: true,
};
export const rectificationsSamples = samplesOf('rectifications', {
  county,
  'county-nothing': { ...county, rows: [] },
  town: {
    ...county,
    place: '古交镇',
    rows: [
      row(1, '排污口整治：古交镇永丰焦化厂雨洪排口', '2026-11-18', 0),
      row(2, '排污口整治：古交镇白村散排口', '2026-12-31', 28),
      row(3, '销号初核：古交镇污水处理厂排污口', '2026-11-26', 3),
    ],
    figures: {
      ...figures,
      total: 14,
      done: 9,
      due: 12,
      dueDone: 9,
      late: 3,
      applied: 1,
      notNeeded: 0,
      untyped: 0,
    },
    traced: { done: 14, total: 14 },
    surveyed: { done: 5, total: 5 },
    milestones: [{ day: '2024-10-31', percent: 100, done: 8, total: 14, traced: null, surveyed: null }],
    towns: [],
    median: 66,
    files: false,
  },
  department: {
    ...county,
    place: '县住建局',
    rows: [row(3, '销号验收：龙兴镇老街城镇生活污水散排口', '2026-11-26', 3)],
    figures: { ...figures, total: 17, done: 6, due: 11, dueDone: 6, late: 5, notNeeded: 2, untyped: 0 },
    traced: null,
    surveyed: null,
    milestones: [],
    towns: [],
    files: false,
  },
  'only-doing': {
    ...county,
    place: '',
    rows: county.rows,
    figures: null,
    traced: null,
    surveyed: null,
    milestones: [],
    towns: [],
    files: false,
  },
  worst: {
    ...county,
    place: HOSTILE,
    rows: Array.from({ length: 60 }, (_, id) => row(id, HOSTILE, '2026-11-18', 0)),
    towns: Array.from({ length: 30 }, () => town(LONG_POST, 9999, 9998, 1)),
  },
});
