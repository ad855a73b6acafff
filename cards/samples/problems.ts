import type { ProblemFacts } from '../kit';
import type { PhotoLostView } from '../photoLost';
import type { ProblemFormView } from '../problemForm';
import type { ProblemVerifyView } from '../problemVerify';
import type { Answer, ProblemWorkView } from '../problemWork';
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
const fresh: ProblemWorkView = { ...work, state: 'new' };
const accepted: ProblemWorkView = { ...work, state: 'accepted', photos: 0, returned: null };
export const problemWorkSamples = samplesOf('problemWork', {
  new: fresh,
  'new-soon': { ...fresh, due: sure('2026-11-24'), workingDaysLeft: 1 },
  'new-overdue': { ...fresh, ...late },
  'new-no-photo': { ...fresh, facts: { ...facts, photos: noPhotos } },
  accepted,
  'accepted-photos': { ...accepted, photos: 2 },
  'accepted-overdue': { ...accepted, ...late },
  returned: { ...accepted, returned },
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
  passed: { ...toVerify, state: 'passed' },
  reopened: { ...toVerify, state: 'reopened', answer: { ...answer, photos: noPhotos } },
  returned: { ...toVerify, state: 'returned', returned: { ...returned, on: TODAY } },
  worst: {
    ...toVerify,
    facts: { ...worstFacts, words: LONG_WORDS },
    answer: { by: LONG_POST, on: TODAY, words: HOSTILE, photos: threePhotos },
  },
  'not-yours': { ...toVerify, state: 'notYours' },
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
  unbound: { ...lostPhoto, place: null, matter: null, open: null, why: '多次下载都没有成功' },
  worst: { ...lostPhoto, place: LONG_REACH, matter: HOSTILE, why: HOSTILE, next: 'reopened' },
});
