import type { AssessmentCompareView } from '../assessmentCompare';
import type { AssessmentOwnView } from '../assessmentOwn';
import type { AssessmentSummaryView } from '../assessmentSummary';
import { HOSTILE, LONG_POST, samplesOf } from './sample';

const TOWNS = [
  '龙兴镇',
  '古交镇',
  '泽掌镇',
  '三泉镇',
  '万安镇',
  '北张镇',
  '阳王镇',
  '横桥镇',
  '泉掌镇',
  '开发区',
];
const grade = (score: number) =>
  score >= 9000 ? '优秀' : score >= 8000 ? '良好' : score >= 6000 ? '合格' : '不合格';
const town = (name: string, i: number) => {
  const score = 9650 - i * 430;
  return { name, score, change: 620 - i * 120, grade: grade(score), why: i > 2 ? `${i}个问题逾期` : '' };
};
const chief = (i: number) => ({
  name: `泉掌镇第${i + 1}村河长`,
  score: 5000 + i * 310,
  change: i * 40 - 100,
  grade: grade(5000 + i * 310),
  why: '3次巡河未完成',
});
const policy = '按2026年10月1日生效的规则第3版';
const MONTHS = ['5月', '6月', '7月', '8月', '9月', '10月'];
const trend = (own: boolean) =>
  MONTHS.map((period, i) => ({
    period,
    own: own ? ([8210, 8450, null, 8300, 8500, 9120][i] ?? null) : null,
    median: [8400, 8520, 8610, 8580, 8675, 8840][i] ?? null,
  }));
const summary: AssessmentSummaryView = {
  id: 10,
  period: '2026年10月',
  trial: true,
  stand: null,
  asOf: '截至10月31日24时',
  before: '上月',
  median: 8840,
  medianChange: 165,
  moves: [
    '上升最多的是古交镇，+6.20（问题按期办结：到期 9 个问题，按期办结 9 个）',
    '下降最多的是泉掌镇，-4.10（问题按期办结：到期 7 个问题，按期办结 5 个，逾期 2 个）',
    '失分最多的是巡河履职，8个单位共失42.5分',
  ],
  late: 12,
  pending: ['阳王镇照片重复'],
  vacant: ['汾河泽掌镇第一村段村级第43周', '汾河泽掌镇第一村段村级第44周'],
  unreached: ['浍河横桥镇第二村段村级第44周'],
  away: ['汾河古交镇第一村段村级第45周'],
  towns: TOWNS.map(town),
  departments: [],
  chiefs: { rows: Array.from({ length: 10 }, (_, i) => chief(i)), total: 214 },
  trend: trend(false),
  policy,
};
export const assessmentSummarySamples = samplesOf('assessmentSummary', {
  monthly: summary,
  'first-period': {
    ...summary,
    medianChange: null,
    moves: [],
    trend: [],
    late: 0,
    pending: [],
    vacant: [],
    unreached: [],
    towns: summary.towns.map((one, i) =>
      i === 9
        ? { ...one, score: null, change: null, grade: '不适用', why: '本期没有事项' }
        : { ...one, change: null },
    ),
    chiefs: { rows: summary.chiefs.rows.slice(0, 3).map((one) => ({ ...one, change: null })), total: 3 },
  },
  departments: {
    ...summary,
    departments: ['县水利局', '市生态环境局新绛分局', '县住房和城乡建设局'].map((name, i) => ({
      name,
      score: i === 2 ? null : 9400 - i * 1230,
      change: i === 1 ? -150 : null,
      grade: i === 2 ? '不适用' : grade(9400 - i * 1230),
      why: i === 1 ? '到期 3 个问题，按期办结 2 个，逾期 1 个' : '',
    })),
  },
  yearly: {
    ...summary,
    period: '2026年度',
    trial: false,
    stand: '公示中',
    asOf: '截至12月31日24时',
    before: '上年',
    late: 3,
    pending: [],
    vacant: [],
    unreached: [],
  },
  'no-data': {
    ...summary,
    median: null,
    medianChange: null,
    moves: [],
    trend: [],
    late: 0,
    pending: [],
    vacant: [],
    unreached: [],
    towns: TOWNS.map((name) => ({ name, score: null, change: null, grade: '不适用', why: '' })),
    chiefs: { rows: [], total: 0 },
  },
  worst: {
    ...summary,
    moves: Array.from({ length: 20 }, () => HOSTILE),
    trend: Array.from({ length: 40 }, () => ({ period: HOSTILE, own: 123, median: 9999 })),
    late: 123456,
    pending: Array.from({ length: 40 }, () => HOSTILE),
    vacant: Array.from({ length: 40 }, () => HOSTILE),
    unreached: Array.from({ length: 40 }, () => HOSTILE),
    towns: Array.from({ length: 40 }, (_, i) => ({
      ...town(`${i}${HOSTILE}`, 0),
      why: HOSTILE,
      grade: HOSTILE,
    })),
    departments: Array.from({ length: 40 }, (_, i) => ({ ...town(`${i}${HOSTILE}`, 0), why: HOSTILE })),
    chiefs: {
      rows: Array.from({ length: 40 }, (_, i) => ({ ...chief(i), name: HOSTILE, why: HOSTILE })),
      total: 2000,
    },
    policy: HOSTILE,
  },
});

