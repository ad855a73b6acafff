import type { BaselineView } from '../baseline';
import type { DigestRow, DigestView } from '../digest';
import type { LagNoticeView, LagRow } from '../lagNotice';
import type { UnheardLagView } from '../unheardLag';
import { HOSTILE, LONG_POST, samplesOf, TODAY } from './sample';

const row = (i: number, more: Partial<DigestRow> = {}): DigestRow => ({
  type: 'patrolTask',
  id: 42 + i,
  version: 1,
  title: `巡河任务：汾河古交镇第${i + 1}村段`,
  left: '还有3个工作日',
  urgency: 'todo',
  ...more,
});
const lateRow = row(20, {
  type: 'problemWork',
  title: '交办单：桥西雨洪排口晴天排水',
  left: '已过期3天',
  urgency: 'late',
});
const soonRow = row(1, { left: '还有1个工作日', urgency: 'soon' });
const digest: DigestView = {
  today: TODAY,
  groups: [{ title: '我要办的', rows: [lateRow, soonRow, row(2)] }],
  urges: [],
  behind: null,
  baseline: null,
};
export const digestSamples = samplesOf('digest', {
  one: { ...digest, groups: [{ title: '我要办的', rows: [row(0)] }] },
  soon: { ...digest, groups: [{ title: '我要办的', rows: [soonRow] }] },
  late: digest,
  urged: { ...digest, urges: ['古交镇镇长 催办：汾河古交镇第一村段巡河任务'] },
  head: {
    ...digest,
    groups: [
      { title: '我要办的', rows: [lateRow] },
      { title: '我要核查的', rows: [row(5, { type: 'problemVerify', title: '核查：南岸建筑垃圾' })] },
    ],
    behind: { count: 7, notice: { type: 'lagNotice', id: 9, version: 2 } },
    baseline: { count: 12 },
  },
  'only-behind': {
    ...digest,
    groups: [],
    behind: { count: 1, notice: { type: 'lagNotice', id: 9, version: 2 } },
  },
  twelve: { ...digest, groups: [{ title: '我要办的', rows: Array.from({ length: 12 }, (_, i) => row(i)) }] },
  worst: {
    ...digest,
    groups: Array.from({ length: 3 }, (_, g) => ({
      title: HOSTILE,
      rows: Array.from({ length: 20 }, (_, i) =>
        row(100 * g + i, { title: HOSTILE, left: '已过期123天', urgency: 'late' }),
      ),
    })),
    urges: Array.from({ length: 20 }, () => HOSTILE),
    behind: { count: 12345, notice: { type: 'lagNotice', id: 9, version: 2 } },
    baseline: { count: 12345 },
  },
});

const lagRow = (i: number, more: Partial<LagRow> = {}): LagRow => ({
  matterType: 'patrolTask',
  matterId: 60 + i,
  who: `古交镇第${i + 1}村河长`,
  what: `汾河第${i + 1}村段第47周巡河`,
  since: '2026-11-23',
  provisional: false,
  clears: '补录这次巡河',
  urgedToday: false,
  ...more,
});
const lag: LagNoticeView = {
  id: 9,
  version: 1,
  today: TODAY,
  unit: '古交镇',
  state: 'open',
  rows: [
    lagRow(0),
    lagRow(1, {
      matterType: 'problemWork',
      who: '古交镇联络员',
      what: '桥西雨洪排口晴天排水',
      since: '2026-11-19',
      clears: '反馈并附照片',
    }),
  ],
  read: null,
};
export const lagNoticeSamples = samplesOf('lagNotice', {
  open: lag,
  urged: { ...lag, rows: [lagRow(0, { urgedToday: true }), lagRow(1)] },
  read: { ...lag, read: { by: '古交镇镇长', at: '11月23日9时10分' } },
  twelve: { ...lag, rows: Array.from({ length: 12 }, (_, i) => lagRow(i)) },
  worst: {
    ...lag,
    unit: LONG_POST,
    rows: Array.from({ length: 60 }, (_, i) =>
      lagRow(i, { who: HOSTILE, what: HOSTILE, clears: HOSTILE, since: '2025-01-01' }),
    ),
    read: { by: HOSTILE, at: '11月23日9时10分' },
  },
  periods: {
    ...lag,
    rows: [
      lagRow(0, {
        matterType: null,
        who: '村级河长',
        what: '汾河第一村段 连着2期没巡河',
        since: '2026-11-09',
        clears: '按期巡一次河',
      }),
      lagRow(1, {
        matterType: null,
        who: '本镇',
        what: '排污口整治比应有进度低24个百分点',
        since: '2026-11-01',
        clears: '完成率赶到离应有进度15个百分点以内',
      }),
    ],
  },
  cleared: { ...lag, state: 'cleared', rows: [] },
  'not-yours': { ...lag, state: 'notYours', rows: [] },
});

const TOWN_ROLES = ['镇党委书记', '镇长', '镇联络员'];
const unheard: UnheardLagView = {
  today: TODAY,
  towns: [
    {
      name: '泉掌镇',
      why: 'vacant',
      roles: TOWN_ROLES,
      matters: [lagRow(0, { since: '2026-11-19' }), lagRow(1), lagRow(2)],
    },
    { name: '新绛经济技术开发区', why: 'unreached', roles: TOWN_ROLES, matters: [lagRow(3)] },
    { name: '县水利局', why: 'vacant', roles: ['部门负责人', '部门联络员'], matters: [lagRow(4)] },
  ],
};
export const unheardLagSamples = samplesOf('unheardLag', {
  two: unheard,
  none: { ...unheard, towns: [] },
  worst: {
    ...unheard,
    towns: Array.from({ length: 30 }, () => ({
      name: HOSTILE,
      why: 'unreached' as const,
      roles: [HOSTILE],
      matters: Array.from({ length: 30 }, (_, i) =>
        lagRow(i, { who: HOSTILE, what: HOSTILE, since: '2025-01-01', provisional: true }),
      ),
    })),
  },
});

const baseline: BaselineView = {
  today: TODAY,
  unit: '古交镇',
  counts: [
    { kind: '入河排污口整治', count: 12, oldest: '2023-12-31' },
    { kind: '巡河发现的问题', count: 2, oldest: '2026-09-30' },
  ],
};
export const baselineSamples = samplesOf('baseline', {
  town: baseline,
  worst: {
    ...baseline,
    unit: LONG_POST,
    counts: Array.from({ length: 30 }, () => ({ kind: HOSTILE, count: 12345, oldest: '2023-12-31' })),
  },
});

const nobody = (i: number) => ({
  post: `古交镇第${i + 1}村河长`,
  unit: '古交镇',
  maskedPhone: `199****00${10 + i}`,
  waiting: null,
});
const title = '汾河古交镇第一村段 第47周巡河';
export const unmatchedSamples = samplesOf('unmatched', {
  two: { today: TODAY, people: [nobody(0), nobody(1)] },
  waiting: {
    today: TODAY,
    people: [
      { ...nobody(0), waiting: { count: 2, title, dueDay: '2026-11-22', through: '古交镇联络员' } },
      { ...nobody(1), waiting: { count: 1, title, dueDay: '2026-11-29', through: null } },
      nobody(2),
    ],
  },
  none: { today: TODAY, people: [] },
  worst: {
    today: TODAY,
    people: Array.from({ length: 300 }, (_, i) => ({
      ...nobody(i),
      post: HOSTILE,
      unit: HOSTILE,
      waiting: { count: 12345, title: HOSTILE, dueDay: '2025-01-01', through: HOSTILE },
    })),
  },
});
