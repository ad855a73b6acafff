import type { SuspicionView } from '../suspicion';
import { HOSTILE, LONG_POST, LONG_WORDS, PHOTO_KEYS, samplesOf, sure, TODAY } from './sample';

const [now = '', before = ''] = PHOTO_KEYS;
const asked: SuspicionView = {
  id: 31,
  version: 1,
  today: TODAY,
  due: sure('2026-11-26'),
  workingDaysLeft: 3,
  state: 'asked',
  person: '古交镇第一村河长',
  noticed: '11月20日发的这张照片，和11月3日已经用过的一张看起来是同一张。',
  photos: [
    { label: '这次', sentOn: '2026-11-20', matter: '排污口：桥西雨洪排口', by: null, taken: null, key: now },
    {
      label: '以前',
      sentOn: '2026-11-03',
      matter: '河岸：石桥下游二十米',
      by: null,
      taken: null,
      key: before,
    },
  ],
  apart: null,
  reply: null,
};
const reply = { words: '发错了，当时信号不好，从相册里选成了上回的。今天补发了新的。', on: '2026-11-23' };
const office = {
  ...asked,
  version: 2,
  due: sure('2026-12-07'),
  workingDaysLeft: 10,
  photos: asked.photos.map((photo) => ({
    ...photo,
    by: '古交镇第一村河长',
    taken: '11月3日9时10分',
  })),
  apart: 20,
};
const settled = {
  verdict: '不成立' as const,
  reason: '问了本人和镇联络员，确是选错了照片，现场当天去过，已补发。',
  by: '县河长办主任',
  on: '2026-11-23',
};

export const suspicionSamples = samplesOf('suspicion', {
  asked,
  uploading: { ...asked, photos: asked.photos.map((photo) => ({ ...photo, key: null })) },
  records: {
    ...asked,
    noticed:
      '11月20日巡龙兴镇第一村段，记的是一切正常；同一天别人在这一段发现了2个问题，在桥下50米、排口东侧。',
    photos: [],
  },
  moved: {
    ...office,
    state: 'toSettle',
    noticed: '问题“桥下50米”整改前和整改后的位置相距约1.2公里。',
    photos: office.photos.map((photo, n) => ({
      ...photo,
      matter: '河岸：桥下50米',
      label: n === 0 ? '整改后' : '整改前',
      by: n === 0 ? '古交镇联络员' : photo.by,
      taken: n === 0 ? '11月20日8时40分' : photo.taken,
    })),
    person: '古交镇联络员',
    apart: 1_200,
    reply: { words: '垃圾拉到了村口的收集点，照片是在那里拍的。河边也清了，可以去看。', on: '2026-11-23' },
  },
  explained: { ...asked, version: 2, state: 'explained', reply },
  'to-settle': { ...office, state: 'toSettle', reply },
  unexplained: {
    ...office,
    apart: null,
    photos: office.photos.map((photo) => ({ ...photo, taken: null })),
    state: 'toSettle',
  },
  settled: { ...office, version: 3, state: 'settled', reply, settled },
  told: { ...asked, version: 3, state: 'told', reply, settled },
  'told-founded': {
    ...asked,
    version: 3,
    state: 'told',
    reply,
    settled: { ...settled, verdict: '成立', reason: '两次现场不是同一天，照片是上回的，当天没有到场。' },
  },
  'told-lie': {
    ...asked,
    version: 3,
    state: 'told',
    reply: null,
    settled: { ...settled, verdict: '弄虚作假', reason: '当天在外地开会，请人代发了旧照片，本人已承认。' },
  },
  'not-yours': { ...asked, state: 'notYours', photos: [] },
  worst: {
    ...office,
    state: 'settled',
    person: LONG_POST,
    noticed: HOSTILE,
    photos: office.photos.map((photo) => ({ ...photo, label: HOSTILE, matter: HOSTILE, by: LONG_POST })),
    reply: { words: LONG_WORDS, on: TODAY },
    settled: { ...settled, reason: HOSTILE, by: LONG_POST },
  },
});
