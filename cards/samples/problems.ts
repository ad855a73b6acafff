import type { ComplaintView } from '../complaint';
import type { ProblemFacts } from '../kit';
import type { ListedProblem, MyProblemsView } from '../myProblems';
import type { PhotoLostView } from '../photoLost';
import type { PhotoWhichView } from '../photoWhich';
import type { ProblemDeskView } from '../problemDesk';
import type { ProblemFormView } from '../problemForm';
import type { ProblemVerifyView } from '../problemVerify';
import type { Answer, AskOnCard, ProblemWorkView } from '../problemWork';
import { HOSTILE, LONG_POST, LONG_REACH, LONG_WORDS, PHOTO_KEYS, samplesOf, sure, TODAY } from './sample';

const facts: ProblemFacts = {
  category: '排污口',
  seriousness: '一般',
  reach: '汾河 · 古交镇第一村段',
  place: '桥西雨洪排口，桥下50米',
  words: '晴天还在排水，水发黑，有臭味。',
  finder: '古交镇第一村河长',
  foundOn: TODAY,
  photos: { count: 1, keys: PHOTO_KEYS.slice(0, 1) },
};
const noPhotos = { count: 0, keys: [] };
const threePhotos = { count: 5, keys: PHOTO_KEYS };
const worstFacts: ProblemFacts = {
  category: '水工建筑物',
  seriousness: '重大',
  reach: LONG_REACH,
  place: HOSTILE,
  words: HOSTILE,
  finder: LONG_POST,
  foundOn: '2025-11-23',
  photos: threePhotos,
};

const GROUPS = [
  { name: '水体', kinds: ['水色异常', '水有异味'] },
  { name: '河岸', kinds: ['乱占', '乱采', '乱堆', '乱建'] },
  { name: '排污口', kinds: ['污水直排', '晴天雨水口排污', '设施破损、排水不畅'] },
];
const form = { id: 83, version: 2, river: '汾河', reach: '古交镇第一村段' };
const filling: ProblemFormView = {
  ...form,
  state: 'filling',
  places: [
    { code: 'o17', name: '桥西雨洪排口' },
    { code: 'o18', name: '村北农田退水口' },
    { code: 'm1', name: '起点：北池桥' },
  ],
  draft: {},
  groups: GROUPS,
  photos: 0,
};
const submitted: ProblemFormView = {
  ...form,
  state: 'submitted',
  today: TODAY,
  facts,
  handler: '古交镇',
  due: sure('2026-12-07'),
  progress: '等古交镇签收',
};
export const problemFormSamples = samplesOf('problemForm', {
  filling,
  'filling-prefilled': {
    ...filling,
    draft: { place: 'o17', category: '排污口', words: '晴天排水' },
    photos: 2,
  },
  'filling-worst': {
    ...filling,
    river: '汾河新绛段',
    reach: LONG_REACH,
    places: Array.from({ length: 90 }, (_, i) => ({ code: `o${i}`, name: HOSTILE })),
    draft: { place: 'o3', spot: HOSTILE, category: '水工建筑物', seriousness: '重大', words: HOSTILE },
    photos: 30,
  },
  submitted,
  'submitted-no-photo': { ...submitted, facts: { ...facts, photos: noPhotos } },
  'submitted-worst': { ...submitted, facts: worstFacts, handler: LONG_POST, progress: HOSTILE },
  'filling-complaint': {
    ...filling,
    draft: { place: 'o17', category: '排污口', words: '夜里排黑水，有臭味' },
    complaint: { contact: '199****0012' },
  },
  'submitted-major': { ...submitted, stand: 'desk', progress: '等县河长办交办' },
  'submitted-merged': { ...submitted, stand: 'merged', split: true, progress: '古交镇正在办理' },
  'submitted-closed': { ...submitted, due: null, rebound: true, progress: '已销号' },
  'submitted-unfounded': {
    ...submitted,
    due: null,
    stand: 'unfounded',
    reason: '现场看过，是上游农田退水，不是污水。',
    progress: '经核实不属实',
  },
  withdrawn: { ...form, state: 'withdrawn' },
  'not-yours': { ...form, state: 'notYours' },
});

