import type { AppealView } from '../appeal';
import type { AppealFormView } from '../appealForm';
import type { AssessmentRoundView } from '../assessmentRound';
import { HOSTILE, LONG_POST, LONG_REACH, LONG_WORDS, PHOTO_KEYS, samplesOf, unsure } from './sample';

const TODAY = '2027-01-19';
const due = { today: TODAY, due: unsure('2027-01-25'), workingDaysLeft: 4 };

const draft: Extract<AssessmentRoundView, { state: 'draft' | 'notice' | 'final' }> = {
  id: 3,
  version: 1,
  today: TODAY,
  period: '2026年度',
  state: 'draft',
  deadline: due,
  keeps: true,
  amends: true,
  stale: false,
  table: { type: 'assessmentSummary', id: 5, version: 1 },
  towns: 10,
  departments: 0,
  chiefs: 214,
  before: '上年',
  median: 8840,
  medianChange: 165,
  movers: [
    { name: '古交镇', change: 620, why: '3月到期 9 个问题，按期办结 9 个' },
    { name: '泉掌镇', change: -410, why: '11月2个问题逾期' },
  ],
  effects: [
    {
      id: 101,
      who: '第一村河长 · 汾河古交镇第一村段',
      what: '10月 · 待核成立扣分',
      points: -500,
      reason: '县河长办认定成立 1 件，每件扣 5 分，一期最多扣 10 分',
    },
    {
      id: 102,
      who: '第二村河长 · 汾河古交镇第二村段',
      what: '11月 · 弄虚作假',
      points: 0,
      reason: '县河长办认定弄虚作假 1 件，这一期定为不合格',
    },
  ],
  confirmed: null,
  published: null,
  appeals: [],
  versions: [],
  months: [],
  items: [],
};
const notice: typeof draft = {
  ...draft,
  version: 4,
  state: 'notice',
  deadline: null,
  confirmed: { by: '县河长办主任', on: '2027-01-18' },
  published: { by: '县河长办主任', on: '2027-01-18', until: '2027-01-25', over: false },
  appeals: [
    {
      card: { type: 'appeal', id: 1, version: 1 },
      who: '古交镇',
      what: '3月 · 问题按期办结',
      stands: '待复核',
      open: true,
    },
    {
      card: { type: 'appeal', id: 2, version: 2 },
      who: '三泉镇',
      what: '7月 · 巡河履职',
      stands: '更正为15.00分',
      open: false,
    },
  ],
};
const items = ['rectification', 'problemOnTime', 'patrol'].map((code, i) => ({
  code,
  name: ['排污口整治与销号', '问题按期办结', '巡河履职'][i] ?? '',
}));
const months = Array.from({ length: 12 }, (_, i) => ({
  code: `2026-${String(i + 1).padStart(2, '0')}`,
  name: `${i + 1}月`,
}));
export const assessmentRoundSamples = samplesOf('assessmentRound', {
  draft,
  confirmed: { ...draft, version: 2, confirmed: { by: '县河长办主任', on: '2027-01-18' } },
  notice,
  recomputing: { ...notice, stale: true },
  over: {
    ...notice,
    today: '2027-01-27',
    deadline: { today: '2027-01-27', due: unsure('2027-02-01'), workingDaysLeft: 3 },
    published: { by: '县河长办主任', on: '2027-01-18', until: '2027-01-25', over: true },
    appeals: notice.appeals.map((one) => ({ ...one, open: false, stands: '维持' })),
  },
  final: {
    ...notice,
    state: 'final',
    today: '2027-03-02',
    published: { by: '县河长办主任', on: '2027-01-18', until: '2027-01-25', over: true },
    appeals: notice.appeals.map((one) => ({ ...one, open: false, stands: '维持' })),
    versions: [
      {
        number: 2,
        on: '2027-03-01',
        by: '县河长办主任',
        reason: '监测数据报错了一个月，改回来',
        hash: '9f2c4be1a077',
      },
      { number: 1, on: '2027-01-28', by: '县河长办主任', reason: null, hash: '03ab77e1c5d2' },
    ],
    months,
    items: [
      ...items,
      { code: 'bonus.commended', name: '表扬加分' },
      { code: 'veto.pollution', name: '重特大水污染事件否决' },
    ],
  },
  leader: { ...notice, keeps: false, amends: false },
  'not-yours': { id: 3, version: 1, today: TODAY, period: '2026年度', state: 'notYours' },
  worst: {
    ...notice,
    period: HOSTILE,
    movers: Array.from({ length: 20 }, () => ({ name: HOSTILE, change: -9999, why: HOSTILE })),
    effects: Array.from({ length: 40 }, (_, i) => ({
      id: i,
      who: `${i}${HOSTILE}`,
      what: HOSTILE,
      points: -500,
      reason: HOSTILE,
    })),
    state: 'draft',
    confirmed: null,
  },
});

