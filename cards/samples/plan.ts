import type { PlanRowView } from '../planRow';
import type { YearPlanView } from '../yearPlan';
import { HOSTILE, samplesOf, TODAY } from './sample';

const leads = [
  { id: 11, name: '县住建局' },
  { id: 12, name: '县水利局' },
  { id: 13, name: '县农业农村局' },
];
const towns = [
  { id: 1, name: '龙兴镇' },
  { id: 2, name: '三泉镇' },
  { id: 3, name: '古交镇' },
];
const NAMES = ['龙兴镇桥西50米城镇雨洪排口', '龙兴镇东关村农村生活污水散排口', '古交镇永丰焦化厂雨洪排口'];
const ref = (id: number) => ({ type: 'planRow' as const, id, version: 1 });

const open: Extract<YearPlanView, { state: 'open' }> = {
  state: 'open',
  id: 4,
  version: 2,
  year: 2027,
  years: [2026, 2027],
  towns,
  town: null,
  type: null,
  stage: null,
  planned: 2,
  rows: [
    { ref: ref(8), name: '古交镇白村砖厂雨洪排口', what: '规范整治，期限2027-06-30' },
    { ref: ref(9), name: '三泉镇席村养殖场排污口', what: '依法取缔，期限2027-03-31' },
  ],
  total: 3,
  from: 0,
  outfalls: NAMES.map((name, id) => ({ id, name, what: '没定类型' })),
  leads,
};

export const yearPlanSamples = samplesOf('yearPlan', {
  open,
  filtered: {
    ...open,
    town: 1,
    type: '城镇雨洪',
    stage: 'untyped',
    planned: 0,
    rows: [],
    total: 46,
    from: 20,
    outfalls: Array.from({ length: 20 }, (_, id) => ({
      id,
      name: `龙兴镇桥西${id + 1}号城镇雨洪排口`,
      what: '没定类型',
    })),
  },
  'all-planned': { ...open, total: 0, outfalls: [] },
  'not-yours': { state: 'notYours' },
  worst: {
    ...open,
    towns: Array.from({ length: 40 }, (_, id) => ({ id, name: HOSTILE })),
    town: 3,
    type: HOSTILE,
    stage: HOSTILE,
    total: 9_999,
    outfalls: Array.from({ length: 20 }, (_, id) => ({ id, name: HOSTILE, what: HOSTILE })),
    leads: Array.from({ length: 60 }, (_, id) => ({ id, name: HOSTILE })),
    rows: Array.from({ length: 30 }, (_, id) => ({ ref: ref(id), name: HOSTILE, what: HOSTILE })),
  },
});

const row: Extract<PlanRowView, { state: 'open' | 'applied' | 'closed' }> = {
  state: 'open',
  id: 8,
  version: 1,
  today: TODAY,
  outfall: '古交镇永丰焦化厂雨洪排口',
  town: '古交镇',
  planYear: 2027,
  years: [2026, 2027],
  type: '规范整治',
  measure: '立标识牌，建采样点',
  lead: '住建局',
  leadId: 11,
  dueDay: '2027-06-30',
  leads,
};

export const planRowSamples = samplesOf('planRow', {
  'in-plan': row,
  'not-planned': {
    ...row,
    planYear: null,
    type: null,
    measure: null,
    lead: null,
    leadId: null,
    dueDay: null,
  },
  applied: { ...row, state: 'applied' },
  closed: { ...row, state: 'closed' },
  'not-yours': { outfall: row.outfall, state: 'notYours' },
  worst: {
    ...row,
    outfall: HOSTILE,
    town: HOSTILE,
    type: HOSTILE,
    measure: HOSTILE,
    lead: HOSTILE,
    leads: Array.from({ length: 60 }, (_, id) => ({ id, name: HOSTILE })),
  },
});