const work = {
  id: 83,
  version: 4,
  facts,
  today: TODAY,
  due: sure('2026-12-04'),
  workingDaysLeft: 9,
};
const late = { due: sure('2026-11-18'), workingDaysLeft: 0 };
const returned = { by: '古交镇第一村河长', on: '2026-11-21', reason: '口子还在渗水，请再堵一次。' };
const answer: Answer = {
  by: '古交镇',
  on: '2026-11-22',
  words: '已封堵混接的污水管，排口没有水了。',
  photos: { count: 1, keys: PHOTO_KEYS.slice(1, 2) },
};
const UNITS = [
  { code: '2', name: '龙兴镇' },
  { code: '3', name: '新绛经济技术开发区管委会' },
  { code: '11', name: '县水利局' },
  { code: '12', name: '县住建局' },
];
const OTHERS = [{ code: '79', name: '11月20日 排污口：桥西雨洪排口' }];
const asking = { ask: null, units: UNITS, others: OTHERS, progressDue: null };
const ask: AskOnCard = { what: '延期到12月20日', reason: '管网要停水才能修，周末才能停。', refused: null };
const refused = { by: '县河长办主任', on: '2026-11-22', reason: '停水可以安排在夜里，先按原来的期限办。' };
const fresh: ProblemWorkView = { ...work, state: 'new', asking };
const accepted: ProblemWorkView = { ...work, state: 'accepted', photos: 0, returned: null, asking };
export const problemWorkSamples = samplesOf('problemWork', {
  new: fresh,
  'new-soon': { ...fresh, due: sure('2026-11-24'), workingDaysLeft: 1 },
  'new-overdue': { ...fresh, ...late },
  'new-no-photo': { ...fresh, facts: { ...facts, photos: noPhotos } },
  accepted,
  'accepted-photos': { ...accepted, photos: 2 },
  'accepted-overdue': { ...accepted, ...late },
  returned: { ...accepted, returned },
  asked: { ...accepted, asking: { ...asking, ask } },
  refused: { ...accepted, asking: { ...asking, ask: { ...ask, refused } } },
  transferred: {
    ...fresh,
    returned: { ...returned, why: '转办', by: '县河长办主任', reason: '堤防护岸归县水利局管。' },
  },
  rebounded: { ...fresh, returned: { ...returned, why: '反弹', reason: '又开始排水了。' } },
  major: {
    ...accepted,
    facts: { ...facts, kind: '污水直排', seriousness: '重大', source: '投诉', reports: 3 },
    asking: { ...asking, progressDue: sure('2026-12-23') },
  },
  elsewhere: { ...work, state: 'elsewhere', progress: '等县河长办交办' },
  'returned-overdue': { ...accepted, ...late, returned },
  waiting: { ...work, state: 'waiting', answer, verifier: '古交镇第一村河长' },
  closed: { ...work, state: 'closed', answer, verifier: '古交镇第一村河长', closedOn: TODAY },
  worst: {
    ...accepted,
    facts: worstFacts,
    ...late,
    photos: 9,
    returned: { by: LONG_POST, on: '2026-11-21', reason: HOSTILE },
  },
  'closed-worst': {
    ...work,
    facts: worstFacts,
    state: 'closed',
    answer: { by: LONG_POST, on: TODAY, words: LONG_WORDS, photos: threePhotos },
    verifier: LONG_POST,
    closedOn: TODAY,
  },
  'not-yours': { ...work, state: 'notYours' },
});

const toVerify: ProblemVerifyView = { ...work, state: 'toVerify', answer };
export const problemVerifySamples = samplesOf('problemVerify', {
  'to-verify': toVerify,
  'to-verify-overdue': { ...toVerify, ...late },
  'no-photo-before': {
    ...toVerify,
    facts: { ...facts, photos: noPhotos },
    answer: { ...answer, words: '' },
  },
  apart: { ...toVerify, apartM: 640 },
  passed: { ...toVerify, state: 'passed', rebound: true },
  reopened: { ...toVerify, state: 'reopened', answer: { ...answer, photos: noPhotos } },
  returned: { ...toVerify, state: 'returned', returned: { ...returned, on: TODAY } },
  worst: {
    ...toVerify,
    facts: { ...worstFacts, words: LONG_WORDS },
    answer: { by: LONG_POST, on: TODAY, words: HOSTILE, photos: threePhotos },
  },
  'not-yours': { ...toVerify, state: 'notYours' },
});

const desk = { ...work, due: sure('2026-11-24'), workingDaysLeft: 1 };
const registered: ProblemDeskView = {
  ...desk,
  state: 'registered',
  facts: { ...facts, kind: '私设暗管', seriousness: '重大' },
  seriousness: '重大',
  units: UNITS,
  unit: '2',
  others: OTHERS,
  sentUp: null,
};
const askedFor: ProblemDeskView = {
  ...desk,
  state: 'asked',
  what: ask.what,
  by: '古交镇联络员',
  on: '2026-11-22',
  reason: ask.reason,
  dueNow: '12月4日前',
};
export const problemDeskSamples = samplesOf('problemDesk', {
  major: registered,
  'sent-up': {
    ...registered,
    facts: { ...facts, kind: '堤防护岸损坏', category: '水工建筑物' },
    seriousness: '一般',
    sentUp: {
      by: '古交镇联络员',
      on: '2026-11-22',
      reason: '堤脚掏空了，镇里没有能力修。',
      late: true,
    },
  },
  asked: askedFor,
  'asked-overdue': { ...askedFor, ...late },
  over: { ...desk, state: 'over', progress: '古交镇正在办理' },
  'registered-worst': {
    ...registered,
    facts: worstFacts,
    units: Array.from({ length: 40 }, (_, i) => ({ code: `${i}`, name: `${LONG_REACH}${i}` })),
    others: Array.from({ length: 8 }, (_, i) => ({ code: `${i}`, name: HOSTILE })),
    sentUp: { by: LONG_POST, on: '2025-11-22', reason: HOSTILE, late: true },
  },
  'asked-worst': { ...askedFor, facts: worstFacts, what: HOSTILE, by: LONG_POST, reason: HOSTILE },
  'not-yours': { ...desk, state: 'notYours' },
});

