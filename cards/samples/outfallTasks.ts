import type { OutfallRoundView } from '../outfallRound';
import type { OutfallTaskView } from '../outfallTask';
import { HOSTILE, LONG_POST, PHOTO_KEYS, samplesOf, sure, TODAY } from './sample';

const open: OutfallTaskView & { state: 'open' | 'watched' } = {
  id: 7,
  version: 1,
  today: TODAY,
  due: sure('2026-11-27'),
  workingDaysLeft: 4,
  kind: 'gateClose',
  outfall: '古交镇永丰焦化厂雨洪排口',
  period: null,
  photos: { count: 0, keys: [] },
  lateUntil: sure('2026-12-27'),
  state: 'open',
  actingFor: null,
  who: '古交镇联络员',
  finds: [],
};
const sent = { count: 1, keys: PHOTO_KEYS.slice(0, 1) };
const { actingFor: _acting, who: _who, finds: _finds, ...rest } = open;
const pipe = {
  ...open,
  kind: 'pipeCheck' as const,
  outfall: '古交镇永丰焦化厂工矿企业排污口',
  period: '四季度',
  finds: ['借道排污', '私设暗管', '雨天偷排偷倒', '设施破损、排水不畅', '颜色气味异常'],
};

export const outfallTaskSamples = samplesOf('outfallTask', {
  close: open,
  open: { ...open, kind: 'gateOpen' },
  'photo-came': { ...open, photos: sent },
  'acting-for': { ...open, actingFor: '永丰焦化厂', photos: sent },
  late: { ...open, due: sure('2026-11-18'), workingDaysLeft: 0, actingFor: '永丰焦化厂' },
  monitor: { ...open, kind: 'monitor', outfall: '古交镇污水处理厂排污口', period: '四季度' },
  'dry-check': { ...open, kind: 'dryCheck', outfall: '龙兴镇桥西50米城镇雨洪排口' },
  'dry-check-flowing': {
    ...rest,
    kind: 'dryCheck',
    outfall: '龙兴镇桥西50米城镇雨洪排口',
    state: 'done',
    flow: 'flowing',
    by: '龙兴镇联络员',
    on: '2026-11-20',
  },
  'pipe-check': pipe,
  'pipe-check-found': {
    ...rest,
    kind: 'pipeCheck',
    outfall: pipe.outfall,
    period: '四季度',
    state: 'done',
    flow: 'found',
    by: '永丰焦化厂联系人',
    on: '2026-11-20',
  },
  watched: { ...open, state: 'watched', photos: sent },
  done: { ...rest, state: 'done', flow: null, by: '古交镇联络员', on: '2026-11-20', photos: sent },
  missed: { ...rest, state: 'missed' },
  void: { ...rest, state: 'void' },
  'not-yours': { ...rest, state: 'notYours' },
  worst: {
    ...open,
    due: sure('2026-11-18'),
    workingDaysLeft: 0,
    outfall: HOSTILE,
    period: HOSTILE,
    actingFor: HOSTILE,
    photos: { count: 99, keys: PHOTO_KEYS },
  },
});

const row = (id: number, outfall: string) => ({
  ref: { type: 'outfallTask' as const, id, version: 1 },
  outfall,
  who: null,
  state: 'open' as const,
});
const own: OutfallRoundView = {
  today: TODAY,
  due: sure('2026-11-27'),
  workingDaysLeft: 4,
  kind: 'gateClose',
  period: null,
  place: '古交镇',
  total: 4,
  done: 1,
  left: [
    row(1, '古交镇永丰焦化厂雨洪排口'),
    row(2, '古交镇污水处理厂溢流口'),
    row(3, '古交镇白村砖厂雨洪排口'),
  ],
  watched: false,
  allSound: null,
};
export const outfallRoundSamples = samplesOf('outfallRound', {
  own,
  monitor: { ...own, kind: 'monitor', period: '四季度' },
  pipe: { ...own, kind: 'pipeCheck', period: '四季度', allSound: { round: 3, left: 3 } },
  watched: {
    ...own,
    place: '全县',
    total: 9,
    done: 6,
    watched: true,
    left: own.left.map((one) => ({ ...one, who: '古交镇联络员' })),
  },
  'watched-over': {
    ...own,
    place: '全县',
    due: sure('2026-10-14'),
    workingDaysLeft: 0,
    total: 9,
    done: 8,
    watched: true,
    left: [{ ...row(1, '古交镇永丰焦化厂雨洪排口'), who: '古交镇联络员', state: 'missed' }],
  },
  'all-done': { ...own, done: 4, left: [] },
  worst: {
    ...own,
    place: HOSTILE,
    watched: true,
    left: Array.from({ length: 60 }, (_, id) => ({ ...row(id, HOSTILE), who: LONG_POST })),
  },
});
