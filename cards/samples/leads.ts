import type { LeadView } from '../lead';
import type { LeadsView } from '../leads';
import { HOSTILE, LONG_POST, samplesOf, sure, TODAY } from './sample';

const open: Extract<LeadView, { state: 'open' | 'watched' | 'done' }> = {
  id: 5,
  version: 1,
  today: TODAY,
  due: sure('2026-12-04'),
  workingDaysLeft: 9,
  reach: '汾河 · 古交镇白村段',
  state: 'open',
  code: 'WRJ-2026-017',
  source: '无人机',
  foundOn: '2026-11-20',
  place: '白村桥下游左岸',
  words: '左岸草丛里有水流入，水色发黑',
  evidence: 'DJI_0342.JPG',
  position: '111.221300，35.612100',
  near: [
    { id: 3, name: '古交镇永丰焦化厂雨洪排口', metres: 35 },
    { id: 9, name: '古交镇白村生活污水散排口', metres: 180 },
  ],
  unlawful: ['借道排污', '私设暗管', '雨天偷排偷倒'],
  answer: null,
};
const answer = { said: '有口，台账里没有，已登记为问题', words: '是根塑料管', by: '古交镇联络员', on: TODAY };

export const leadSamples = samplesOf('lead', {
  open,
  'nothing-near': { ...open, near: [], place: null, evidence: null },
  late: { ...open, due: sure('2026-11-18'), workingDaysLeft: 0 },
  watched: { ...open, state: 'watched' },
  done: { ...open, state: 'done', answer },
  'not-yours': {
    id: 5,
    version: 1,
    today: TODAY,
    due: open.due,
    workingDaysLeft: 9,
    reach: open.reach,
    state: 'notYours',
  },
  worst: {
    ...open,
    reach: HOSTILE,
    code: HOSTILE,
    place: HOSTILE,
    words: HOSTILE,
    evidence: HOSTILE,
    near: Array.from({ length: 20 }, (_, id) => ({ id, name: HOSTILE, metres: id })),
    unlawful: Array.from({ length: 20 }, () => HOSTILE),
    answer: { said: HOSTILE, words: HOSTILE, by: LONG_POST, on: TODAY },
  },
});

const row = (id: number, place: string) => ({
  ref: { type: 'lead' as const, id, version: 1 },
  place,
  source: '无人机',
});
const list: LeadsView = {
  today: TODAY,
  due: sure('2026-12-04'),
  workingDaysLeft: 9,
  place: '古交镇',
  left: [row(5, '白村桥下游左岸'), row(6, '汾河古交镇段，线索 WRJ-2026-018')],
};

export const leadsSamples = samplesOf('leads', {
  open: list,
  done: { ...list, left: [] },
  worst: { ...list, place: HOSTILE, left: Array.from({ length: 60 }, (_, id) => row(id, HOSTILE)) },
});