const records = (kind: string, ...own: string[]) => ({ kind, total: own.length, records: own });
const patrols = [
  '汾河古交镇第一村段村级第41周巡河，10月11日，未完成',
  '汾河古交镇第二村段村级第43周巡河，10月25日，未完成',
  ...Array.from({ length: 6 }, (_, i) => `汾河古交镇第${'一二三四五六'[i]}村段村级第40周巡河，10月4日，完成`),
];
const own: AssessmentOwnView = {
  id: 20,
  subject: '古交镇',
  period: '2026年10月',
  trial: true,
  asOf: '截至10月31日24时',
  before: '上月',
  score: 9120,
  change: 620,
  grade: '优秀',
  countyMedian: 8840,
  peers: '各镇',
  round: null,
  lines: [
    {
      title: '按期办结率',
      points: 1350,
      max: 1500,
      applicable: true,
      reason: '10个问题按期办结9个',
      evidence: [
        records(
          '问题',
          '河岸：桥下50米，10月3日，2026-10-13到期，没有反馈',
          '垃圾：村口，10月2日，2026-10-12到期，2026-10-10销号',
          '排污口：桥西雨洪排口，9月28日，2026-10-09到期，2026-10-08销号',
        ),
      ],
    },
    {
      title: '巡河履职',
      points: 1368,
      max: 1500,
      applicable: true,
      reason: '23次巡河按期完成21次',
      evidence: [
        { kind: '巡河任务', total: 23, records: patrols },
        records('巡河记录', '汾河古交镇第一村段巡河，10月4日，发现问题'),
      ],
    },
    { title: '水质', points: 0, max: 1000, applicable: false, reason: '还没有导入监测数据', evidence: [] },
  ],
  late: null,
  apart: [],
  vetoed: null,
  sum: { points: 2718, max: 3000, bonus: 60, deductions: 0 },
  trend: trend(true),
  policy,
};
export const assessmentOwnSamples = samplesOf('assessmentOwn', {
  town: own,
  'in-notice': {
    ...own,
    period: '2026年度',
    trial: false,
    asOf: '截至12月31日24时',
    before: '上年',
    round: {
      state: 'notice',
      until: '2027-01-25',
      today: '2027-01-19',
      over: false,
      form: { type: 'appealForm', id: 7, version: 3 },
    },
  },
  final: {
    ...own,
    subject: '古交镇第一村河长',
    period: '2026年度',
    trial: false,
    asOf: '截至12月31日24时',
    before: '上年',
    peers: '村级河长',
    round: { state: 'final', on: '2027-02-02', today: '2027-02-03' },
  },
  chief: {
    ...own,
    trend: trend(true).map((point) => ({ ...point, median: null })),
    subject: '古交镇第一村河长',
    score: 8000,
    change: null,
    grade: '良好',
    countyMedian: null,
    sum: { points: 2400, max: 3000, bonus: 0, deductions: 0 },
  },
  late: {
    ...own,
    subject: '古交镇第一村河长',
    countyMedian: null,
    late: {
      reason: '2 次巡河算分时过了期限、还可以补录，没有计入',
      evidence: [records('巡河任务', ...patrols.slice(0, 2))],
    },
  },
  'late-at-draft': {
    ...own,
    period: '2026年12月',
    trial: false,
    subject: '古交镇第一村河长',
    round: { state: 'notice', until: '2026-12-28', today: '2026-12-30', over: true, form: null },
    late: {
      reason: '2 次巡河算分时过了期限、还可以补录，没有计入',
      evidence: [records('巡河任务', ...patrols.slice(0, 2))],
    },
  },
  deducted: {
    ...own,
    subject: '古交镇第一村河长',
    score: 7700,
    change: null,
    grade: '合格',
    countyMedian: null,
    apart: [
      {
        title: '表扬加分',
        points: 200,
        reason: '县河长办加分：县委县政府通报表扬',
        evidence: [records('人工评分', '县委县政府通报表扬，10月25日')],
      },
      {
        title: '待核成立扣分',
        points: -500,
        reason: '县河长办认定成立 1 件，每件扣 5 分，一期最多扣 10 分',
        evidence: [records('待核', '10月3日补记了3次巡河，都晚了三天以上，10月20日，成立')],
      },
    ],
    sum: { points: 2400, max: 3000, bonus: 200, deductions: 500 },
  },
  vetoed: {
    ...own,
    subject: '古交镇第一村河长',
    score: 7500,
    change: null,
    grade: '不合格',
    countyMedian: null,
    apart: [
      {
        title: '待核成立扣分',
        points: -500,
        reason: '县河长办认定成立 1 件，每件扣 5 分，一期最多扣 10 分',
        evidence: [records('待核', '10月3日补记了3次巡河，都晚了三天以上，10月20日，成立')],
      },
    ],
    vetoed: {
      reason: '县河长办认定弄虚作假 1 件，这一期定为不合格',
      evidence: [records('待核', '10月3日补记了3次巡河，都晚了三天以上，10月20日，成立')],
    },
    sum: { points: 2400, max: 3000, bonus: 0, deductions: 500 },
  },
  yearly: { ...own, period: '2026年度', trial: false, before: '上年', asOf: '截至12月31日24时' },
  'no-data': {
    ...own,
    score: null,
    change: null,
    grade: '不适用',
    lines: own.lines.map((line) => ({ ...line, applicable: false, evidence: [], reason: '本期没有事项' })),
    sum: { points: 0, max: 0, bonus: 0, deductions: 0 },
  },
  worst: {
    ...own,
    subject: LONG_POST,
    lines: Array.from({ length: 30 }, () => ({
      title: HOSTILE,
      points: 123456,
      max: 123456,
      applicable: true,
      reason: HOSTILE,
      evidence: Array.from({ length: 9 }, () => ({
        kind: HOSTILE,
        total: 123456,
        records: Array.from({ length: 300 }, () => HOSTILE),
      })),
    })),
    late: {
      reason: HOSTILE,
      evidence: [records(HOSTILE, ...Array.from({ length: 300 }, () => HOSTILE))],
    },
    apart: Array.from({ length: 9 }, () => ({
      title: HOSTILE,
      points: -123456,
      reason: HOSTILE,
      evidence: [records(HOSTILE, ...Array.from({ length: 300 }, () => HOSTILE))],
    })),
    vetoed: {
      reason: HOSTILE,
      evidence: [records(HOSTILE, ...Array.from({ length: 300 }, () => HOSTILE))],
    },
    sum: { points: 123456, max: 123456, bonus: 500, deductions: 1000 },
    policy: HOSTILE,
  },
});

