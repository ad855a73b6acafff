import type { EmergencyView } from '../emergency';
import type { RiverOrdersView } from '../riverOrders';
import { HOSTILE, LONG_REACH, samplesOf, TODAY } from './sample';

const office: RiverOrdersView & { state: 'office' } = {
  state: 'office',
  person: 3,
  version: 1,
  today: TODAY,
  places: [
    { code: 't1', name: '龙兴镇' },
    { code: 't2', name: '古交镇' },
    { code: 'r3', name: '汾河 · 古交镇段' },
  ],
  running: [],
  away: [],
};
const ice = {
  id: 4,
  version: 1,
  reason: '冰冻' as const,
  where: '汾河 · 古交镇段',
  from: '2026-11-20',
  until: null,
  words: '河面封冻，人不能下滩',
};
const away = { id: 9, version: 1, who: '古交镇第一村河长', where: null, from: TODAY, to: '2026-12-05' };
export const riverOrdersSamples = samplesOf('riverOrders', {
  office,
  running: {
    ...office,
    running: [
      ice,
      { ...ice, id: 5, reason: '施工', where: '全县', until: '2026-12-05', words: '堤顶路改造' },
    ],
    away: [away],
  },
  worst: {
    ...office,
    places: Array.from({ length: 80 }, (_, i) => ({ code: `r${i}`, name: LONG_REACH })),
    running: Array.from({ length: 20 }, (_, id) => ({ ...ice, id, where: HOSTILE, words: HOSTILE })),
    away: Array.from({ length: 20 }, (_, id) => ({ ...away, id, who: HOSTILE, where: HOSTILE })),
  },
  'not-yours': { state: 'notYours' },
});

const flood: EmergencyView & { state: 'running' | 'ended' } = {
  state: 'running',
  id: 3,
  version: 1,
  today: TODAY,
  kind: '汛情',
  where: '古交镇',
  words: '上游来水，汾河水位一夜涨了一米二',
  from: '2026-11-23',
  to: null,
  endWords: null,
  everyDays: 1,
  reaches: 7,
  asked: 18,
  walked: 15,
  patrols: 17,
  found: 2,
  open: 1,
  vacant: ['浍河 · 古交镇第三村段'],
  waiting: ['汾河 · 古交镇第一村段', '汾河 · 古交镇第二村段'],
};
export const emergencySamples = samplesOf('emergency', {
  running: flood,
  quiet: { ...flood, kind: '污染', where: '全县', found: 0, open: 0, vacant: [], waiting: [] },
  ended: { ...flood, state: 'ended', version: 2, to: TODAY, endWords: '水位退到警戒线以下', open: 0 },
  worst: {
    ...flood,
    where: HOSTILE,
    words: HOSTILE,
    vacant: Array.from({ length: 60 }, () => LONG_REACH),
    waiting: Array.from({ length: 60 }, () => HOSTILE),
  },
  'not-yours': { state: 'notYours' },
});
