import type { OutfallStepView, OutfallView } from '../outfall';
import { HOSTILE, LONG_POST, PHOTO_KEYS, samplesOf, TODAY } from './sample';

const imported: OutfallStepView = {
  on: '2026-09-01',
  by: '县河长办主任',
  what: '导入台账',
  reason: null,
  changes: [],
};
const changed: OutfallStepView = {
  on: '2026-11-20',
  by: '新绛分局排污口专干',
  what: '导入改动',
  reason: null,
  changes: [
    { heading: '溯源状态', was: '未溯源', now: '溯源中' },
    { heading: '标识牌', was: '待补', now: '有' },
  ],
};
const untraceable: OutfallStepView = {
  on: TODAY,
  by: '新绛分局排污口专干',
  what: '定为无法溯源，属地兜底',
  reason: '三次查管线，上游是老暗渠，接入点都已封死，找不到谁在排',
  changes: [
    { heading: '溯源状态', was: '溯源中', now: '无法溯源' },
    { heading: '责任主体类型', was: '不明', now: '镇政府' },
    { heading: '责任主体', was: '待补', now: '古交镇人民政府' },
    { heading: '镇兜底', was: '待补', now: '是' },
  ],
};

const tracing: OutfallView = {
  id: 7,
  version: 2,
  today: TODAY,
  name: '运城市新绛县古交镇第一村桥西50米其他排污口',
  state: 'shown',
  facts: [
    { what: '编号', value: 'XJ-104-0012' },
    { what: '位置', value: '古交镇，第一村，浍河 · 古交镇第一村段' },
    { what: '坐标', value: '东经111.2204，北纬35.6151' },
    { what: '类别', value: '其他排口 · 其他排污口' },
    { what: '排水', value: '排水，每天12方' },
    { what: '责任主体', value: '不明' },
    { what: '溯源', value: '溯源中' },
    { what: '整治', value: '规范整治，未整治' },
    { what: '整治期限', value: '2027年6月30日' },
  ],
  pending: 14,
  photos: { count: 0, keys: [] },
  backstop: false,
  steps: [changed, imported],
  decides: true,
};

export const outfallSamples = samplesOf('outfall', {
  tracing,
  reader: { ...tracing, decides: false },
  backstop: {
    ...tracing,
    version: 3,
    facts: [
      ...tracing.facts.slice(0, 5),
      { what: '责任主体', value: '古交镇人民政府（镇政府）' },
      { what: '溯源', value: '无法溯源，属地兜底' },
    ],
    photos: { count: 2, keys: PHOTO_KEYS.slice(0, 2) },
    backstop: true,
    steps: [untraceable, changed, imported],
    decides: false,
  },
  'not-yours': { id: 7, version: 2, today: TODAY, name: tracing.name, state: 'notYours' },
  worst: {
    ...tracing,
    name: HOSTILE,
    facts: Array.from({ length: 40 }, () => ({ what: HOSTILE, value: HOSTILE })),
    pending: 99,
    photos: { count: 99, keys: PHOTO_KEYS },
    backstop: true,
    steps: Array.from({ length: 20 }, () => ({
      on: TODAY,
      by: LONG_POST,
      what: HOSTILE,
      reason: HOSTILE,
      changes: Array.from({ length: 20 }, () => ({ heading: HOSTILE, was: HOSTILE, now: HOSTILE })),
    })),
  },
});
