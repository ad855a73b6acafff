import type { SettingView } from '../setting';
import type { SettingFormView } from '../settingForm';
import type { SettingsView } from '../settings';
import { HOSTILE, LONG_POST, samplesOf, sure, TODAY } from './sample';

type Shown = Exclude<SettingView, { state: 'notYours' }>;
const common = {
  id: 6,
  version: 1,
  today: TODAY,
  due: sure('2026-11-30'),
  workingDaysLeft: 5,
  place: '汾河 · 古交镇白村段',
};
const submitted: Shown = {
  ...common,
  state: 'submitted',
  role: 'reviewer',
  facts: {
    kind: '新设',
    mode: '审批',
    name: '古交镇永丰焦化厂工业排污口',
    code: null,
    class2: '工矿企业排污口',
    reach: '汾河 · 古交镇白村段',
    position: '111.221300，35.612100',
    dailyVolumeM3: 120,
    owner: '永丰焦化厂',
    by: '古交镇联络员',
    actedFor: true,
    words: '循环水的浓水经处理后排放，原来进的管网要改造',
    receivedOn: TODAY,
  },
  zone: { control: null, says: [] },
  papers: ['设置申请书', '设置论证报告'],
  askable: true,
  declinable: true,
  lapsed: false,
  authority: { code: '市', name: '市生态环境局', direct: false },
  routes: [
    { code: '市', name: '市生态环境局' },
    { code: '省', name: '省生态环境厅' },
  ],
  outcomes: ['同意', '不予同意'],
  steps: [],
};
const asked = { what: '告知补正', on: '2026-11-24', words: '缺设置论证报告；坐标和图上对不上' };
const supplied = { what: '已补正', on: '2026-11-27', words: '论证报告已交分局，坐标改过了' };
const accepted = { what: '受理', on: '2026-11-30', words: null };
const forwarded = { what: '转报市生态环境局，新环报〔2026〕12号', on: '2026-12-01', words: null };
const FORBIDDEN =
  '在“古堆泉水源地”（饮用水水源一级保护区）里，禁止设置排污口：《水污染防治法》第六十四条，饮用水水源保护区内禁止设置排污口';
const LIMITED =
  '在“汾河新绛段限设河段”（限制设置河段）里，限制设置排污口：方案（七）（八），区划划定的限制设置河段，严格控制新设、改设、扩大';

export const settingSamples = samplesOf('setting', {
  submitted,
  forbidden: { ...submitted, zone: { control: '禁止', says: [FORBIDDEN] } },
  limited: { ...submitted, zone: { control: '限制', says: [LIMITED] } },
  lapsed: {
    ...submitted,
    due: sure('2026-11-18'),
    workingDaysLeft: 0,
    askable: false,
    declinable: false,
    lapsed: true,
    facts: { ...submitted.facts, receivedOn: '2026-11-11' },
  },
  asked: { ...submitted, version: 2, state: 'asked', role: 'applicant', steps: [asked] },
  'asked-reviewer': { ...submitted, version: 2, state: 'asked', declinable: false, steps: [asked] },
  supplied: { ...submitted, version: 3, askable: false, steps: [asked, supplied] },
  waiting: { ...submitted, role: 'applicant' },
  accepted: { ...submitted, version: 4, state: 'accepted', steps: [asked, supplied, accepted] },
  forwarded: { ...submitted, version: 5, state: 'forwarded', steps: [accepted, forwarded] },
  'forwarded-watched': {
    ...submitted,
    version: 5,
    state: 'forwarded',
    role: 'watcher',
    steps: [accepted, forwarded],
  },
  granted: {
    ...submitted,
    version: 6,
    state: 'granted',
    facts: { ...submitted.facts, code: 'XJ-104-0013' },
    steps: [
      accepted,
      forwarded,
      { what: '同意，运环排口〔2026〕7号', on: '2026-12-18', words: '按论证报告建设' },
    ],
  },
  declined: {
    ...submitted,
    version: 2,
    state: 'declined',
    role: 'applicant',
    steps: [{ what: '不予受理', on: TODAY, words: FORBIDDEN }],
  },
  'not-yours': { ...common, state: 'notYours' },
  worst: {
    ...submitted,
    place: HOSTILE,
    facts: {
      ...submitted.facts,
      name: HOSTILE,
      code: HOSTILE,
      class2: HOSTILE,
      reach: HOSTILE,
      owner: HOSTILE,
      by: LONG_POST,
      words: HOSTILE,
    },
    zone: { control: '限制', says: Array.from({ length: 9 }, () => HOSTILE) },
    papers: Array.from({ length: 30 }, () => HOSTILE),
    steps: Array.from({ length: 12 }, () => ({ what: HOSTILE, on: TODAY, words: HOSTILE })),
  },
});

const empty: SettingFormView = {
  outfall: 0,
  reach: 3,
  version: 1,
  place: '汾河 · 古交镇白村段',
  state: 'open',
  kinds: ['新设'],
  name: '运城市新绛县古交镇白村',
  classes: ['工矿企业排污口', '城镇雨洪排口', '农村污水处理设施排污口'],
  class2: null,
  where: null,
  volume: null,
  owner: null,
  ownerType: null,
  ownOnly: false,
  zones: [],
  acceptWorkdays: 5,
};
export const settingFormSamples = samplesOf('settingForm', {
  reach: empty,
  outfall: {
    ...empty,
    outfall: 12,
    reach: 0,
    kinds: ['扩大', '改设', '新设'],
    name: '运城市新绛县古交镇永丰焦化厂工业排污口',
    class2: '工矿企业排污口',
    where: '111.2213，35.6121',
    volume: '120',
    owner: '永丰焦化厂',
    ownerType: '企业',
    ownOnly: true,
    zones: [{ words: LIMITED, forbidden: false }],
  },
  'not-yours': { ...empty, state: 'notYours' },
  worst: {
    ...empty,
    place: HOSTILE,
    name: HOSTILE,
    owner: HOSTILE,
    zones: Array.from({ length: 9 }, () => ({ words: HOSTILE, forbidden: true })),
  },
});

const rowOf = (id: number, name: string, state: SettingsView['ended'][number]['state']) => ({
  ref: { type: 'setting' as const, id, version: 1 },
  name,
  kind: '新设',
  state,
});
const deadline = (day: string, workingDaysLeft: number) => ({
  today: TODAY,
  due: sure(day),
  workingDaysLeft,
});
const list: SettingsView = {
  person: 1,
  version: 1,
  open: [
    {
      ...rowOf(5, '运城市新绛县古交镇永丰焦化厂工业排污口', 'submitted'),
      deadline: deadline('2026-11-18', 0),
    },
    {
      ...rowOf(6, '龙兴镇污水处理厂排污口', 'forwarded'),
      kind: '扩大',
      deadline: deadline('2026-12-11', 14),
    },
  ],
  ended: [rowOf(2, '三泉镇白村农村污水处理设施排污口', 'registered')],
  applies: true,
  files: true,
};
export const settingsSamples = samplesOf('settings', {
  branch: list,
  town: { ...list, files: false, open: list.open.slice(0, 1) },
  nothing: { ...list, open: [], ended: [], files: false },
  worst: {
    ...list,
    open: Array.from({ length: 60 }, (_, n) => ({
      ...rowOf(n, HOSTILE, 'asked'),
      deadline: deadline('2026-12-11', 14),
    })),
    ended: Array.from({ length: 5 }, (_, n) => rowOf(100 + n, HOSTILE, 'denied')),
  },
});
