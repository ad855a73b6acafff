import type { EnforcementView } from '../enforcement';
import { HOSTILE, PHOTO_KEYS, samplesOf, sure, TODAY } from './sample';

const open: Extract<EnforcementView, { state: 'open' | 'watched' | 'ended' }> = {
  id: 4,
  version: 1,
  today: TODAY,
  due: sure('2026-12-21'),
  workingDaysLeft: 20,
  kind: '私设暗管',
  place: '古交镇永丰焦化厂雨洪排口，围墙外',
  state: 'open',
  facts: {
    category: '排污口',
    kind: '私设暗管',
    source: null,
    seriousness: '较重',
    reach: '汾河 · 古交镇段',
    place: '古交镇永丰焦化厂雨洪排口，围墙外',
    words: '围墙外有一根新埋的管子接进雨水口，没下雨也在流黑水',
    finder: '古交镇白村河长',
    foundOn: '2026-11-23',
    photos: { count: 1, keys: PHOTO_KEYS.slice(0, 1) },
  },
  decided: null,
};
const decided = {
  outcome: '立案' as const,
  words: '现场取样送检，已责令停排',
  by: '分局科长',
  on: '2026-11-23',
};

export const enforcementSamples = samplesOf('enforcement', {
  open,
  filed: { ...open, due: sure('2027-02-21'), workingDaysLeft: 60, decided },
  watched: { ...open, state: 'watched' },
  ended: {
    ...open,
    state: 'ended',
    decided: { ...decided, outcome: '处罚', words: '罚款5万元，暗管已拆除' },
  },
  late: { ...open, due: sure('2026-11-18'), workingDaysLeft: 0 },
  'not-yours': {
    id: 4,
    version: 1,
    today: TODAY,
    due: open.due,
    workingDaysLeft: 20,
    kind: '私设暗管',
    place: open.place,
    state: 'notYours',
  },
  worst: {
    ...open,
    kind: HOSTILE,
    place: HOSTILE,
    facts: { ...open.facts, kind: HOSTILE, place: HOSTILE, words: HOSTILE, finder: HOSTILE },
    decided: { ...decided, words: HOSTILE, by: HOSTILE },
  },
});
