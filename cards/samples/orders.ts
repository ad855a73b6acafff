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