const compared = (name: string, i: number) => ({
  name,
  was: 8400 - i * 200,
  now: 9020 - i * 300,
  change: 620 - i * 100,
  why: '问题按期办结+4.50，巡河履职-1.00',
});
const compare: AssessmentCompareView = {
  pair: 1175941,
  was: '2026年9月',
  now: '2026年10月',
  medians: { was: 8675, now: 8840 },
  towns: TOWNS.map(compared),
  departments: [],
  chiefs: {
    rows: Array.from({ length: 10 }, (_, i) => ({ ...compared(`泉掌镇第${i + 1}村河长`, i), why: '' })),
    total: 214,
  },
  policies: null,
};
export const assessmentCompareSamples = samplesOf('assessmentCompare', {
  months: compare,
  'other-rules': { ...compare, policies: { was: 2, now: 3 } },
  departments: { ...compare, departments: [compared('县水利局', 1), compared('市生态环境局新绛分局', 4)] },
  'no-data': { ...compare, medians: { was: null, now: null }, towns: [], chiefs: { rows: [], total: 0 } },
  worst: {
    ...compare,
    was: HOSTILE,
    now: HOSTILE,
    towns: Array.from({ length: 40 }, (_, i) => ({ ...compared(HOSTILE, i), why: HOSTILE })),
    departments: Array.from({ length: 40 }, (_, i) => ({ ...compared(HOSTILE, i), why: HOSTILE })),
    chiefs: {
      rows: Array.from({ length: 40 }, (_, i) => ({ ...compared(HOSTILE, i), why: HOSTILE })),
      total: 2000,
    },
    policies: { was: 123456, now: 123457 },
  },
});
