import type { FoundOutfallView } from '../foundOutfall';
import type { ProblemFacts } from '../kit';
import { HOSTILE, LONG_POST, PHOTO_KEYS, samplesOf, sure, TODAY } from './sample';

const facts: ProblemFacts = {
  category: '排污口',
  kind: '新增排污口',
  source: null,
  reports: 1,
  seriousness: '一般',
  reach: '浍河 · 古交镇第一村段',
  place: '古交镇第一村桥西50米',
  words: '河边多了一根水泥管，有水流出来，有点浑。',
  finder: '古交镇第一村河长',
  foundOn: TODAY,
  photos: { count: 1, keys: PHOTO_KEYS.slice(0, 1) },
};
const classes = ['工矿企业排污口', '城镇雨洪排口', '农村生活污水散排口', '其他排污口'];
const waiting: FoundOutfallView = {
  id: 3,
  version: 1,
  today: TODAY,
  due: sure('2026-12-07'),
  workingDaysLeft: 10,
  facts,
  state: 'waiting',
  proposed: '运城市新绛县古交镇第一村桥西50米其他排污口',
  where: '111.2204，35.6151',
  classes,
  class2: '其他排污口',
  known: [
    { code: '12', name: '约20米：古交镇第一村桥西城镇雨洪排口' },
    { code: '13', name: '古交镇第二村农村生活污水散排口' },
  ],
  alike: 1,
  zones: [],
};
const {
  state: _,
  proposed: _p,
  where: _w,
  classes: _c,
  class2: _2,
  known: _k,
  alike: _a,
  zones: _z,
  ...rest
} = waiting;
const decided = { ...rest, version: 2, by: '新绛分局排污口专干', on: TODAY };

export const foundOutfallSamples = samplesOf('foundOutfall', {
  waiting,
  'nothing-like-it': { ...waiting, where: null, known: [], alike: 0 },
  'in-a-zone': {
    ...waiting,
    known: [],
    alike: 0,
    zones: [
      {
        words:
          '在“古堆泉水源地”（饮用水水源一级保护区）里，禁止设置排污口：《水污染防治法》第六十四条，饮用水水源保护区内禁止设置排污口',
        forbidden: true,
      },
    ],
  },
  late: { ...waiting, due: sure('2026-11-18'), workingDaysLeft: 0 },
  confirmed: { ...decided, state: 'confirmed', words: 'XJ-104-0013 古交镇第一村桥西50米其他排污口' },
  merged: { ...decided, state: 'merged', words: 'XJ-104-0012 古交镇第一村桥西城镇雨洪排口' },
  unfounded: { ...decided, state: 'unfounded', words: '是废弃的灌溉管，早就不通水了' },
  'not-yours': { ...rest, state: 'notYours' },
  worst: {
    ...waiting,
    facts: {
      ...facts,
      place: HOSTILE,
      words: HOSTILE,
      finder: LONG_POST,
      photos: { count: 99, keys: PHOTO_KEYS },
    },
    proposed: HOSTILE,
    known: Array.from({ length: 40 }, (_, n) => ({ code: String(n), name: HOSTILE })),
    alike: 40,
  },
});