const toTell: ComplaintView = {
  ...work,
  state: 'toTell',
  facts: { ...facts, source: '投诉', words: '夜里排黑水，有臭味。', finder: '县河长办主任' },
  due: sure('2026-11-26'),
  workingDaysLeft: 3,
  progress: '已销号',
  newDate: null,
  answer,
  phone: '199****0012',
  asks: true,
};
export const complaintSamples = samplesOf('complaint', {
  'to-tell': toTell,
  'new-date': { ...toTell, progress: '古交镇正在办理', newDate: '12月20日前', answer: null, asks: false },
  'no-phone': { ...toTell, phone: null, asks: false },
  told: {
    ...toTell,
    state: 'told',
    phone: null,
    told: { by: '县河长办主任', on: TODAY, words: '电话告知，河边已经清理干净。', content: '满意' },
  },
  worst: {
    ...toTell,
    facts: { ...worstFacts, source: '投诉' },
    answer: { by: LONG_POST, on: TODAY, words: HOSTILE, photos: threePhotos },
  },
  'not-yours': { ...toTell, state: 'notYours' },
});

const lostPhoto: PhotoLostView = {
  sentAt: '11月23日9时10分',
  place: '汾河 · 古交镇第一村段',
  matter: '排污口：桥西雨洪排口，桥下50米',
  why: '这条消息已被删除',
  next: 'resend',
  open: { type: 'problemForm', id: 83, version: 2 },
};
export const photoLostSamples = samplesOf('photoLost', {
  resend: lostPhoto,
  reopened: { ...lostPhoto, next: 'reopened', open: { type: 'problemWork', id: 83, version: 4 } },
  over: { ...lostPhoto, next: 'over' },
  held: { ...lostPhoto, next: 'held', why: '服务器暂时存不了照片', open: null },
  stored: { ...lostPhoto, next: 'stored', open: null },
  unbound: {
    ...lostPhoto,
    place: null,
    matter: null,
    open: null,
    why: '图片打不开，文件是坏的，或者不是照片',
  },
  worst: { ...lostPhoto, place: LONG_REACH, matter: HOSTILE, why: HOSTILE, next: 'reopened' },
});

const which: PhotoWhichView = {
  of: 'photo',
  id: 12,
  version: 1,
  state: 'asking',
  photos: 2,
  places: 0,
  now: '巡河：汾河古交镇第一村段第48周',
  others: [
    { code: 'task-8', name: '巡河：汾河古交镇第二村段第48周' },
    { code: 'task-9', name: '巡河：浍河古交镇第一村段第48周' },
  ],
};
const twoForms: PhotoWhichView = {
  ...which,
  of: 'place',
  photos: 0,
  places: 1,
  now: '正在填的问题：河岸：石桥下游二十米',
  others: [{ code: 'problem-9', name: '正在填的问题：河面：村东头水面' }],
};
export const photoWhichSamples = samplesOf('photoWhich', {
  asking: which,
  kept: { ...which, photos: 1, now: null },
  place: twoForms,
  both: { ...twoForms, photos: 2 },
  answered: { ...which, state: 'answered' },
  'answered-none': { ...which, state: 'answered', now: null },
  over: { ...which, state: 'over' },
  worst: {
    ...which,
    now: HOSTILE,
    others: Array.from({ length: 5 }, (_, i) => ({ code: `task-${i}`, name: HOSTILE })),
  },
});

const mine = (n: number, more: Partial<ListedProblem> = {}): ListedProblem => ({
  type: 'problemForm',
  id: 83 + n,
  version: 3,
  title: '排污口：桥西雨洪排口，桥下50米',
  says: '龙兴镇正在办理',
  on: '2026-11-20',
  ...more,
});
const asked = mine(1, {
  type: 'problemVerify',
  title: '河岸：石桥下游二十米',
  says: '请核查',
  on: '2026-11-12',
});
const over = mine(2, { title: '河面：村东头水面', says: '已销号', on: '2026-11-18' });
const own: MyProblemsView = { today: TODAY, waiting: [asked], reported: [mine(0)], ended: [over] };
export const myProblemsSamples = samplesOf('myProblems', {
  all: own,
  ended: { ...own, waiting: [], reported: [] },
  worst: {
    today: TODAY,
    waiting: Array.from({ length: 20 }, (_, n) => mine(n, { title: HOSTILE, says: HOSTILE })),
    reported: Array.from({ length: 24 }, (_, n) => mine(n + 100, { title: HOSTILE, says: HOSTILE })),
    ended: Array.from({ length: 24 }, (_, n) => mine(n + 200, { title: HOSTILE, says: HOSTILE })),
  },
});
