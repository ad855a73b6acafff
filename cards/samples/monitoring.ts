import type { ExceedanceView } from '../exceedance';
import type { MonitorFormView } from '../monitorForm';
import { HOSTILE, samplesOf, TODAY } from './sample';

const OUTFALL = '古交镇永丰焦化厂工业排污口';

const told: Extract<ExceedanceView, { state: 'confirmed' | 'suspected' }> = {
  today: TODAY,
  outfall: OUTFALL,
  state: 'confirmed',
  sampledOn: '2026-11-20',
  method: '实验室',
  lab: '县环境监测站',
  reportNo: 'JC-2026-118',
  items: [
    { words: 'pH 7.4', limit: '限值 6—9', source: 'DB14/1928', over: false },
    { words: '化学需氧量 65 mg/L', limit: '限值 40', source: 'DB14/1928', over: true },
    { words: '氨氮 3.1 mg/L', limit: '限值 2', source: 'DB14/1928', over: true },
    { words: '总磷 未检出', limit: '限值 0.4', source: 'DB14/1928', over: false },
    { words: '流量 120 m³/d', limit: null, source: null, over: false },
  ],
  actingFor: null,
  through: null,
  problem: { progress: '等古交镇签收', ended: false, open: { type: 'problemWork', id: 7, version: 2 } },
  since: null,
  form: null,
};
const quick = {
  ...told,
  state: 'suspected' as const,
  method: '快检' as const,
  lab: null,
  reportNo: null,
  problem: null,
  items: told.items.slice(0, 2),
  form: { type: 'monitorForm' as const, id: 3, version: 1 },
};

export const exceedanceSamples = samplesOf('exceedance', {
  town: told,
  party: {
    ...told,
    through: '古交镇',
    problem: { progress: '等古交镇签收', ended: false, open: null },
  },
  'acting-for': { ...told, actingFor: '永丰焦化厂' },
  watched: { ...told, problem: { progress: '古交镇正在办理', ended: false, open: null } },
  ended: { ...told, problem: { progress: '已销号', ended: true, open: null } },
  suspected: quick,
  'suspected-passed': { ...quick, since: 'pass' },
  'suspected-over': { ...quick, since: 'over' },
  'not-yours': { today: TODAY, outfall: OUTFALL, state: 'notYours' },
  worst: {
    ...told,
    outfall: HOSTILE,
    lab: HOSTILE,
    reportNo: HOSTILE,
    actingFor: HOSTILE,
    through: HOSTILE,
    items: Array.from({ length: 60 }, () => ({
      words: HOSTILE,
      limit: HOSTILE,
      source: HOSTILE,
      over: true,
    })),
    problem: { progress: HOSTILE, ended: false, open: { type: 'problemWork', id: 7, version: 2 } },
  },
});

const form: Extract<MonitorFormView, { state: 'open' }> = {
  today: TODAY,
  outfall: { id: 3, name: OUTFALL },
  version: 1,
  state: 'open',
  items: [
    { n: 0, name: 'pH', unit: '', limit: '限值 6—9' },
    { n: 1, name: '化学需氧量', unit: 'mg/L', limit: '限值 40' },
    { n: 2, name: '氨氮', unit: 'mg/L', limit: '限值 2' },
    { n: 3, name: '总磷', unit: 'mg/L', limit: '限值 0.4' },
    { n: 4, name: '总氮', unit: 'mg/L', limit: null },
    { n: 11, name: '流量', unit: 'm³/d', limit: null },
  ],
  last: [
    {
      on: '2026-08-18',
      method: '实验室',
      results: [
        { words: 'pH 7.4', verdict: 'pass' },
        { words: '化学需氧量 65 mg/L', verdict: 'over' },
        { words: '总氮 12 mg/L', verdict: 'unjudged' },
      ],
    },
    { on: '2026-05-12', method: '快检', results: [{ words: '氨氮 2.6 mg/L', verdict: 'suspected' }] },
  ],
  method: '实验室',
  lab: '县环境监测站',
};

export const monitorFormSamples = samplesOf('monitorForm', {
  open: form,
  first: { ...form, last: [], lab: null },
  'not-yours': { today: TODAY, outfall: form.outfall, version: 1, state: 'notYours' },
  worst: {
    ...form,
    outfall: { id: 3, name: HOSTILE },
    lab: HOSTILE,
    items: Array.from({ length: 40 }, (_, n) => ({ n, name: HOSTILE, unit: HOSTILE, limit: HOSTILE })),
    last: Array.from({ length: 30 }, () => ({
      on: '2026-08-18',
      method: '在线' as const,
      results: Array.from({ length: 40 }, () => ({ words: HOSTILE, verdict: 'over' as const })),
    })),
  },
});