const form: Extract<AppealFormView, { state: 'open' }> = {
  id: 7,
  version: 4,
  today: TODAY,
  period: '2026年度',
  subject: '古交镇',
  state: 'open',
  until: '2027-01-25',
  months: months.slice(2, 4),
  items,
  lines: [
    { what: '3月 · 问题按期办结', points: '13.50/15.00', reason: '到期 10 个问题，按期办结 9 个，逾期 1 个' },
    { what: '4月 · 巡河履职', points: '12.00/15.00', reason: '到期应巡 10 次，完成 8 次' },
  ],
  appealed: 1,
};
export const appealFormSamples = samplesOf('appealForm', {
  open: form,
  'one-month': { ...form, period: '2026年12月', months: months.slice(11), appealed: 0 },
  nothing: { ...form, months: [], items: [], lines: [], appealed: 2 },
  closed: { ...form, state: 'closed', why: '申诉到1月25日为止，已经过了' },
  'not-yours': { ...form, state: 'notYours', subject: '' },
  worst: {
    ...form,
    subject: LONG_POST,
    lines: Array.from({ length: 120 }, () => ({ what: HOSTILE, points: '0.00/100.00', reason: HOSTILE })),
    items: Array.from({ length: 15 }, (_, i) => ({ code: `r${i}`, name: `${i}${HOSTILE}` })),
  },
});

const appeal: Extract<AppealView, { state: 'open' | 'upheld' | 'corrected' }> = {
  id: 1,
  version: 1,
  ...due,
  state: 'open',
  period: '2026年度',
  subject: '古交镇',
  item: '3月 · 问题按期办结',
  was: 1350,
  max: 1500,
  veto: false,
  computed: '到期 10 个问题，按期办结 9 个，逾期 1 个',
  by: '古交镇镇长',
  on: '2027-01-19',
  words: '桥西垃圾那件3月18日就清完了，当天飞书没信号，第二天才反馈上去，有照片。',
  photos: { count: 2, keys: PHOTO_KEYS.slice(0, 2) },
  mayDecide: true,
  mine: false,
  nobody: false,
  decision: null,
  total: 9120,
};
export const appealSamples = samplesOf('appeal', {
  review: appeal,
  mine: { ...appeal, mayDecide: false, mine: true, photos: { count: 0, keys: [] } },
  nobody: { ...appeal, mayDecide: false, nobody: true },
  veto: {
    ...appeal,
    subject: '第二村河长 · 汾河古交镇第二村段',
    item: '11月 · 一票否决',
    was: 0,
    max: 0,
    veto: true,
    computed: '县河长办认定弄虚作假 1 件，这一期定为不合格',
    by: '第二村河长',
    words: '照片是同一天拍的两张，不是旧照片，原图都在手机里。',
  },
  lifted: {
    ...appeal,
    version: 2,
    state: 'corrected',
    subject: '第二村河长 · 汾河古交镇第二村段',
    item: '11月 · 一票否决',
    was: 0,
    max: 0,
    veto: true,
    mayDecide: false,
    mine: true,
    by: '第二村河长',
    words: '照片是同一天拍的两张，不是旧照片，原图都在手机里。',
    decision: { by: '县河长办副主任', on: '2027-01-21', reason: '看过原图，确是同一天拍的', points: 0 },
    total: 9133,
  },
  corrected: {
    ...appeal,
    version: 2,
    state: 'corrected',
    mayDecide: false,
    mine: true,
    decision: {
      by: '县河长办副主任',
      on: '2027-01-21',
      reason: '照片的时间是3月18日，在期限以内',
      points: 1500,
    },
    total: 9133,
  },
  upheld: {
    ...appeal,
    version: 2,
    state: 'upheld',
    mayDecide: false,
    mine: true,
    decision: { by: '县河长办副主任', on: '2027-01-21', reason: '照片是3月25日拍的，过了期限', points: null },
  },
  'not-yours': { id: 1, version: 1, ...due, state: 'notYours' },
  worst: {
    ...appeal,
    subject: `${LONG_POST} · ${LONG_REACH}`,
    item: HOSTILE,
    computed: HOSTILE,
    by: HOSTILE,
    words: LONG_WORDS.slice(0, 500),
    nobody: true,
  },
});
