import type { LeaveView } from '../leave';
import type { StandInView } from '../standIn';
import type { StandInFormView } from '../standInForm';
import { HOSTILE, LONG_POST, LONG_REACH, samplesOf, TODAY } from './sample';

const ask: StandInFormView = {
  person: 7,
  version: 1,
  today: TODAY,
  reaches: [{ id: 3, river: '汾河', name: '古交镇第一村段' }],
  people: [
    { id: 8, name: '赵建国（古交镇第一村党支部副书记）' },
    { id: 9, name: '钱秀兰（古交镇联络员）' },
  ],
  running: [],
};
const running = {
  id: 5,
  version: 2,
  who: '古交镇第一村党支部副书记',
  where: '古交镇第一村段',
  from: TODAY,
  to: '2026-12-05',
  accepted: true,
};
export const standInFormSamples = samplesOf('standInForm', {
  ask,
  running: {
    ...ask,
    reaches: [...ask.reaches, { id: 4, river: '浍河', name: '古交镇第二村段' }],
    running: [
      running,
      { ...running, id: 6, where: null, accepted: false, from: '2026-12-10', to: '2026-12-20' },
      { ...running, id: 7, who: null, where: null, from: '2026-12-21', to: '2026-12-25' },
    ],
  },
  nobody: { ...ask, people: [] },
  'no-post': { ...ask, reaches: [], people: [] },
  worst: {
    ...ask,
    reaches: Array.from({ length: 40 }, (_, id) => ({ id, river: '汾河', name: LONG_REACH })),
    people: Array.from({ length: 60 }, (_, id) => ({ id, name: HOSTILE })),
    running: Array.from({ length: 14 }, (_, id) => ({ ...running, id, who: LONG_POST, where: HOSTILE })),
  },
});

const asked: StandInView = {
  id: 5,
  version: 1,
  today: TODAY,
  side: 'deputy',
  state: 'asked',
  chief: '古交镇第一村河长',
  deputy: '古交镇第一村党支部副书记',
  where: '汾河 · 古交镇第一村段',
  from: TODAY,
  to: '2026-12-05',
  reason: '请假',
};
export const standInSamples = samplesOf('standIn', {
  asked,
  accepted: { ...asked, state: 'accepted' },
  'asked-chief': { ...asked, side: 'chief' },
  'accepted-chief': { ...asked, side: 'chief', state: 'accepted', where: null },
  declined: { ...asked, side: 'chief', state: 'declined' },
  ended: { ...asked, state: 'ended' },
  over: { ...asked, state: 'over' },
  'not-yours': { ...asked, side: 'other' },
  worst: { ...asked, chief: LONG_POST, deputy: LONG_POST, where: HOSTILE, reason: HOSTILE },
});

const away: LeaveView = {
  id: 5,
  version: 1,
  today: TODAY,
  side: 'office',
  state: 'running',
  chief: '古交镇第一村河长',
  where: null,
  from: TODAY,
  to: '2026-12-05',
  uncovered: [
    { reach: '汾河古交镇第一村段', period: '第48周', dueDay: '2026-11-29' },
    { reach: '浍河古交镇第一村段', period: '第48周', dueDay: '2026-11-29' },
  ],
};
export const leaveSamples = samplesOf('leave', {
  office: away,
  covered: { ...away, where: '汾河 · 古交镇第一村段', uncovered: [] },
  chief: { ...away, side: 'chief' },
  ended: { ...away, side: 'chief', state: 'ended' },
  over: { ...away, state: 'over' },
  'not-yours': { ...away, side: 'other' },
  worst: {
    ...away,
    chief: LONG_POST,
    where: HOSTILE,
    uncovered: Array.from({ length: 30 }, () => ({ reach: LONG_REACH, period: HOSTILE, dueDay: TODAY })),
  },
});
