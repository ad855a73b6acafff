import type { MarkFormView } from '../markForm';
import type { MarkProposalView } from '../markProposal';
import type { MarkSheetView } from '../markSheet';
import { HOSTILE, LONG_POST, LONG_REACH, LONG_WORDS, samplesOf, unsure } from './sample';

const TODAY = '2026-11-02';
const due = { today: TODAY, due: unsure('2026-11-06'), workingDaysLeft: 4 };

const TOWNS = ['龙兴镇', '三泉镇', '泽掌镇', '北张镇', '古交镇', '万安镇', '阳王镇', '泉掌镇', '横桥镇'];

const sheet: Extract<MarkSheetView, { state: 'open' | 'done' | 'closed' }> = {
  id: 4,
  version: 1,
  ...due,
  state: 'open',
  period: '2026年10月',
  scorer: '县河长办',
  instead: false,
  gives: true,
  items: [
    { code: 'town:publicity', name: '镇 · 宣传报送', max: 300, given: 0, all: 9 },
    { code: 'town:organisation', name: '镇 · 组织保障', max: 200, given: 0, all: 9 },
    { code: 'chief:cooperation', name: '河长 · 协作', max: 1000, given: 0, all: 214 },
  ],
  page: {
    item: 'town:publicity',
    name: '镇 · 宣传报送',
    max: 300,
    rows: TOWNS.slice(0, 9).map((name, n) => ({
      score: n + 11,
      name,
      points: n === 4 ? 200 : 300,
      reason: n === 4 ? '信息只报了两期' : '',
      before: n < 6,
    })),
    left: 9,
  },
  given: [],
  nobody: 0,
};
const half: typeof sheet = {
  ...sheet,
  version: 3,
  items: [
    { code: 'town:publicity', name: '镇 · 宣传报送', max: 300, given: 9, all: 9 },
    { code: 'chief:cooperation', name: '河长 · 协作', max: 1000, given: 0, all: 2 },
  ],
  page: {
    item: 'chief:cooperation',
    name: '河长 · 协作',
    max: 1000,
    rows: [
      { score: 31, name: '贾家村河长 · 龙兴镇第一村段', points: 1000, reason: '', before: false },
      {
        score: 32,
        name: '古交镇第一村河长 · 汾河古交镇第一村段',
        points: 800,
        reason: '两次没有配合清理',
        before: true,
      },
    ],
    left: 2,
  },
  given: TOWNS.map((name, n) => ({
    name,
    item: '宣传报送',
    points: n === 0 ? 150 : 300,
    max: 300,
    reason: n === 0 ? '信息只报了一期' : '',
    by: '县河长办主任',
  })),
};
const worst: typeof sheet = {
  ...half,
  instead: true,
  scorer: HOSTILE,
  nobody: 3,
  items: Array.from({ length: 30 }, (_, n) => ({
    code: `chief:${n}`,
    name: HOSTILE,
    max: 1000,
    given: 1,
    all: 2000,
  })),
  page: {
    item: 'chief:0',
    name: HOSTILE,
    max: 1000,
    rows: Array.from({ length: 10 }, (_, n) => ({
      score: 1_000_000_000 + n,
      name: `${LONG_POST} · ${LONG_REACH}`,
      points: 725,
      reason: LONG_WORDS.slice(0, 100),
      before: true,
    })),
    left: 1999,
  },
  given: Array.from({ length: 30 }, () => ({
    name: `${LONG_POST} · ${LONG_REACH}`,
    item: HOSTILE,
    points: 725,
    max: 1000,
    reason: LONG_WORDS.slice(0, 100),
    by: LONG_POST,
  })),
};
export const markSheetSamples = samplesOf('markSheet', {
  open: sheet,
  half,
  instead: { ...half, scorer: '分局', instead: true, nobody: 1, given: half.given.slice(0, 1) },
  done: {
    ...half,
    version: 5,
    state: 'done',
    items: half.items.map((item) => ({ ...item, given: item.all })),
    page: null,
  },
  closed: { ...half, version: 6, state: 'closed', page: null },
  watched: { ...half, gives: false, page: null },
  'not-yours': { id: 4, version: 1, ...due, state: 'notYours' },
  worst,
});

const form: Extract<MarkFormView, { state: 'open' }> = {
  state: 'open',
  person: 7,
  version: 1,
  periods: [
    { code: '2026-10', name: '2026年10月' },
    { code: '2026-11', name: '2026年11月' },
  ],
  departments: false,
  bonuses: [{ code: 'bonus.commended', name: '表扬加分', max: 500 }],
  vetoes: [
    { code: 'veto.pollution', name: '重特大水污染事件负有责任' },
    { code: 'veto.section', name: '国考、省考断面没有达到目标' },
  ],
  known: [],
};
export const markFormSamples = samplesOf('markForm', {
  empty: form,
  known: {
    ...form,
    known: [
      {
        card: { type: 'markProposal', id: 2, version: 1 },
        who: '古交镇',
        what: '2026年10月表扬加分',
        stands: '待确认',
      },
      {
        card: { type: 'markProposal', id: 1, version: 2 },
        who: '贾家村河长 · 龙兴镇第一村段',
        what: '2026年10月表扬加分',
        stands: '已确认',
      },
    ],
  },
  departments: { ...form, departments: true },
  nothing: { ...form, periods: [] },
  'not-yours': { state: 'notYours' },
});

const proposal: Extract<MarkProposalView, { state: 'open' | 'confirmed' | 'refused' | 'withdrawn' }> = {
  id: 2,
  version: 1,
  ...due,
  state: 'open',
  period: '2026年10月',
  subject: '古交镇',
  item: '表扬加分',
  points: 300,
  document: '市河长办〔2026〕18号通报',
  words: '市里通报表扬，清理河岸的做法在全市推广。',
  by: '县河长办主任',
  on: TODAY,
  mayDecide: true,
  mayWithdraw: false,
  nobody: false,
  decision: null,
};
const veto: typeof proposal = {
  ...proposal,
  item: '重特大水污染事件负有责任',
  points: null,
  document: '事件调查报告（2026）3号',
  words: '企业偷排造成下游停水，调查认定镇里没有按规定巡查、报告。',
};
export const markProposalSamples = samplesOf('markProposal', {
  bonus: proposal,
  veto,
  mine: { ...proposal, mayDecide: false, mayWithdraw: true },
  nobody: { ...proposal, mayDecide: false, mayWithdraw: true, nobody: true },
  confirmed: {
    ...veto,
    version: 2,
    state: 'confirmed',
    mayDecide: false,
    mayWithdraw: true,
    decision: { by: '县政府副县长', on: TODAY, reason: null },
  },
  refused: {
    ...proposal,
    version: 2,
    state: 'refused',
    mayDecide: false,
    decision: { by: '县河长办副主任', on: TODAY, reason: '表扬的是别的镇' },
  },
  withdrawn: {
    ...proposal,
    version: 3,
    state: 'withdrawn',
    mayDecide: false,
    decision: { by: '县河长办主任', on: TODAY, reason: '文件号写错了，重新填' },
  },
  'not-yours': { id: 2, version: 1, ...due, state: 'notYours' },
  worst: {
    ...veto,
    subject: `${LONG_POST} · ${LONG_REACH}`,
    item: HOSTILE,
    document: HOSTILE,
    words: LONG_WORDS.slice(0, 200),
    by: HOSTILE,
    mayWithdraw: true,
    nobody: true,
  },
});
